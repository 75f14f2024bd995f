import { parseDurationMs } from '../../../src-shared/domain/duration.ts';
import { STATUS } from '../../../src-shared/domain/quality.ts';
import { NexusError, toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Driver, DriverTag, FrameListener, ReadingColumns, ReadPlan, WriteValue } from '../driver.ts';
import type { MemoryAnswer, MemoryExtent } from '../memory.ts';
import { ClientLease } from './client-lease.ts';
import { compileWrite } from './compile-write.ts';
import {
  type CompiledBlock,
  CompiledPlan,
  compileBlock,
  decodeBlock,
  type PlannedTag,
  type Train,
} from './compiled-plan.ts';
import { endedBy } from './ended-by.ts';
import { describeException, exceptionMeaning, exceptionStatus } from './exception.ts';
import { LearnedLength } from './learned-length.ts';
import { cancelled, unitSilent } from './link-error.ts';
import { cellsOf, extentOf } from './memory/read-cells.ts';
import { makeBlock, splitBlock } from './read-plan.ts';
import { makeReadRequest } from './read-request.ts';
import { Refusals } from './refusals.ts';
import { sendWrite } from './send-write.ts';
import type { ConnectTiming, SharedClient } from './shared-client.ts';
import { DATA } from './strict-client.ts';
import type { UnitConnection } from './unit-connection.ts';

/** Requests that one read may spend on finding out which tags of a refused block are to blame: 2 × log2 of 125 is 14. */
const PROBES_PER_READ = 32;

/** What one read hands from step to step. */
interface ReadRun {
  readonly plan: CompiledPlan;
  readonly into: ReadingColumns;
  readonly signal: AbortSignal;
  probesLeft: number;
}

/** What carries the requests of a driver. */
export interface DriverLink extends ConnectTiming {
  readonly client: SharedClient;
  readonly onFrame: FrameListener | undefined;
  /** Silence that the line needs between two frames, ms. */
  readonly silenceMs?: number;
  /** Requests that the device takes in one go; 1 unless given. */
  readonly inFlight?: number;
}

/** Reads and writes tags of one unit over a connection, its own or one it shares, one request at a time or a train of them. */
export class ModbusDriver implements Driver {
  readonly #connection: UnitConnection;
  readonly #clock: Clock;
  readonly #lease: ClientLease;
  readonly #refusals = new Refusals();
  readonly #lengths = new LearnedLength<CompiledBlock>(this.#refusals);
  readonly #pauseMs: number;
  readonly #inFlight: number;
  #pausing: AbortController | undefined;

  constructor(connection: UnitConnection, clock: Clock, link: DriverLink) {
    this.#connection = connection;
    this.#clock = clock;
    this.#pauseMs = Math.max(parseDurationMs(connection.inter_request_delay)!, link.silenceMs ?? 0);
    // A connection that is shared was made by the first of its devices, for trains of its length.
    this.#inFlight = this.#pauseMs > 0 ? 1 : Math.min(link.inFlight ?? 1, link.client.client.inFlight);
    const requestTimeoutMs = parseDurationMs(connection.request_timeout)!;
    this.#lease = new ClientLease(link.client, { ...link, requestTimeoutMs });
  }

  get isStranded(): boolean {
    return this.#lease.isStranded;
  }

  get dials(): boolean {
    return this.#lease.dials;
  }

  open(signal: AbortSignal): Promise<void> {
    return this.#lease.open(signal);
  }

