import { STATUS } from '../../../src-shared/domain/quality.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Driver, DriverTag, FrameListener, ReadingColumns, ReadPlan, WriteValue } from '../driver.ts';
import type { MemoryAnswer, MemoryExtent, MemoryMap } from '../memory.ts';
import { compileWrite } from './compile-write.ts';
import {
  type CompiledBlock,
  type CompiledMessage,
  CompiledPlan,
  compileMessages,
  decodeBlock,
  type PlannedTag,
} from './compiled-plan.ts';
import type { S7Connection } from './connection.ts';
import { cancelled } from './link-error.ts';
import { askMemoryMap } from './memory/memory-map.ts';
import { readCells } from './memory/read-cells.ts';
import { makeBlock, planMessages, splitBlock } from './read-plan.ts';
import { Refusals } from './refusals.ts';
import { ITEM_OK } from './request.ts';
import { codeStatus, describeCode, isOfPlace } from './return-code.ts';
import { DATA, S7Client } from './s7-client.ts';
import { sendWrite } from './send-write.ts';
import { assertRoom } from './text-room.ts';

/** Requests that one read may spend on finding out which tags of a refused block are to blame. */
const PROBES_PER_READ = 32;
/** What every CPU has, where nothing is known yet of this one. */
const SMALLEST_USUAL_PDU = 240;

/** What one read hands from step to step. */
interface ReadRun {
  readonly plan: CompiledPlan;
  readonly into: ReadingColumns;
  probesLeft: number;
}

/** A block of which the CPU refused a part, and its code. */
interface RefusedBlock {
  readonly block: CompiledBlock;
  readonly code: number;
}

/** Reads and writes tags of one S7 CPU over a connection of its own, as many requests at a time as it takes. */
export class S7Driver implements Driver {
  readonly #connection: S7Connection;
  readonly #clock: Clock;
  readonly #client: S7Client;
  readonly #refusals = new Refusals();
  /** It closed the connection when it was asked about itself. */
  #isShy = false;

  constructor(connection: S7Connection, clock: Clock, onFrame?: FrameListener) {
    this.#connection = connection;
    this.#clock = clock;
    this.#client = new S7Client(connection, clock, onFrame);
  }

  open(signal: AbortSignal): Promise<void> {
    return this.#client.open(signal);
  }

  plan(tags: readonly DriverTag[]): ReadPlan {
    return new CompiledPlan(tags, {
      maxGap: this.#connection.max_gap,
      pduSize: () => this.#pduSize,
      refusals: this.#refusals,
    });
  }

  faults(plan: ReadPlan): ReadonlyMap<number, string> {
    return assertOwn(plan).faults;
  }

  async read(plan: ReadPlan, into: ReadingColumns, signal: AbortSignal): Promise<void> {
    const run = { plan: assertOwn(plan), into, probesLeft: PROBES_PER_READ };
    await this.#during(signal, () => this.#readAll(run));
  }

  readMemory(extent: MemoryExtent, signal: AbortSignal): Promise<MemoryAnswer> {
    return this.#during(signal, () => readCells(this.#client, extent));
  }

