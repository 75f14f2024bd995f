import { randomUUID } from 'node:crypto';
import type { CheckLoopView } from '../../../src-shared/contract/check-loops.ts';
import type { SignedStep } from '../../checks/check-event.ts';
import { defectOf, signRefusal } from '../../checks/sign-rules.ts';
import { hashOf, signedConfig } from '../../checks/signed-config.ts';
import { isoTime } from '../tags/value-rows.ts';
import { refused } from './capture-step.ts';
import type { CheckDesk, LoopPlace } from './check-desk.ts';

export interface SignAsked {
  readonly verdict: 'pass' | 'fail';
  /** As the person wrote it. */
  readonly name: string;
  readonly actor: string;
  readonly defect?: string | undefined;
}

/**
 * Signs a loop: who, when, which revision, what of the tag's configuration, and every captured step, in one entry of the
 * record. A fail also puts its defect on the punch list.
 * @throws NexusError NX_CHECK_REFUSED, NX_CHECK_RECORD
 */
export async function signLoop(desk: CheckDesk, place: LoopPlace, asked: SignAsked): Promise<CheckLoopView> {
  const { editor, plant, clock } = desk.options;
  const { sheet, loop } = place;
  const before = desk.view(place);
  const refusal = signRefusal(before, asked.verdict);
  if (refusal !== undefined) throw refused(refusal);
  const { tag, device } = plant.directory.tag(loop.device, loop.tag);
  const config = signedConfig(tag, device.device);
  const steps = before.steps.flatMap(({ capture, ...step }): SignedStep[] => (capture ? [{ step, capture }] : []));
  const about = {
    sheet: sheet.id,
    device: loop.device,
    tag: loop.tag,
    at: isoTime(clock.wallUs()),
    actor: asked.actor,
  };
  await desk.record({
    kind: 'signed',
    ...about,
    verdict: asked.verdict,
    name: asked.name,
    revision: editor.current.revision.number,
    config,
    configHash: hashOf(config),
    steps,
    details: before.details,
    photos: before.photos,
  });
  if (asked.verdict === 'fail') {
    const text = asked.defect || defectOf(before);
    await desk.record({ kind: 'punch', ...about, id: randomUUID(), text });
  }
  return desk.view(place);
}
