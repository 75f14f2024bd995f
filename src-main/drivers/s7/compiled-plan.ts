import { STATUS } from '../../../src-shared/domain/quality.ts';
import type { DriverTag, PlanSummary, ReadingColumns, ReadPlan } from '../driver.ts';
import { type Codec, makeCodec } from './codec.ts';
import { formatTarget } from './format-address.ts';
import { plannedRequest } from './planned-request.ts';
import { type Block, type Piece, planMessages } from './read-plan.ts';
import { makeReadRequest, type ReadRequest } from './read-request.ts';
import type { Refusals } from './refusals.ts';
import { type Range, wireBytes } from './request.ts';
import { resolveTarget, type Target } from './target.ts';

/** One tag of a plan. */
export interface PlannedTag extends Range {
  readonly row: number;
  readonly target: Target;
  readonly codec: Codec;
}

/** A block with everything that decoding it takes, as columns: no object is touched per value. */
export interface CompiledBlock extends Block<PlannedTag> {
  /** Its bytes as they came last. */
  readonly image: Uint8Array;
  readonly view: DataView;
  /** Bytes that are still to come in the read that is under way. */
  missing: number;
  readonly rows: Uint32Array;
  readonly offsets: Uint32Array;
  readonly reads: readonly Codec['read'][];
  /** Indexes of the tags that need a second look: texts, integers beyond 2^53, what may be no value of its type. */
  readonly special: readonly number[];
}

/** One request and the blocks whose bytes it brings. */
export interface CompiledMessage {
  readonly request: ReadRequest;
  readonly pieces: readonly {
    readonly block: CompiledBlock;
    /** Where its bytes go in the image. */
    readonly at: number;
    readonly bytes: number;
  }[];
}

/** Types of which every combination of bytes is a value that a float64 holds. */
const PLAIN: ReadonlySet<string> = new Set(['bool', 'int8', 'uint8', 'int16', 'float32', 'float64']);
const PLAIN_S7: ReadonlySet<string> = new Set(['WORD', 'UINT', 'DWORD', 'UDINT', 'DINT', 'TIME', 'DATE']);

function isPlain({ target }: PlannedTag): boolean {
  return PLAIN.has(target.dataType) || PLAIN_S7.has(target.type);
}

function compileBlock(block: Block<PlannedTag>): CompiledBlock {
  const { items, start, area } = block;
  const image = new Uint8Array(wireBytes(block));
  const cell = area.cell === 'word' ? 2 : 1;
  return {
    ...block,
    image,
    view: new DataView(image.buffer),
    missing: image.length,
    rows: Uint32Array.from(items, (item) => item.row),
    offsets: Uint32Array.from(items, (item) => (item.start - start) * cell),
    reads: items.map((item) => item.codec.read),
    special: items.flatMap((item, index) => (isPlain(item) ? [] : [index])),
  };
}

/** The requests of these messages; the parts of a long block share one image. */
export function compileMessages(messages: readonly Piece<PlannedTag>[][]): CompiledMessage[] {
  const blocks = new Map<Block<PlannedTag>, CompiledBlock>();
  const compiled = (block: Block<PlannedTag>): CompiledBlock => {
    const made = blocks.get(block) ?? compileBlock(block);
    blocks.set(block, made);
    return made;
  };
  return messages.map((pieces) => ({
    request: makeReadRequest(pieces),
    pieces: pieces.map((piece) => {
      const { block } = piece;
      const cell = block.area.cell === 'word' ? 2 : 1;
      return { block: compiled(block), at: (piece.start - block.start) * cell, bytes: wireBytes(piece) };
    }),
  }));
}

function readSpecial(block: CompiledBlock, index: number, into: ReadingColumns): string | undefined {
  const { codec, target, row } = block.items[index]!;
  const exact = codec.readExact?.(block.view, block.offsets[index]!);
  if (typeof exact === 'string') into.cells.push({ row, kind: 'string', value: exact });
  else if (exact !== undefined)
    into.cells.push({ row, kind: target.dataType === 'uint64' ? 'uint64' : 'int64', value: exact });
  if (codec.nan === 'value' || exact !== undefined || !Number.isNaN(into.value[row]!)) return undefined;
  into.status[row] = STATUS.BadConfigurationError;
  return `The bytes at ${formatTarget(target)} are no ${target.type}. Compare the type and the offset with TIA Portal.`;
}

/** Rows of a block that is whole. `faults` gets the text of every row that turned out Bad. */
export function decodeBlock(
  block: CompiledBlock,
  into: ReadingColumns,
  timeUs: number,
  faults: Map<number, string>,
): void {
  const { rows, offsets, reads, special, view } = block;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    into.value[row] = reads[i]!(view, offsets[i]!);
    into.status[row] = STATUS.Good;
    into.timeUs[row] = timeUs;
  }
  for (const index of special) {
    const fault = readSpecial(block, index, into);
    if (fault !== undefined) faults.set(rows[index]!, fault);
  }
}

/** What plans depend on besides the tags. */
export interface PlanTerms {
  readonly maxGap: number;
  /** As agreed with the CPU at the last connect. */
  readonly pduSize: () => number;
  readonly refusals: Refusals;
}

/** The tags of one poll and the requests that read them. Made again when the CPU turns out to refuse an address, or agrees on another PDU. */
export class CompiledPlan implements ReadPlan {
  readonly tags: readonly PlannedTag[];
  /** Why each row that is Bad since the last read is Bad. */
  readonly faults = new Map<number, string>();
  messages: readonly CompiledMessage[] = [];
  /** Tags that the CPU refuses and that are therefore not asked for. */
  refused: readonly PlannedTag[] = [];
  readonly #terms: PlanTerms;
  #version = -1;
  #pduSize = 0;
  #pieces: readonly Piece<PlannedTag>[][] = [];

  /** @throws NexusError as `resolveTarget`. */
  constructor(tags: readonly DriverTag[], terms: PlanTerms) {
    this.#terms = terms;
    this.tags = tags.map((tag, row) => {
      const target = resolveTarget(tag);
      const { area, db, start, count } = target;
      return { row, target, codec: makeCodec(target), area, db, start, count };
    });
    this.refresh();
  }

  get summary(): PlanSummary {
    return {
      requests: this.#pieces.map((pieces) => plannedRequest(pieces, this.#pduSize)),
      limits: `PDU of ${this.#pduSize} bytes, 20 ranges a request, gaps up to ${this.#terms.maxGap} bytes`,
    };
  }

  /** A read begins; one before it may have ended in the middle. */
  begin(): void {
    this.faults.clear();
    for (const { pieces } of this.messages) for (const { block } of pieces) block.missing = block.image.length;
  }

  /** Plans round what the CPU was seen to refuse since. Costs nothing while nothing changed. */
  refresh(): void {
    const { refusals, maxGap } = this.#terms;
    const pduSize = this.#terms.pduSize();
    if (this.#version === refusals.version && this.#pduSize === pduSize) return;
    this.#version = refusals.version;
    this.#pduSize = pduSize;
    const [readable, refused]: [PlannedTag[], PlannedTag[]] = [[], []];
    for (const tag of this.tags) (refusals.codeFor(tag) === undefined ? readable : refused).push(tag);
    const messages = planMessages(readable, { pduSize, maxGap, isBarrier: (range) => refusals.isBarrier(range) });
    this.#pieces = messages;
    this.messages = compileMessages(messages);
    this.refused = refused;
  }
}