  memoryMap(named: readonly string[], signal: AbortSignal): Promise<MemoryMap> {
    return this.#during(signal, async () => {
      try {
        return await askMemoryMap(this.#client, this.#connection, named, !this.#isShy);
      } catch (error) {
        this.#isShy = true;
        throw error;
      }
    });
  }

  /** Closes the link where `signal` ends the work. */
  async #during<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const stop = (): NexusError => cancelled(this.#client.peer, signal.reason);
    if (signal.aborted) {
      await this.#client.close();
      throw stop();
    }
    const onAbort = (): void => void this.#client.close(stop());
    signal.addEventListener('abort', onAbort);
    try {
      return await work();
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  async write(tag: DriverTag, value: WriteValue, signal: AbortSignal): Promise<void> {
    const write = compileWrite(tag, value, this.#pduSize);
    if (typeof value === 'string' && !signal.aborted) await assertRoom(this.#client, write.target, value);
    await sendWrite(this.#client, write, signal);
  }

  close(): Promise<void> {
    return this.#client.close();
  }

  get #pduSize(): number {
    return this.#client.pduSize === 0 ? Math.min(SMALLEST_USUAL_PDU, this.#connection.pdu_size) : this.#client.pduSize;
  }

  async #readAll(run: ReadRun): Promise<void> {
    const { plan, into } = run;
    plan.refresh();
    plan.begin();
    const refused: RefusedBlock[] = [];
    await this.#askAll(run, plan.messages, refused);
    for (const { block, code } of refused) await this.#narrow(run, block, code);
    for (const tag of plan.refused) this.#fillBad(run, [tag], this.#refusals.codeFor(tag) ?? 0);
    await this.#retryOne(run);
    // Blocks come by address, cells are due by row.
    if (into.cells.length > 1) into.cells.sort((a, b) => a.row - b.row);
  }

  /** Train after train; the rows of blocks that are whole with it are filled. @param refused gets the other blocks */
  async #askAll(run: ReadRun, messages: readonly CompiledMessage[], refused: RefusedBlock[]): Promise<void> {
    const { parallel } = this.#client;
    for (let start = 0; start < messages.length; start += parallel) {
      const train = messages.slice(start, start + parallel);
      const requests = train.map(({ request }) => request);
      await this.#client.requestAll(requests, (index, code) => this.#take(run, train[index]!, code, refused));
    }
  }

  /** Takes the reply to one request. Replies may come in any order, so a block is whole when all its parts have come. */
  #take({ plan, into }: ReadRun, { request, pieces }: CompiledMessage, code: number, refused: RefusedBlock[]): void {
    const { reply } = this.#client;
    const nowUs = this.#clock.wallUs();
    for (let i = 0; i < pieces.length; i++) {
      const { block, at, bytes } = pieces[i]!;
      const itemCode = code === DATA ? request.codes[i]! : code;
      if (itemCode !== ITEM_OK) {
        // A part of a long block says it all: nothing is read without the others.
        if (!refused.some((each) => each.block === block)) refused.push({ block, code: itemCode });
        continue;
      }
      const start = request.offsets[i]!;
      block.image.set(reply.subarray(start, start + bytes), at);
      block.missing -= bytes;
      if (block.missing > 0) continue;
      block.missing = block.image.length;
      decodeBlock(block, into, nowUs, plan.faults);
    }
  }

  /** Asks for one block by itself. @returns ITEM_OK, its rows filled then, or the code of the CPU */
  async #askBlock(run: ReadRun, tags: readonly PlannedTag[]): Promise<number> {
    const limits = { pduSize: this.#pduSize, maxGap: Number.POSITIVE_INFINITY, isBarrier: () => false };
    const refused: RefusedBlock[] = [];
    await this.#askAll(run, compileMessages(planMessages(tags, limits)), refused);
    if (refused.length > 0) return refused[0]!.code;
    return ITEM_OK;
  }

  /** Finds out which tags of a refused block are to blame; all others are read. */
  async #narrow(run: ReadRun, { items }: Pick<CompiledBlock, 'items'>, code: number): Promise<void> {
    if (!isOfPlace(code)) {
      this.#fillBad(run, items, code);
      return;
    }
    if (items.length === 1) {
      this.#refusals.refuse(items[0]!, code, this.#clock.monoMs());
      this.#fillBad(run, items, code);
      return;
    }
    if (run.probesLeft < 2) {
      // The next read goes on from what this one found out.
      const text = 'Looking for the address that the CPU refuses. The next polls go on.';
      this.#fill(run, items, STATUS.BadWaitingForInitialData, () => text);
      return;
    }
    run.probesLeft -= 2;
    const [left, right] = splitBlock(makeBlock(items));
    const leftCode = await this.#askBlock(run, left.items);
    if (leftCode !== ITEM_OK) await this.#narrow(run, left as CompiledBlock, leftCode);
    const rightCode = await this.#askBlock(run, right.items);
    if (rightCode !== ITEM_OK) await this.#narrow(run, right as CompiledBlock, rightCode);
    if (leftCode === ITEM_OK && rightCode === ITEM_OK) this.#refusals.refuseJoin(right);
  }

  /** Asks for one refused tag whose rest is over: programs of CPUs are changed while we watch. */
  async #retryOne(run: ReadRun): Promise<void> {
    if (run.plan.refused.length === 0) return;
    const nowMs = this.#clock.monoMs();
    const tag = run.plan.refused.find((refused) => this.#refusals.isDue(refused, nowMs));
    if (!tag) return;
    if ((await this.#askBlock(run, [tag])) === ITEM_OK) {
      run.plan.faults.delete(tag.row);
      this.#refusals.forget(tag);
    } else this.#refusals.postpone(tag, nowMs);
  }

  #fillBad(run: ReadRun, tags: readonly PlannedTag[], code: number): void {
    this.#fill(run, tags, codeStatus(code), ({ target }) => describeCode(code, target, 'read'));
  }

  #fill({ plan, into }: ReadRun, tags: readonly PlannedTag[], status: number, text: (tag: PlannedTag) => string): void {
    const nowUs = this.#clock.wallUs();
    for (const tag of tags) {
      into.value[tag.row] = Number.NaN;
      into.status[tag.row] = status;
      into.timeUs[tag.row] = nowUs;
      plan.faults.set(tag.row, text(tag));
    }
  }
}

function assertOwn(plan: ReadPlan): CompiledPlan {
  if (plan instanceof CompiledPlan) return plan;
  throw new NexusError('NX_INTERNAL', 'The plan was made by another driver.');
}
