import { NexusError } from '../../../../src-shared/errors/nexus-error.ts';
import { deskRowsTold, tagDeskOpened } from '../../../state/tag-desk.ts';
import { wantApplied } from './read-applied.ts';
import { nameOf } from './tag-form.ts';
import { rowsToApply } from './tag-rows.ts';
import { sessionOf, type TagSession, useTagEdits } from './tag-session.ts';
import { tagsBrought } from './take-intent.ts';

/** Takes tags that were found elsewhere, and says which there are, for as long as the page lives. */
export function openDesk(): void {
  const wanted = new Set<string>();
  const tell = (device: string, { applied, history }: TagSession): void =>
    deskRowsTold(
      device,
      rowsToApply(applied, history.now).flatMap(({ form }) => {
        const { address } = form;
        return typeof address === 'string' ? [{ name: nameOf(form), address }] : [];
      }),
    );
  tagDeskOpened({
    want: (device) => {
      wanted.add(device);
      if (sessionOf(device).status === 'ready') tell(device, sessionOf(device));
      else void wantApplied(device);
    },
    bring: async (device, forms) => {
      await readyTable(device);
      tagsBrought(device, forms);
    },
  });
  useTagEdits.subscribe(({ byDevice }, before) => {
    for (const device of wanted) {
      const [now, old] = [byDevice[device], before.byDevice[device]];
      if (now?.status !== 'ready') continue;
      if (now.applied !== old?.applied || now.history.now !== old.history.now || now.status !== old.status)
        tell(device, now);
    }
  });
}

/** Resolves when the tags of a device are here. @throws NexusError where they cannot be read. */
async function readyTable(device: string): Promise<void> {
  await wantApplied(device);
  if (sessionOf(device).status === 'reading')
    await new Promise<void>((resolve) => {
      const stop = useTagEdits.subscribe(() => {
        if (sessionOf(device).status === 'reading') return;
        stop();
        resolve();
      });
    });
  const { status, reason } = sessionOf(device);
  if (status === 'failed') throw new NexusError('NX_REQUEST_INVALID', `The tags could not be read. ${reason}`);
}
