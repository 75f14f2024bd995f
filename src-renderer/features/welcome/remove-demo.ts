import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { tabClosed, tabOpened, useLayout } from '../../state/layout.ts';
import { noticed } from '../../state/notices.ts';
import { DEMO_WATCH } from './show-demo.ts';

/**
 * Takes the demo plant out of the project in one step: its devices as one revision, its watch table, its open pages. The
 * notice that says so brings all of it back.
 */
export async function removeDemo(devices: readonly string[]): Promise<void> {
  const { current } = await rpc().config.revisions({});
  const table = await rpc()
    .watches.get({ id: DEMO_WATCH })
    .catch(() => undefined);
  const { revision } = await rpc().demo.remove({});
  if (table) await rpc().watches.remove({ id: DEMO_WATCH });
  const gone = new RegExp(`^(?:device/(?:${devices.join('|')})/|watch/${DEMO_WATCH}$)`);
  for (const { path } of useLayout.getState().tabs) if (gone.test(path)) tabClosed(path, 'surely');
  tabOpened('welcome', 'kept');
  const undo = async (): Promise<void> => {
    try {
      await rpc().config.restore({ revision: current, base: revision, comment: 'Brought back the demo plant' });
      if (table) await rpc().watches.save({ id: table.id, name: table.name, rows: table.rows, base: null });
    } catch (error) {
      noticed({ kind: 'failed', text: `The demo plant did not come back. ${toNexusError(error).text}` });
    }
  };
  const text = 'Demo plant removed. Stored values stay until retention removes them.';
  noticed({ kind: 'done', text, action: { label: 'Undo', run: () => void undo() } });
}
