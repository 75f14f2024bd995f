import { BulkheadPolicy, BulkheadRejectedError } from 'cockatiel';
import type { WriteReceipt } from '../../src-shared/contract/writes.ts';
import { toNexusError } from '../../src-shared/errors/nexus-error.ts';
import type { Clock } from '../kernel/clock.ts';
import { crashPoint } from '../kernel/crash-point.ts';
import { Emitter } from '../kernel/emitter.ts';
import { type Disposable, Lifetime } from '../kernel/lifetime.ts';
import type { Logger } from '../kernel/logger.ts';
import type { Arming } from './arming.ts';
import { remainingMs } from './command-age.ts';
import { type Judgement, judgeCommand } from './judge-command.ts';
import { type End, endOf, expiredWaiting, receiptOf, wireValue } from './receipt.ts';
import type { LastWrite } from './validate-write.ts';
import type { SettledWrite, WriteCommand, WriteOrder, WriteOutcome, WriteTarget } from './write-command.ts';
import type { WriteIntent, WriteJournal } from './write-journal.ts';

export interface CommandSettings {
  readonly maxConcurrent: number;
  readonly maxWaiting: number;
  readonly timeoutMs: number;
  /** How far ahead the time stamp of a command may be. */
  readonly skewMs: number;
}

export interface CommandPorts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly journal: WriteJournal;
  readonly arming: Arming;
  /** Writes down, beside the journal, what is about to be sent. Rejects with NX_AUDIT_UNAVAILABLE: then nothing is. */
  announce?(intent: WriteIntent): Promise<void>;
  /** A command came again with the id of one that was taken before: its end is told, and nothing is sent. */
  repeated?(command: WriteCommand): void;
  /** Undefined where there is no such tag. */
  find(device: string, tag: string): WriteTarget | undefined;
  /** To the host that owns the device, and back. */
  send(order: WriteOrder, deadlineMs: number): Promise<WriteOutcome>;
}

/** What is under way, and how commands ended since the start. */
export interface CommandCounts {
  readonly running: number;
  readonly waiting: number;
  readonly settled: Readonly<Record<string, number>>;
}

/**
 * The one door of every write: verdict, permission and arming, bulkhead, intent on the medium, the device, receipt.
 * Nothing is ever sent twice: a command whose end nobody knows is UNKNOWN and stays so.
 */
export class CommandService implements Disposable {
  /** Receipts as commands end, also those of an earlier run that this one had to settle. */
  readonly settled = new Emitter<SettledWrite>();
  readonly #ports: CommandPorts;
  readonly #settings: CommandSettings;
  readonly #bulkhead: BulkheadPolicy;
  readonly #lifetime = new Lifetime('commands');
  /** By command id, so that a repeated command waits for the end of the first one. */
  readonly #running = new Map<string, { readonly hash: string; readonly end: Promise<WriteReceipt> }>();
  readonly #lastWrites = new Map<string, LastWrite>();
  readonly #counts = new Map<string, number>();

  constructor(ports: CommandPorts, settings: CommandSettings) {
    this.#ports = ports;
    this.#settings = settings;
    this.#bulkhead = new BulkheadPolicy(settings.maxConcurrent, settings.maxWaiting);
    for (const { receipt } of ports.journal.orphans) this.#count(receipt);
  }

