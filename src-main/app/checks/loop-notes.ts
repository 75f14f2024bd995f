import { randomUUID } from 'node:crypto';
import type { CheckDetails, CheckLoopView } from '../../../src-shared/contract/check-loops.ts';
import type { CheckEvent } from '../../checks/check-event.ts';
import { refused, requireOpen } from './capture-step.ts';
import type { CheckDesk, LoopPlace } from './check-desk.ts';

/** When, and who as the gateway knows him. */
export type About = Pick<CheckEvent, 'at' | 'actor'>;

const of = ({ sheet, loop }: LoopPlace): { readonly sheet: string; readonly device: string; readonly tag: string } => ({
  sheet: sheet.id,
  device: loop.device,
  tag: loop.tag,
});

/** Keeps what a person notes beside the values; nothing where it is as before. @throws NexusError NX_CHECK_REFUSED */
export async function noteLoop(
  desk: CheckDesk,
  place: LoopPlace,
  details: { readonly [Field in keyof CheckDetails]?: string | undefined },
  about: About,
): Promise<CheckLoopView> {
  const before = desk.view(place);
  requireOpen(before);
  const given = Object.entries(details).filter((entry) => entry[1] !== undefined);
  const next: CheckDetails = { ...before.details, ...Object.fromEntries(given) };
  if (JSON.stringify(next) === JSON.stringify(before.details)) return before;
  await desk.record({ kind: 'noted', ...of(place), ...about, details: next });
  return desk.view(place);
}

/** Puts a defect on the punch list, whether the loop is signed or not. */
export async function addPunch(desk: CheckDesk, place: LoopPlace, text: string, about: About): Promise<CheckLoopView> {
  await desk.record({ kind: 'punch', ...of(place), ...about, id: randomUUID(), text });
  return desk.view(place);
}

/** @throws NexusError NX_CHECK_REFUSED for a defect that is not open. */
export async function closePunch(desk: CheckDesk, place: LoopPlace, id: string, about: About): Promise<CheckLoopView> {
  const found = desk.view(place).punch.find((item) => item.id === id);
  if (!found) throw refused('This defect is not on the punch list. Read the sheet again.');
  if (found.closedBy !== null) throw refused(`This defect was closed by ${found.closedBy} already.`);
  await desk.record({ kind: 'punch_closed', ...of(place), ...about, id });
  return desk.view(place);
}

/** A second person signs. @throws NexusError NX_CHECK_REFUSED where nothing is signed, or by the same name. */
export async function witnessLoop(
  desk: CheckDesk,
  place: LoopPlace,
  name: string,
  about: About,
): Promise<CheckLoopView> {
  const { signature, witness, changes, name: loop } = desk.view(place);
  if (!signature) throw refused(`${loop} is not signed yet. A witness signs what was signed.`);
  if (witness) throw refused(`${loop} was witnessed by ${witness.name} already.`);
  if (changes.length > 0) throw refused(`${loop} changed since sign-off. Check it again before somebody witnesses it.`);
  if (signature.name.toLowerCase() === name.toLowerCase())
    throw refused(`${name} signed this loop. A witness is somebody else; write his name into “Sign as”.`);
  await desk.record({ kind: 'witnessed', ...of(place), ...about, name, signature: signature.hash });
  return desk.view(place);
}

/** Begins a loop anew; one that has nothing yet stays as it is. */
export async function reopenLoop(
  desk: CheckDesk,
  place: LoopPlace,
  reason: string,
  about: About,
): Promise<CheckLoopView> {
  const before = desk.view(place);
  if (before.state === 'open') return before;
  await desk.record({ kind: 'reopened', ...of(place), ...about, reason });
  return desk.view(place);
}
