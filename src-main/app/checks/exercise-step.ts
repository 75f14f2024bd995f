import { createHash } from 'node:crypto';
import type { CheckCapture, CheckLoopView, CheckStepView } from '../../../src-shared/contract/check-loops.ts';
import type { WriteReceipt } from '../../../src-shared/contract/writes.ts';
import { judgeStep } from '../../../src-shared/domain/check-capture.ts';
import { isGood } from '../../../src-shared/domain/quality.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { Actor } from '../../commands/write-command.ts';
import type { TagEntry } from '../tags/tag-directory.ts';
import { captureOf, look, readingOf, refused, requireOpen, signalOf, stepOf } from './capture-step.ts';
import type { CheckDesk, LoopPlace } from './check-desk.ts';

/** How often it is looked for what was written. */
const LOOK_EVERY_MS = 50;

export interface ExerciseAsked {
  readonly step: string;
  readonly requestId: string;
  readonly confirm?: string | undefined;
  readonly actor: Actor;
}

/**
 * Writes what a step asks for through the one door of writes, waits until its feedback shows it, and captures that: the
 * time from the write to the feedback is that of the stroke. Nothing is ever written again by itself.
 * @throws NexusError NX_NOT_ARMED, NX_CHECK_REFUSED when nothing was written or nobody knows whether it was.
 */
export async function exerciseStep(desk: CheckDesk, place: LoopPlace, asked: ExerciseAsked): Promise<CheckLoopView> {
  const before = desk.view(place);
  const step = stepOf(before, asked.step);
  requireOpen(before);
  if (step.write === null) throw refused(`${step.title} writes nothing. Press Capture.`);
  const signal = signalOf(desk, place, step);
  const startMs = desk.options.clock.monoMs();
  const receipt = await write(desk, place, step.write, asked);
  const tookMs = await seenAfter(desk, signal, step, startMs);
  const seen = await look(desk, signal, step);
  const { request_id: requestId, status, read_back: readBack } = receipt;
  const capture: CheckCapture = captureOf(
    step,
    seen,
    { by: 'write', actor: asked.actor.name },
    {
      requestId,
      status,
      readBack,
      tookMs,
    },
  );
  // What came too late does not pass, though it came.
  const judged: CheckCapture = tookMs === null ? { ...capture, result: 'fail' } : capture;
  const { sheet, loop } = place;
  const about = { sheet: sheet.id, device: loop.device, tag: loop.tag, at: capture.to, actor: asked.actor.name };
  requireOpen(desk.view(place));
  await desk.record({ kind: 'captured', ...about, step: step.key, capture: judged });
  return desk.view(place);
}

async function write(
  desk: CheckDesk,
  { sheet, loop }: LoopPlace,
  value: number,
  { actor, requestId, step, confirm }: ExerciseAsked,
): Promise<WriteReceipt> {
  const { writes, plant, clock } = desk.options;
  const { dataType } = plant.directory.view(plant.directory.tag(loop.device, loop.tag));
  const receipt = await writes.commands.execute({
    requestId,
    device: loop.device,
    tag: loop.tag,
    value: dataType === 'bool' ? value !== 0 : value,
    verify: true,
    confirm,
    reason: `Loop check ${sheet.name}, ${step}`.slice(0, 512),
    receivedUs: clock.wallUs(),
    actor,
    hash: createHash('sha256').update(`check ${sheet.id} ${loop.device} ${loop.tag} ${step}`).digest('base64url'),
  });
  if (receipt.success) return receipt;
  const text = receipt.error?.message ?? `The write ended as ${receipt.status}.`;
  const code = receipt.error?.code === 'NOT_ARMED' ? 'NX_NOT_ARMED' : 'NX_CHECK_REFUSED';
  throw new NexusError(code, `${text} Nothing was captured.`, { request: receipt.request_id });
}

/** How long it took until the signal showed what was written, ms; null: it did not within its time. */
async function seenAfter(
  desk: CheckDesk,
  signal: TagEntry,
  step: CheckStepView,
  startMs: number,
): Promise<number | null> {
  const { clock } = desk.options;
  for (;;) {
    const { value, status } = readingOf(desk, signal);
    const tookMs = clock.monoMs() - startMs;
    const one = { value, min: value, max: value, samples: 1, status };
    if (isGood(status) && judgeStep(step, one).result === 'pass') return Math.round(tookMs);
    if (tookMs >= step.withinMs) return null;
    await clock.sleep(LOOK_EVERY_MS);
  }
}
