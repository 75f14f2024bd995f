import { ALL_AREAS } from './area.ts';
import { ITEM_HEADER } from './read-request.ts';
import { ACK_DATA, ITEM_LENGTH, JOB_HEADER, type Range, wireBytes } from './request.ts';

/** A range that several tags lie in, each of them whole. */
export interface Block<T extends Range> extends Range {
  /** In rising order of address. */
  readonly items: readonly T[];
}

/** A block, or one part of a block that is longer than a message. */
export interface Piece<T extends Range> extends Range {
  readonly block: Block<T>;
}

export interface PlanLimits {
  /** As agreed with the CPU. */
  readonly pduSize: number;
  /** Longest run of bytes that no tag wants and that is read along where it saves requests. */
  readonly maxGap: number;
  /** A block that began before must not reach this place: the CPU refused to read both at once. */
  readonly isBarrier: (range: Range) => boolean;
}

/** snap7 s7_types.h, MaxVars. */
const MAX_ITEMS = 20;
/** Gaps that are tried for the fewest requests, and then for the fewest bytes. */
const GAPS: readonly number[] = [0, 2, 4, 8, 16, 32, 64, 128, 222];

const endOf = ({ start, count }: Range): number => start + count;
const even = (count: number): number => count + (count % 2);

/** Bytes of data that one read can bring. */
export function readCapacity(pduSize: number): number {
  return pduSize - ACK_DATA - ITEM_HEADER;
}

/** The block that just covers these items. @param items at least one, in one place, in rising order of address */
export function makeBlock<T extends Range>(items: readonly T[]): Block<T> {
  const { area, db, start } = items[0]!;
  const end = items.reduce((most, item) => Math.max(most, endOf(item)), 0);
  return { area, db, start, count: end - start, items };
}

/** @param block of two items at least */
export function splitBlock<T extends Range>({ items }: Block<T>): readonly [Block<T>, Block<T>] {
  const middle = Math.ceil(items.length / 2);
  return [makeBlock(items.slice(0, middle)), makeBlock(items.slice(middle))];
}

/** One message that is being filled. */
class Filling<T extends Range> {
  readonly pieces: Range[] = [];
  /** Items of each piece; undefined for parts of a long block. */
  readonly owners: { items: T[]; whole?: Block<T> }[] = [];
  #request = JOB_HEADER + 2;
  #reply = ACK_DATA;
  readonly #pduSize: number;

  constructor(pduSize: number) {
    this.#pduSize = pduSize;
  }

  /** Takes the item into the last piece, as far as it reaches. */
  extend(item: T, { maxGap, isBarrier }: PlanLimits): boolean {
    const last = this.pieces.at(-1);
    const owner = this.owners.at(-1);
    if (!last || owner!.whole || last.area !== item.area || last.db !== item.db) return false;
    const gap = item.start - endOf(last);
    if (gap > (item.area.cell === 'word' ? 0 : maxGap)) return false;
    if (item.start > last.start && isBarrier(item)) return false;
    const grown = { ...last, count: Math.max(endOf(last), endOf(item)) - last.start };
    const reply = this.#reply - wireBytes(last) + wireBytes(grown);
    if (reply > this.#pduSize) return false;
    this.#reply = reply;
    this.pieces[this.pieces.length - 1] = grown;
    owner!.items.push(item);
    return true;
  }

  /** Takes a piece of its own. */
  add(piece: Range, owner: { items: T[]; whole?: Block<T> }): boolean {
    const last = this.pieces.at(-1);
    const filled = last ? this.#reply - wireBytes(last) + even(wireBytes(last)) : this.#reply;
    const reply = filled + ITEM_HEADER + wireBytes(piece);
    const request = this.#request + ITEM_LENGTH;
    if (this.pieces.length === MAX_ITEMS || request > this.#pduSize || reply > this.#pduSize) return false;
    this.#request = request;
    this.#reply = reply;
    this.pieces.push(piece);
    this.owners.push(owner);
    return true;
  }

  finish(): Piece<T>[] {
    return this.pieces.map((piece, index) => {
      const { items, whole } = this.owners[index]!;
      return { ...piece, block: whole ?? { ...piece, items } };
    });
  }
}

/** Parts of a block that no message could bring whole. */
function partsOf(block: Range, capacity: number): Range[] {
  const parts: Range[] = [];
  for (let start = block.start; start < endOf(block); start += capacity)
    parts.push({ ...block, start, count: Math.min(capacity, endOf(block) - start) });
  return parts;
}

function fill<T extends Range>(sorted: readonly T[], limits: PlanLimits): Filling<T>[] {
  const { pduSize } = limits;
  const capacity = readCapacity(pduSize);
  const messages = [new Filling<T>(pduSize)];
  const place = (piece: Range, owner: { items: T[]; whole?: Block<T> }): void => {
    if (messages.at(-1)!.add(piece, owner)) return;
    const next = new Filling<T>(pduSize);
    next.add(piece, owner);
    messages.push(next);
  };
  for (const item of sorted) {
    if (messages.at(-1)!.extend(item, limits)) continue;
    const { area, db, start, count } = item;
    const range = { area, db, start, count };
    if (wireBytes(item) <= capacity) {
      place(range, { items: [item] });
      continue;
    }
    const whole = { ...range, items: [item] };
    for (const part of partsOf(range, capacity)) place(part, { items: [], whole });
  }
  return messages;
}

const bytesIn = (messages: readonly Filling<Range>[]): number =>
  messages.reduce((sum, { pieces }) => sum + pieces.reduce((all, piece) => all + wireBytes(piece), 0), 0);

/**
 * Few messages that read every item whole: in order of address, each takes what fits. How far apart two tags may be
 * to share a range is tried; the fewest messages win, then the fewest bytes.
 */
export function planMessages<T extends Range>(items: readonly T[], limits: PlanLimits): Piece<T>[][] {
  if (items.length === 0) return [];
  const sorted = items.toSorted(
    (a, b) =>
      ALL_AREAS.indexOf(a.area) - ALL_AREAS.indexOf(b.area) || a.db - b.db || a.start - b.start || b.count - a.count,
  );
  const gaps = [...new Set([...GAPS.filter((gap) => gap < limits.maxGap), limits.maxGap])];
  const plans = gaps.map((maxGap) => fill(sorted, { ...limits, maxGap }));
  const best = plans.reduce((a, b) =>
    b.length < a.length || (b.length === a.length && bytesIn(b) < bytesIn(a)) ? b : a,
  );
  return best.map((message) => message.finish());
}
