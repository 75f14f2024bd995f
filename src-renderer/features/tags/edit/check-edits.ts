import { rpc } from '../../../rpc/connect.ts';
import { faultsOfCheck } from './cell-faults.ts';
import { editTotal } from './overlay.ts';
import { rowsToApply } from './tag-rows.ts';
import { faultsFound, sessionOf, useTagEdits } from './tag-session.ts';
import { toEdits } from './to-edits.ts';

/** After the last edit, so that a person who types is not checked at each key. */
const QUIET_MS = 300;

const waiting = new Map<string, ReturnType<typeof setTimeout>>();

/** The file that faults of a device name. */
export const fileOf = (device: string): string => `devices/${device}.yaml`;

/** Asks the gateway what is wrong with the edits. An answer about edits that changed meanwhile is dropped. */
async function check(device: string): Promise<void> {
  const { history, applied, status, isApplying } = sessionOf(device);
  if (status !== 'ready' || isApplying || editTotal(history.now) === 0) return;
  const { faults } = await rpc().config.checkTags({ device, edits: toEdits(history.now, applied) });
  const after = sessionOf(device);
  if (after.history.now !== history.now || after.applied !== applied) return;
  faultsFound(device, faultsOfCheck(faults, fileOf(device), rowsToApply(applied, history.now)));
}

/** A gateway that is busy or away is asked again; Apply has the edits checked in any case. */
const AGAIN_MS = 3_000;

function checkIn(device: string, ms: number): void {
  clearTimeout(waiting.get(device));
  waiting.set(
    device,
    setTimeout(() => void check(device).catch(() => checkIn(device, AGAIN_MS)), ms),
  );
}

/** Has edits checked as soon as nobody changes them. */
export function checkWhenQuiet(): void {
  useTagEdits.subscribe(({ byDevice }, before) => {
    for (const [device, session] of Object.entries(byDevice)) {
      const old = before.byDevice[device];
      if (session.history.now === old?.history.now && session.applied === old.applied) continue;
      checkIn(device, QUIET_MS);
    }
  });
}