  plan(tags: readonly DriverTag[]): ReadPlan {
    return new CompiledPlan(tags, this.#connection, this.#refusals, this.#inFlight);
  }

  faults(plan: ReadPlan): ReadonlyMap<number, string> {
    return assertOwn(plan).faults;
  }

  async read(plan: ReadPlan, into: ReadingColumns, signal: AbortSignal): Promise<void> {
    const own = assertOwn(plan);
    await endedBy(signal, this.#lease, () => this.#readAll({ plan: own, into, signal, probesLeft: PROBES_PER_READ }));
  }

  async write(tag: DriverTag, value: WriteValue, signal: AbortSignal): Promise<void> {
    const write = compileWrite(tag, value, this.#connection);
    if (this.#restMs > 0) await this.#pause(signal);
    await sendWrite(this.#lease, write, this.#connection, signal);
  }

  readMemory(extent: MemoryExtent, signal: AbortSignal): Promise<MemoryAnswer> {
    return endedBy(signal, this.#lease, async () => {
      const { area, start, count } = extentOf(extent);
      if (this.#restMs > 0) await this.#pause(signal);
      const code = await this.#lease.request(makeReadRequest(this.#connection.unit_id, area, start, count));
      if (code !== DATA) await this.#assertUnit(code);
      return cellsOf(code, this.#lease.reply, { area, start, count }, this.#connection);
    });
  }

  close(): Promise<void> {
    this.#pausing?.abort();
    return this.#lease.close();
  }

  async #readAll(run: ReadRun): Promise<void> {
    const { plan, into } = run;
    plan.refresh();
    plan.faults.clear();
    if (this.#lengths.toConfirm) {
      await this.#confirmLength(run, this.#lengths.toConfirm);
      plan.refresh();
    }
    for (const train of plan.trains) {
      const codes = train.blocks.length > 1 ? await this.#askTogether(run, train) : undefined;
      for (const [at, block] of train.blocks.entries()) {
        const code = codes ? codes[at]! : await this.#ask(run, block);
        if (code !== DATA) await this.#refused(run, block, code);
      }
    }
    for (const block of plan.refused) this.#fillBad(run, block.items, this.#refusals.codeFor(block) ?? 2);
    await this.#retryOne(run);
    // Blocks come by address, cells are due by row.
    if (into.cells.length > 1) into.cells.sort((a, b) => a.row - b.row);
  }

  /** One request; its rows are filled when the answer is DATA. */
  async #ask(run: ReadRun, block: CompiledBlock): Promise<number> {
    if (this.#restMs > 0) await this.#pause(run.signal);
    const code = await this.#request(block);
    if (code === DATA) {
      decodeBlock(block, this.#lease.reply, run.into, this.#clock.wallUs(), run.plan.faults);
    } else await this.#assertUnit(code);
    return code;
  }

  /** The requests of a train; rows are filled as their answers come. @returns what `#ask` does, for each */
  async #askTogether(run: ReadRun, { blocks, requests }: Train): Promise<readonly number[]> {
    const codes: number[] = [];
    try {
      await this.#lease.requestTogether(requests, (at, code) => {
        codes.push(code);
        const block = blocks[at]!;
        this.#lengths.answered(block);
        if (code === DATA) decodeBlock(block, this.#lease.reply, run.into, this.#clock.wallUs(), run.plan.faults);
      });
    } catch (cause) {
      this.#failed(blocks[codes.length]!, cause);
      throw cause;
    }
    for (const code of codes) if (code !== DATA) await this.#assertUnit(code);
    return codes;
  }

  /** A gateway that says that the unit behind it is silent has no data for any request: the link is closed. */
  async #assertUnit(code: number): Promise<void> {
    if (exceptionMeaning(code) !== 'unit silent') return;
    const error = unitSilent(this.#lease.peer, this.#connection.unit_id, code);
    await this.#lease.close(error);
    throw error;
  }

  async #request(block: CompiledBlock): Promise<number> {
    try {
      const code = await this.#lease.request(block.request);
      this.#lengths.answered(block);
      return code;
    } catch (cause) {
      this.#failed(block, cause);
      throw cause;
    }
  }

  #failed(block: CompiledBlock, cause: unknown): void {
    const { code, context } = toNexusError(cause);
    // Noise on a line says nothing of lengths; a reply that is shorter than what was asked for does.
    const isShort = context['fault'] === 'byte-count' || context['fault'] === 'length';
    if (code === 'NX_DRIVER_TIMEOUT' || isShort) this.#lengths.failed(block, block.items.length);
  }

  /** Where a long block was not answered, asks for one tag of it first: is it the length, or is nobody there? */
  async #confirmLength(run: ReadRun, block: CompiledBlock): Promise<void> {
    const first = block.items[0];
    if (!first || run.plan.tags[first.row]?.target !== first.target) return;
    await this.#ask(run, compileBlock(makeBlock([first]), this.#connection.unit_id));
    this.#lengths.confirmed();
  }

  /** Finds out which tags of a refused block are to blame; all others are read. */
  async #refused(run: ReadRun, block: CompiledBlock, code: number): Promise<void> {
    if (exceptionMeaning(code) !== 'no such address') {
      this.#fillBad(run, block.items, code);
      return;
    }
    if (block.items.length === 1) {
      this.#refusals.refuse(block, code, this.#clock.monoMs());
      this.#fillBad(run, block.items, code);
      return;
    }
    if (run.probesLeft < 2) {
      // The next read goes on from what this one found out.
      this.#fill(
        run,
        block.items,
        STATUS.BadWaitingForInitialData,
        'Looking for the address that the device refuses. The next polls go on.',
      );
      return;
    }
    run.probesLeft -= 2;
    const [left, right] = splitBlock(block).map((half) => compileBlock(half, this.#connection.unit_id)) as [
      CompiledBlock,
      CompiledBlock,
    ];
    const leftCode = await this.#ask(run, left);
    if (leftCode !== DATA) await this.#refused(run, left, leftCode);
    const rightCode = await this.#ask(run, right);
    if (rightCode !== DATA) await this.#refused(run, right, rightCode);
    if (leftCode === DATA && rightCode === DATA) this.#refusals.refuseJoin(left, right, code, this.#clock.monoMs());
  }

