import type { Asset } from '../../src-shared/domain/device.ts';
import { type NexusError, toNexusError } from '../../src-shared/errors/nexus-error.ts';
import type { Clock } from '../kernel/clock.ts';

/** One step of a connection test. A later one with the same `id` replaces the earlier. */
export interface ProbeStep {
  readonly id: string;
  /** `TCP connect` */
  readonly title: string;
  readonly state: 'running' | 'pass' | 'warn' | 'fail';
  readonly tookMs: number | null;
  /** A code (error-codes.ts) or an id of the message catalogue, and the text with the next step. */
  readonly reason: { readonly code: string; readonly text: string } | null;
  /** What was read, for a look. */
  readonly sample: readonly { readonly address: string; readonly text: string }[];
  /** Who the device says it is. */
  readonly identity?: Asset;
  /** Keys of the connection that would help, and what that choice is called: `Use rack 0 slot 2`. */
  readonly offer?: { readonly text: string; readonly connection: Readonly<Record<string, unknown>> };
}

/** How a step ended; what is left out is empty. */
export interface StepOutcome {
  readonly state: 'pass' | 'warn' | 'fail';
  readonly reason?: ProbeStep['reason'];
  readonly sample?: ProbeStep['sample'];
  readonly identity?: NonNullable<ProbeStep['identity']>;
  readonly offer?: NonNullable<ProbeStep['offer']>;
}

/** Why a step did not pass, in the words of the error. */
export const reasonOf = ({ code, text }: NexusError): NonNullable<ProbeStep['reason']> => ({ code, text });

/**
 * Runs one step of a connection test: tells that it runs, then how it ended and how long it took.
 *
 * @param run its rejection fails the step, except NX_CANCELLED, which ends the test.
 * @returns whether the test may go on.
 */
export async function* probeStep(
  { id, title }: Pick<ProbeStep, 'id' | 'title'>,
  clock: Clock,
  run: () => Promise<StepOutcome> | StepOutcome,
): AsyncGenerator<ProbeStep, boolean> {
  const step = { id, title, tookMs: null, reason: null, sample: [] };
  yield { ...step, state: 'running' };
  const startedMs = clock.monoMs();
  const outcome = await outcomeOf(run);
  const tookMs = Math.round((clock.monoMs() - startedMs) * 10) / 10;
  yield { ...step, tookMs, ...outcome };
  return outcome.state !== 'fail';
}

async function outcomeOf(run: () => Promise<StepOutcome> | StepOutcome): Promise<StepOutcome> {
  try {
    return await run();
  } catch (cause) {
    const error = toNexusError(cause);
    if (error.code === 'NX_CANCELLED') throw error;
    return { state: 'fail', reason: reasonOf(error) };
  }
}
