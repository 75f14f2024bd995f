import type { DeviceView } from '../../../src-shared/contract/devices.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { tabClosed, tabOpened, useLayout } from '../../state/layout.ts';
import { noticed } from '../../state/notices.ts';

/**
 * Takes devices out of the project, one revision each, and offers to bring them back.
 * @throws NexusError where one could not be taken out; those before it are.
 */
export async function removeDevices(devices: readonly DeviceView[]): Promise<void> {
  const ids = devices.map(({ id }) => id);
  const { current } = await rpc().config.revisions({});
  const { yaml } = await rpc().config.exportDevices({ devices: ids, identities: true });
  let revision = current;
  for (const { id, name } of devices) {
    revision = (await rpc().config.removeDevice({ device: id, comment: `Removed ${name}` })).revision;
    for (const { path } of useLayout.getState().tabs) if (path.startsWith(`device/${id}/`)) tabClosed(path, 'surely');
  }
  const what = devices.length === 1 ? devices[0]!.name : `${devices.length} devices`;
  const undo = (): void => void bringBack({ current, revision, yaml, what });
  noticed({ kind: 'done', text: `${what} removed. Stored values stay.`, action: { label: 'Undo', run: undo } });
}

interface Removed {
  /** Of the project before and after it. */
  readonly current: number;
  readonly revision: number;
  readonly yaml: string;
  readonly what: string;
}

/** As long as nothing else was changed, the files come back as they were; then the devices alone, with their history. */
async function bringBack({ current, revision, yaml, what }: Removed): Promise<void> {
  const comment = `Brought back ${what}`;
  try {
    await rpc()
      .config.restore({ revision: current, base: revision, comment })
      .catch((error: unknown) => {
        if (toNexusError(error).code !== 'NX_REVISION_CONFLICT') throw error;
        return rpc().config.importDevices({ yaml, comment });
      });
    tabOpened('devices', 'kept');
  } catch (error) {
    noticed({ kind: 'failed', text: `${what} did not come back. ${toNexusError(error).text}` });
  }
}
