import { STATUS } from '../../../src-shared/domain/quality.ts';
import type { DriverTag, PlanSummary, ReadingColumns, ReadPlan } from '../driver.ts';
import { ALL_AREAS, type Area } from './area.ts';
import { type Codec, makeCodec } from './codec.ts';
import { plannedRequest } from './planned-request.ts';
import { type Block, type Extent, makeBlock, planBlocks } from './read-plan.ts';
import { makeReadRequest, REPLY_DATA_OFFSET } from './read-request.ts';
import type { Refusals } from './refusals.ts';
import type { ModbusRequest } from './request.ts';
import { resolveTarget, type Target } from './target.ts';
import type { UnitConnection } from './unit-connection.ts';

/** One tag of a plan. */
export interface PlannedTag extends Extent {
  readonly row: number;
  readonly target: Target;
  readonly codec: Codec;
}

/** A request with everything that reading its reply takes, as columns: no object is touched per value. */
export interface CompiledBlock extends Block<PlannedTag> {
  readonly request: ModbusRequest;
  readonly rows: Uint32Array;
  /** Place of each tag in the reply: bytes, or bits in the bit areas. */
  readonly offsets: Uint32Array;
  readonly reads: readonly Codec['read'][];
  /** Indexes of the tags that need a second look: strings, 64-bit integers, BCD. */
  readonly special: readonly number[];
}

function needsSecondLook({ codec, target }: PlannedTag): boolean {
  return codec.readExact !== undefined || target.dataType === 'bcd16' || target.dataType === 'bcd32';
}

export function compileBlock(block: Block<PlannedTag>, unitId: number): CompiledBlock {
  const { area, start, count, items } = block;
  const cells = area.cell === 'bit' ? { first: REPLY_DATA_OFFSET * 8, size: 1 } : { first: REPLY_DATA_OFFSET, size: 2 };
  return {
    ...block,
    request: makeReadRequest(unitId, area, start, count),
    rows: Uint32Array.from(items, (item) => item.row),
    offsets: Uint32Array.from(items, (item) => cells.first + (item.start - start) * cells.size),
    reads: items.map((item) => item.codec.read),
    special: items.flatMap((item, index) => (needsSecondLook(item) ? [index] : [])),
  };
}

function readSpecial(block: CompiledBlock, index: number, reply: DataView, into: ReadingColumns): string | undefined {
  const { codec, target, row } = block.items[index]!;
  const exact = codec.readExact?.(reply, block.offsets[index]!);
  if (typeof exact === 'string') into.cells.push({ row, kind: 'string', value: exact });
  else if (exact !== undefined)
    into.cells.push({ row, kind: target.dataType === 'int64' ? 'int64' : 'uint64', value: exact });
  if (codec.nan === 'value' || !Number.isNaN(into.value[row]!)) return undefined;
  into.status[row] = STATUS.BadConfigurationError;
  return `The bits at ${target.area.prefix}${target.wire} are no ${target.dataType}: a digit is above 9. Check the data type against the manual.`;
}

/** Rows of one complete reply. `faults` gets the text of every row that turned out Bad. */
export function decodeBlock(
  block: CompiledBlock,
  reply: DataView,
  into: ReadingColumns,
  timeUs: number,
  faults: Map<number, string>,
): void {
  const { rows, offsets, reads, special } = block;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    into.value[row] = reads[i]!(reply, offsets[i]!);
    into.status[row] = STATUS.Good;
    into.timeUs[row] = timeUs;
  }
  for (const index of special) {
    const fault = readSpecial(block, index, reply, into);
    if (fault !== undefined) faults.set(rows[index]!, fault);
  }
}

/** Blocks whose requests are sent in one go. */
export interface Train {
  readonly blocks: readonly CompiledBlock[];
  readonly requests: readonly ModbusRequest[];
}

function makeTrains(blocks: readonly CompiledBlock[], length: number): readonly Train[] {
  return Array.from({ length: Math.ceil(blocks.length / length) }, (_, at) => {
    const own = blocks.slice(at * length, (at + 1) * length);
    return { blocks: own, requests: own.map(({ request }) => request) };
  });
}

/** The tags of one poll and the requests that read them. Made again when the device turns out to refuse an address. */
export class CompiledPlan implements ReadPlan {
  readonly tags: readonly PlannedTag[];
  /** Why each row that is Bad since the last read is Bad. */
  readonly faults = new Map<number, string>();
  blocks: readonly CompiledBlock[] = [];
  /** The same blocks as they are asked for: one by one, or several in one go. */
  trains: readonly Train[] = [];
  /** Tags that the device refuses and that are therefore not asked for. */
  refused: readonly CompiledBlock[] = [];
  readonly #connection: UnitConnection;
  readonly #refusals: Refusals;
  readonly #inFlight: number;
  #version = -1;

  /** @param inFlight requests in one go. @throws NexusError as `resolveTarget`. */
  constructor(tags: readonly DriverTag[], connection: UnitConnection, refusals: Refusals, inFlight = 1) {
    this.#connection = connection;
    this.#refusals = refusals;
    this.#inFlight = inFlight;
    this.tags = tags.map((tag, row) => {
      const target = resolveTarget(tag, connection);
      return { row, target, codec: makeCodec(target), area: target.area, start: target.wire, count: target.count };
    });
    this.refresh();
  }

  get summary(): PlanSummary {
    const { max_bits, max_registers, max_gap } = this.#connection;
    return {
      requests: this.blocks.map((block) => plannedRequest(block, this.#maxCount(block.area))),
      limits: `${max_registers} registers or ${max_bits} bits a request, gaps up to ${max_gap} registers${this.#learned()}`,
    };
  }

  /** Plans round what the device was seen to refuse since. Costs nothing while nothing changed. */
  refresh(): void {
    if (this.#version === this.#refusals.version) return;
    this.#version = this.#refusals.version;
    const compile = (block: Block<PlannedTag>): CompiledBlock => compileBlock(block, this.#connection.unit_id);
    const [readable, refused]: [PlannedTag[], PlannedTag[]] = [[], []];
    for (const tag of this.tags) (this.#refusals.codeFor(tag) === undefined ? readable : refused).push(tag);
    const { max_gap } = this.#connection;
    const limits = {
      maxCount: (area: Area) => this.#maxCount(area),
      maxGap: (area: Area) => (area.cell === 'bit' ? max_gap * 16 : max_gap),
      refusedEnd: (area: Area, start: number) => this.#refusals.refusedEnd(area, start),
    };
    this.blocks = planBlocks(readable, limits).map(compile);
    this.trains = makeTrains(this.blocks, this.#inFlight);
    this.refused = refused.map((tag) => compile(makeBlock([tag])));
  }

  /** What the device was found to take less of than it was said to. */
  #learned(): string {
    const found = ALL_AREAS.filter((area) => Number.isFinite(this.#refusals.maxCount(area)));
    return found.map((area) => `; found out: ${this.#refusals.maxCount(area)} ${area.noun}s`).join('');
  }

  #maxCount(area: Area): number {
    const { max_bits, max_registers } = this.#connection;
    return Math.min(area.cell === 'bit' ? max_bits : max_registers, this.#refusals.maxCount(area));
  }
}
