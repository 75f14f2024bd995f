import type { DataType } from '../../src-shared/domain/data-type.ts';
import type { ErrorCode } from '../../src-shared/errors/error-codes.ts';
import { NexusError, toNexusError } from '../../src-shared/errors/nexus-error.ts';
import type { ReadingColumns, ReadPlan, WriteValue } from '../drivers/driver.ts';
import type { Clock } from '../kernel/clock.ts';
import { crashPoint } from '../kernel/crash-point.ts';
import { rescale } from '../processing/rescale.ts';
import { unscale } from '../processing/unscale.ts';
import type { JobTag, WriteOrder, WriteOutcome } from './acquisition-messages.ts';
import { deviceValue, isSameValue } from './device-value.ts';
import { readingColumns } from './reading-columns.ts';
import type { OwnTurn, Session } from './session.ts';

/** Some devices show a new value only after their next cycle: it is looked for again after so many ms. */
const READ_BACK_AFTER_MS = [100, 400];

/** Rejections of `Driver.write` after which the device is known to hold what it held. */
const NOT_DONE: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'NX_ADDRESS_READ_ONLY',
  'NX_VALUE_TYPE',
  'NX_VALUE_RANGE',
  'NX_DRIVER_REJECTED',
  'NX_DRIVER_DISCONNECTED',
  'NX_CANCELLED',
]);

export interface WriteJob {
  readonly tag: JobTag;
  readonly dataType: DataType;
  readonly session: Session;
  readonly clock: Clock;
  /** A reading of the tag made for this write, as row 0. */
  onRead(fresh: ReadingColumns, receivedUs: number): void;
}

type Told<T> = T extends unknown ? Omit<T, 'tookMs'> : never;

/**
 * Takes one write to its end: fresh read and comparison where one is expected, the write, and reading back, all in one
 * turn at the endpoint. Sent once at most. Never rejects; takes no longer than the order's budget, and the time that
 * the driver needs to let go.
 */
export async function writeTag(order: WriteOrder, job: WriteJob): Promise<WriteOutcome> {
  const { link } = job.session;
  if (!link.isGood) return { kind: 'down', text: downText(order.device, job.session) };
  const startedMs = job.clock.monoMs();
  const budget = new AbortController();
  const giveUp = (): void => budget.abort(link.signal.reason);
  link.signal.addEventListener('abort', giveUp);
  const timer = job.clock.after(order.budgetMs, () => budget.abort());
  try {
    const end = await new Write(order, job, budget.signal).run();
    return end.kind === 'down' ? end : { ...end, tookMs: job.clock.monoMs() - startedMs };
  } finally {
    timer.dispose();
    link.signal.removeEventListener('abort', giveUp);
  }
}

function downText(device: string, { link }: Session): string {
  const { status } = link;
  const reason = 'reason' in status && status.reason ? ` ${status.reason.text}` : '';
  return `“${device}” is not connected, so nothing was sent.${reason}`;
}

/** One write under way. */
class Write {
  readonly #order: WriteOrder;
  readonly #job: WriteJob;
  readonly #signal: AbortSignal;
  readonly #plan: ReadPlan;
  #previous: WriteValue | null | undefined;

  constructor(order: WriteOrder, job: WriteJob, signal: AbortSignal) {
    this.#order = order;
    this.#job = job;
    this.#signal = signal;
    this.#plan = job.session.plan([job.tag.driver]);
  }

  async run(): Promise<Told<WriteOutcome>> {
    const { rule } = this.#job.tag;
    let raw: WriteValue;
    try {
      raw = unscale(rule, this.#job.dataType, this.#order.value);
    } catch (error) {
      return failed(error);
    }
    let sent: Told<WriteOutcome>;
    try {
      sent = await this.#job.session.ownTurn((turn) => this.#inTurn(turn, raw), this.#signal);
    } catch (error) {
      // Only the wait for the turn rejects.
      return failed(error);
    }
    return sent.kind === 'done' && this.#order.verify && !sent.verified ? await this.#lookAgain(sent, raw) : sent;
  }

  async #inTurn(turn: OwnTurn, raw: WriteValue): Promise<Told<WriteOutcome>> {
    // The link may have been lost while the write waited.
    if (!this.#job.session.link.isGood) return { kind: 'down', text: downText(this.#order.device, this.#job.session) };
    if (this.#order.expect !== undefined) {
      const refused = await this.#compare(turn, this.#order.expect);
      if (refused) return refused;
    }
    if (this.#signal.aborted)
      return failed(new NexusError('NX_CANCELLED', 'The deadline passed before the write was sent. Nothing was sent.'));
    try {
      await turn.write(this.#job.tag.driver, raw, this.#signal);
      crashPoint('command.afterReply');
    } catch (cause) {
      const error = toNexusError(cause);
      return NOT_DONE.has(error.code) ? failed(error) : { kind: 'unknown', text: error.text };
    }
    if (!this.#order.verify) return this.#done(false);
    const seen = await this.#readOnce(turn).catch(() => null);
    return this.#done(isSameValue(this.#job.dataType, raw, seen), seen);
  }

  /** @returns why nothing is written; undefined when the device holds what was expected. */
  async #compare(turn: OwnTurn, expect: WriteValue): Promise<Told<WriteOutcome> | undefined> {
    const { tag, dataType } = this.#job;
    let seen: WriteValue | null;
    try {
      seen = await this.#readOnce(turn);
    } catch (error) {
      return failed(error);
    }
    this.#previous = seen === null ? null : rescale(tag.rule, seen);
    try {
      if (isSameValue(dataType, unscale(tag.rule, dataType, expect), seen)) return undefined;
    } catch {
      // Between two steps of the tag: the device cannot hold it.
    }
    return { kind: 'precondition', seen: this.#previous };
  }

  /** The write is done whatever comes of looking again. */
  async #lookAgain(sent: Extract<Told<WriteOutcome>, { kind: 'done' }>, raw: WriteValue): Promise<Told<WriteOutcome>> {
    const { session, clock, dataType } = this.#job;
    let last = sent;
    try {
      for (const afterMs of READ_BACK_AFTER_MS) {
        await clock.sleep(afterMs, this.#signal);
        if (!session.link.isGood) break;
        const seen = await session.ownTurn((turn) => this.#readOnce(turn), this.#signal);
        last = this.#done(isSameValue(dataType, raw, seen), seen);
        if (last.verified) break;
      }
    } catch {
      // No time or no link is left: what was seen last is told.
    }
    return last;
  }

  /** In device units; null where the device gave no good value. */
  async #readOnce(turn: OwnTurn): Promise<WriteValue | null> {
    const fresh = readingColumns(1);
    const receivedUs = await turn.read(this.#plan, fresh, this.#signal);
    this.#job.onRead(fresh, receivedUs);
    return deviceValue(this.#job.dataType, fresh);
  }

  #done(verified: boolean, seen?: WriteValue | null): Extract<Told<WriteOutcome>, { kind: 'done' }> {
    return {
      kind: 'done',
      verified,
      ...(seen !== undefined && { readBack: seen === null ? null : rescale(this.#job.tag.rule, seen) }),
      ...(this.#previous !== undefined && { previous: this.#previous }),
    };
  }
}

function failed(cause: unknown): Told<Extract<WriteOutcome, { kind: 'failed' }>> {
  const error = toNexusError(cause);
  return { kind: 'failed', code: error.code, text: error.text };
}
