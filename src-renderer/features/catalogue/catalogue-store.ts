import { create } from 'zustand';
import type { CatalogueRow } from '../../../src-shared/contract/catalogue.ts';
import { catalogueText } from '../../../src-shared/contract/catalogue-filter.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';

/** A row with what its filter looks into. */
export interface ListedTag {
  readonly row: CatalogueRow;
  readonly text: string;
}

interface CatalogueState {
  readonly status: 'loading' | 'ready' | 'failed';
  /** What was read last; kept while it is read anew. */
  readonly tags: readonly ListedTag[];
  /** Of all that there are: more than `tags` while they come. */
  readonly total: number;
  readonly reason: string;
  /** Of the project that was read. */
  readonly revision: number | undefined;
}

const PAGE = 5_000;
/** Somebody changes the project all the time. */
const TRIES = 3;

/** All tags with what people need to know of them. */
export const useCatalogue = create<CatalogueState>()(() => ({
  status: 'loading',
  tags: [],
  total: 0,
  reason: '',
  revision: undefined,
}));

let reading: AbortController | undefined;

/** Reads the whole catalogue, page by page; a reading that is under way is given up. */
export async function readCatalogue(): Promise<void> {
  reading?.abort();
  const own = new AbortController();
  reading = own;
  // What is there, were it nothing, stays in sight while it is read anew.
  useCatalogue.setState(({ status, tags }) => ({
    status: status === 'ready' || (status === 'failed' && tags.length > 0) ? 'ready' : 'loading',
  }));
  try {
    const { tags, revision } = await readPages(own.signal);
    if (reading === own) useCatalogue.setState({ status: 'ready', tags, total: tags.length, reason: '', revision });
  } catch (error) {
    if (reading === own) useCatalogue.setState({ status: 'failed', reason: toNexusError(error).text });
  }
}

async function readPages(signal: AbortSignal): Promise<Pick<CatalogueState, 'tags' | 'revision'>> {
  for (let attempt = 1; ; attempt++) {
    const tags: ListedTag[] = [];
    let revision: number | undefined;
    let isWhole = true;
    for (let total = 1; tags.length < total; ) {
      const page = await rpc().catalogue.list({ offset: tags.length, limit: PAGE }, { signal });
      total = page.total;
      revision ??= page.revision;
      isWhole = page.revision === revision || attempt === TRIES;
      if (!isWhole || page.rows.length === 0) break;
      for (const row of page.rows) tags.push({ row, text: catalogueText(row) });
      // The first rows of many can be looked at while the others come.
      if (useCatalogue.getState().status === 'loading') useCatalogue.setState({ tags: [...tags], total });
    }
    if (isWhole) return { tags, revision };
  }
}