  /** Asks for one refused tag whose rest is over: devices are changed while we watch. */
  async #retryOne(run: ReadRun): Promise<void> {
    if (run.plan.refused.length === 0) return;
    const nowMs = this.#clock.monoMs();
    const block = run.plan.refused.find((refused) => this.#refusals.isDue(refused, nowMs));
    if (!block) return;
    const code = await this.#ask(run, block);
    if (code !== DATA) {
      this.#refusals.postpone(block, nowMs);
      return;
    }
    run.plan.faults.delete(block.items[0]!.row);
    this.#refusals.forget(block.area);
  }

  #fillBad(run: ReadRun, tags: readonly PlannedTag[], code: number): void {
    for (const tag of tags) {
      this.#fill(run, [tag], exceptionStatus(code), describeException(code, tag, this.#connection.notation));
    }
  }

  #fill({ plan, into }: ReadRun, tags: readonly PlannedTag[], status: number, fault: string): void {
    const nowUs = this.#clock.wallUs();
    for (const { row } of tags) {
      into.value[row] = Number.NaN;
      into.status[row] = status;
      into.timeUs[row] = nowUs;
      plan.faults.set(row, fault);
    }
  }

  /** What is left of the pause that the device wants after a reply. */
  get #restMs(): number {
    return this.#lease.repliedAtMs + this.#pauseMs - this.#clock.monoMs();
  }

  /** Waits out the rest of the pause that the device wants after a reply. */
  async #pause(signal: AbortSignal): Promise<void> {
    const pausing = new AbortController();
    this.#pausing = pausing;
    try {
      await this.#clock.sleep(this.#restMs, AbortSignal.any([signal, pausing.signal]));
    } catch {
      throw this.#cancelled(signal.reason);
    } finally {
      this.#pausing = undefined;
    }
  }

  #cancelled(cause: unknown): NexusError {
    return cancelled(this.#lease.peer, cause, 'request');
  }
}

function assertOwn(plan: ReadPlan): CompiledPlan {
  if (plan instanceof CompiledPlan) return plan;
  throw new NexusError('NX_INTERNAL', 'The plan was made by another driver.');
}