  get counts(): CommandCounts {
    return {
      running: this.#settings.maxConcurrent - this.#bulkhead.executionSlots,
      waiting: this.#settings.maxWaiting - this.#bulkhead.queueSlots,
      settled: Object.fromEntries(this.#counts),
    };
  }

  /** Takes a command to its end. Never rejects: every end is a receipt. */
  async execute(command: WriteCommand): Promise<WriteReceipt> {
    const startedMs = this.#ports.clock.monoMs();
    const repeated = this.#repeated(command);
    if (repeated) return await repeated;
    const judged = this.#lifetime.isDisposed
      ? STOPPING
      : judgeCommand(command, this.#ports, this.#lastWrites, this.#settings.skewMs);
    if (judged.kind === 'refused') return await this.#settle(command, { refusal: judged.refusal }, startedMs);
    const run = this.#run(command, judged.target, judged.value, judged.expect, startedMs);
    this.#running.set(command.requestId, { hash: command.hash, end: run });
    try {
      return await run;
    } finally {
      this.#running.delete(command.requestId);
    }
  }

  /** What would become of a command now, whether somebody is armed and has confirmed it or not. Nothing is sent. */
  judge(command: WriteCommand): Judgement {
    const target = this.#ports.find(command.device, command.tag);
    const asked = {
      ...command,
      confirm: target?.tag.name ?? target?.tag.id,
      actor: { ...command.actor, session: undefined },
    };
    return judgeCommand(asked, this.#ports, this.#lastWrites, this.#settings.skewMs);
  }

  /** Refuses new commands and waits for those that run, which have deadlines. */
  async dispose(): Promise<void> {
    await this.#lifetime.dispose();
    await Promise.allSettled([...this.#running.values()].map(({ end }) => end));
  }

  /** The end of an earlier command with the same id; undefined for a new one. */
  #repeated(command: WriteCommand): Promise<WriteReceipt> | undefined {
    const known = this.#ports.journal.find(command.requestId);
    const running = this.#running.get(command.requestId);
    const first = known ?? running;
    if (!first) return undefined;
    if (first.hash !== command.hash) {
      this.#ports.logger.warn('a command id was used for another command', { id: command.requestId });
      const message = `The id “${command.requestId}” was used for another command. Give each command an id of its own.`;
      return this.#settle(command, { refusal: { code: 'ID_REUSED', message } }, this.#ports.clock.monoMs());
    }
    this.#ports.repeated?.(command);
    const end = known?.end ? Promise.resolve(known.end) : running?.end;
    return end?.then((receipt) => ({ ...receipt, duplicate: true }));
  }

  async #run(
    command: WriteCommand,
    target: WriteTarget,
    value: WriteOrder['value'],
    expect: WriteOrder['expect'],
    startedMs: number,
  ): Promise<WriteReceipt> {
    const previous = wireValue(target.last);
    const budgetMs = Math.min(this.#settings.timeoutMs, remainingMs(command, this.#ports.clock.wallUs()));
    const deadlineMs = startedMs + budgetMs;
    const waiting = new AbortController();
    const order = {
      device: command.device,
      tag: command.tag,
      value,
      verify: command.verify,
      ...(expect !== undefined && { expect }),
    };
    // Who waits in vain is told at his deadline, not when his turn comes; and what was told is what happens.
    let isExpired = false;
    const expired = new Promise<End>((resolve) => {
      const timer = this.#ports.clock.after(budgetMs, () => {
        isExpired = true;
        resolve(expiredWaiting(budgetMs));
      });
      waiting.signal.addEventListener('abort', () => timer.dispose());
    });
    const turn = this.#bulkhead.execute(() => {
      if (isExpired) return expiredWaiting(budgetMs);
      waiting.abort();
      return this.#send(command, target, order, deadlineMs);
    });
    const end = await Promise.race([turn, expired]).catch((error: unknown) => this.#notSent(error));
    waiting.abort();
    return await this.#settle(command, end, startedMs, previous);
  }

  async #send(
    command: WriteCommand,
    target: WriteTarget,
    order: Omit<WriteOrder, 'budgetMs'>,
    deadlineMs: number,
  ): Promise<End> {
    const { clock, journal } = this.#ports;
    try {
      const intent: WriteIntent = {
        id: command.requestId,
        hash: command.hash,
        atUs: clock.wallUs(),
        device: command.device,
        tag: command.tag,
        tagUid: target.tagUid,
        value: wireValue(order.value),
        previous: wireValue(target.last),
        actor: command.actor.name,
        via: command.actor.via,
        reason: command.reason ?? null,
      };
      await Promise.all([journal.intent(intent), this.#ports.announce?.(intent)]);
    } catch (error) {
      if (toNexusError(error).code === 'NX_AUDIT_UNAVAILABLE')
        return { refusal: { code: 'AUDIT_UNAVAILABLE', message: toNexusError(error).text } };
      const message = `The journal of writes does not take an entry (${String((error as Error).message)}). Free disk space; nothing was sent.`;
      return { refusal: { code: 'JOURNAL_UNAVAILABLE', message } };
    }
    crashPoint('command.afterIntent');
    const budgetMs = deadlineMs - clock.monoMs();
    if (budgetMs <= 0) return expiredWaiting(0);
    const outcome = await this.#ports
      .send({ ...order, budgetMs }, budgetMs)
      .catch((error: unknown): WriteOutcome => ({ kind: 'unknown', text: toNexusError(error).text, tookMs: budgetMs }));
    if (outcome.kind === 'done' && typeof order.value === 'number') {
      this.#lastWrites.set(target.tagUid, { value: order.value, atMs: clock.monoMs() });
    }
    return endOf(outcome);
  }

  #notSent(error: unknown): End {
    if (error instanceof BulkheadRejectedError) {
      const { maxConcurrent, maxWaiting } = this.#settings;
      const message = `${maxConcurrent} writes run and ${maxWaiting} wait. Nothing was sent; try again in a moment.`;
      return { refusal: { code: 'BUSY', message } };
    }
    const known = toNexusError(error);
    this.#ports.logger.error('a write met an unexpected error', { error: known.text });
    return { failure: { code: known.code, message: known.text } };
  }

  async #settle(
    command: WriteCommand,
    end: End,
    startedMs: number,
    previous: WriteReceipt['previous'] = null,
  ): Promise<WriteReceipt> {
    const { clock, journal, logger } = this.#ports;
    const receipt = receiptOf(command, end, previous, clock.wallUs(), clock.monoMs() - startedMs);
    const settled = {
      receipt,
      hash: command.hash,
      actor: command.actor.name,
      via: command.actor.via,
      reason: command.reason ?? null,
    };
    const journalled = journal.end(settled).catch((error: unknown) => {
      logger.error('the end of a write could not be journalled', { id: command.requestId, error: String(error) });
    });
    // What was sent has its end on the medium before anybody hears of it. A refusal changed nothing: it need not wait.
    if (receipt.status !== 'REJECTED') await journalled;
    crashPoint('command.afterOutcome');
    this.#count(receipt);
    this.settled.emit(settled);
    return receipt;
  }

  #count({ status, error }: WriteReceipt): void {
    const key = status === 'REJECTED' ? `REJECTED:${error!.code}` : status;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
  }
}

const STOPPING: Judgement = {
  kind: 'refused',
  refusal: { code: 'STOPPING', message: 'The engine is stopping. Nothing was sent.' },
};
