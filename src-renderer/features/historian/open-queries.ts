import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { tabOpened } from '../../state/layout.ts';
import type { PaletteChoice } from '../../state/palette.ts';

/** The questions that are kept in the project, to choose from. Never rejects. */
export async function openQueries(): Promise<readonly PaletteChoice[]> {
  try {
    const list = await rpc().queries.list({});
    if (list.length === 0)
      return [{ label: 'No query is kept yet', detail: 'Save one, and it stands here.', run: () => undefined }];
    return list.map(({ id, name, tags, fault }) => ({
      label: name,
      detail: fault ?? (tags === 1 ? '1 tag' : `${tags} tags`),
      run: () => tabOpened(`query/${id}`, 'kept'),
    }));
  } catch (error) {
    return [{ label: 'The queries could not be read', detail: toNexusError(error).text, run: () => undefined }];
  }
}
