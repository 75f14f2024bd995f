import type { CheckCapture, CheckLoopView, CheckStepView } from '../../../src-shared/contract/check-loops.ts';
import { captureRefusal, judgeStep, unsteadyRefusal } from '../../../src-shared/domain/check-capture.ts';
import { describeStatus } from '../../../src-shared/domain/quality.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { TagEntry } from '../tags/tag-directory.ts';
import { isoTime } from '../tags/value-rows.ts';
import type { CheckDesk, LoopPlace } from './check-desk.ts';
import { type Observation, observeValue, type Reading } from './observe-value.ts';

/** What is averaged over. */
const LOOK_MS = 2_000;
/** Beyond one poll interval, for a device that is slow to answer. */
const GRACE_MS = 1_500;

export interface CaptureAsked {
  readonly step: string;
  readonly by: CheckCapture['by'];
  readonly actor: string;
}

/**
 * Looks at the signal of a step for two seconds and keeps what it saw in the record.
 * @throws NexusError NX_CHECK_REFUSED when the value proves nothing, NX_NOT_FOUND for a step that the loop has not.
 */
export async function captureStep(desk: CheckDesk, place: LoopPlace, asked: CaptureAsked): Promise<CheckLoopView> {
  const before = desk.view(place);
  const step = stepOf(before, asked.step);
  requireOpen(before);
  if (step.write !== null) throw refused(`${step.title} is written first. Press Write, which also captures.`);
  const signal = signalOf(desk, place, step);
  const seen = await look(desk, signal, step);
  const moved = asked.by === 'steady' ? unsteadyRefusal(step, seen, signal.tag) : undefined;
  if (moved !== undefined) throw refused(moved);
  const capture = captureOf(step, seen, asked, null);
  const { sheet, loop } = place;
  const about = { sheet: sheet.id, device: loop.device, tag: loop.tag, at: capture.to, actor: asked.actor };
  // While it was looked at somebody else may have signed.
  requireOpen(desk.view(place));
  await desk.record({ kind: 'captured', ...about, step: step.key, capture });
  return desk.view(place);
}

export function stepOf({ steps, problem, name }: CheckLoopView, key: string): CheckStepView {
  if (problem !== null) throw refused(problem);
  const step = steps.find((one) => one.key === key);
  if (!step) throw new NexusError('NX_NOT_FOUND', `${name} has no step “${key}”. Read the sheet again.`, { step: key });
  return step;
}

/** A signed loop stays as it was signed. */
export function requireOpen({ signature, name }: CheckLoopView): void {
  if (signature) throw refused(`${name} is signed by ${signature.name}. Press Check again to begin anew.`);
}

export const refused = (text: string): NexusError => new NexusError('NX_CHECK_REFUSED', text);

/** The tag whose value proves a step: of an output its feedback, where the sheet names one. */
export function signalOf(desk: CheckDesk, { loop }: LoopPlace, step: CheckStepView): TagEntry {
  const { directory } = desk.options.plant;
  const ref = step.write !== null && loop.feedback ? loop.feedback : loop;
  return directory.tag(ref.device, ref.tag);
}

/** The newest value of a tag, and when its device was last read. */
export function readingOf({ options: { last, plant } }: CheckDesk, entry: TagEntry): Reading {
  const { timeUs, value, status, cell } = last.get(entry.number);
  const polledUs = plant.devices.health(entry.device).lastGoodUs ?? 0;
  const number = cell && (cell.kind === 'int64' || cell.kind === 'uint64') ? Number(cell.value) : value;
  return { timeUs, value: number, status, freshUs: Math.max(timeUs, polledUs) };
}

/** Looks until it is known what the signal shows. @throws NexusError NX_CHECK_REFUSED */
export async function look(desk: CheckDesk, entry: TagEntry, step: CheckStepView): Promise<Observation> {
  const name = nameOf(entry);
  const refusal = (status: number): string | undefined => captureRefusal(step, status, name, whyBad(desk, entry));
  const intervalMs = desk.options.plant.directory.view(entry).pollIntervalMs;
  // A signal that is Bad brings no new readings to wait for.
  const mostMs = step.kind === 'wire_break' ? LOOK_MS : LOOK_MS + intervalMs + GRACE_MS;
  const seen = await observeValue(() => readingOf(desk, entry), desk.options.clock, {
    forMs: LOOK_MS,
    mostMs,
    stop: (status) => refusal(status) !== undefined,
  });
  const why = refusal(seen.status);
  if (why !== undefined) throw refused(why);
  if (!seen.isFresh && step.kind !== 'wire_break')
    throw refused(`No new reading of ${name} came for ${(mostMs / 1_000).toFixed(1)} s. Nothing was captured.`);
  return seen;
}

const nameOf = ({ tag }: TagEntry): string => tag.name ?? tag.id;

/** What the device itself says, where that is more than the status of its values. */
function whyBad({ options: { plant } }: CheckDesk, { device }: TagEntry): string {
  const { status } = plant.devices.health(device);
  if (status.kind === 'disabled') return 'device switched off';
  return status.kind === 'offline' || status.kind === 'connecting' ? 'device offline' : '';
}

/** What was seen, judged; as it is kept. */
export function captureOf(
  step: CheckStepView,
  seen: Observation,
  { by, actor }: Pick<CaptureAsked, 'by' | 'actor'>,
  write: CheckCapture['write'],
): CheckCapture {
  const { value, min, max, samples, status, timeUs, fromUs, toUs } = seen;
  return {
    ...judgeStep(step, seen),
    expected: step.expected,
    ...{ value, min, max, samples, status },
    quality: describeStatus(status),
    sourceTime: timeUs > 0 ? isoTime(timeUs) : null,
    from: isoTime(fromUs),
    to: isoTime(toUs),
    by,
    actor,
    write,
  };
}
