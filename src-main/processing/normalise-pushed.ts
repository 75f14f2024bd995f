import type { PointBatch, TypedCell } from '../../src-shared/domain/point-batch.ts';
import { isBad, isGood, STATUS } from '../../src-shared/domain/quality.ts';
import { DeadbandFilter } from './deadband.ts';
import { type JudgedColumns, RowJudge } from './judge-rows.ts';
import type { NormaliserOptions, Readings } from './normalise.ts';
import { PointColumns } from './point-columns.ts';
import { QualityGate } from './quality-gate.ts';
import { DOOR, SwingingDoor } from './swinging-door.ts';

/** Readings that a device sent by itself: the first `count` rows of the columns (drivers/driver.ts). */
export interface Delivery {
  readonly count: number;
  /** Index of the rule. */
  readonly row: Uint32Array;
  /** NaN where the device gave none. */
  readonly timeUs: Float64Array;
  readonly value: Float64Array;
  readonly status: Uint32Array;
  /** `row` is the index in these columns; in rising order. */
  readonly cells: readonly TypedCell[];
}

/**
 * Turns what a device sends by itself into points, over columns that grow to the largest delivery. Times stay as the
 * device gave them; points that this gateway stamped come between them, and nothing that a trend shows after one of
 * those may lie before it (docs/decisions/0015-subscribed-values.md).
 */
export class PushedNormaliser {
  readonly #judge: RowJudge;
  readonly #deadband: DeadbandFilter;
  /** Undefined where no tag has quality rules. */
  readonly quality: QualityGate | undefined;
  readonly #door: SwingingDoor | undefined;
  readonly #out: PointColumns;
  /** Rows whose rule has a heartbeat. */
  readonly #beating: readonly number[];
  /** The last reading of each row, judged; whether there is one says `#hasSeen`. */
  readonly #seen: JudgedColumns;
  /** Its status before the quality rules. */
  readonly #sentStatus: Uint32Array;
  readonly #seenTimeUs: Float64Array;
  readonly #seenCell = new Map<number, TypedCell>();
  readonly #hasSeen: Uint8Array;
  /** The latest point of each row. */
  readonly #lastTimeUs: Float64Array;
  /** Time of the point of each row that this gateway stamped, until the device gave a later one. */
  readonly #ownUs: Float64Array;
  /** What the trend shows of the row last is not what the device said last: the next reading is told. */
  readonly #mustTell: Uint8Array;
  /** Place of each row's last reading in the delivery that is taken. */
  readonly #lastAt: Uint32Array;
  /** A reading for a write is being taken. */
  #isSingle = false;

  constructor(options: NormaliserOptions) {
    const { rules } = options;
    const rows = rules.length;
    this.#judge = new RowJudge(rules);
    this.#deadband = new DeadbandFilter(rules);
    this.quality = QualityGate.of(rules);
    this.#door = SwingingDoor.of(rules);
    this.#out = new PointColumns(options, this.#judge);
    this.#beating = rules.flatMap((rule, row) => (Number.isFinite(rule.heartbeatUs) ? [row] : []));
    this.#seen = { value: new Float64Array(rows), status: new Uint32Array(rows) };
    this.#sentStatus = new Uint32Array(rows);
    this.#seenTimeUs = new Float64Array(rows);
    this.#hasSeen = new Uint8Array(rows);
    this.#lastTimeUs = new Float64Array(rows).fill(Number.NEGATIVE_INFINITY);
    this.#ownUs = new Float64Array(rows).fill(Number.NEGATIVE_INFINITY);
    this.#mustTell = new Uint8Array(rows);
    this.#lastAt = new Uint32Array(rows);
  }

  /** Rows whose last reading is good. */
  get good(): number {
    let good = 0;
    for (let row = 0; row < this.#hasSeen.length; row++) {
      if (this.#hasSeen[row] === 1 && isGood(this.#seen.status[row]!)) good++;
    }
    return good;
  }

  get hasHeartbeats(): boolean {
    return this.#beating.length > 0;
  }

  /** @returns the points worth having, in the order of the readings; undefined when there is none. */
  take({ count, row: rows, timeUs, value, status, cells }: Delivery, receivedUs: number): PointBatch | undefined {
    for (let i = 0; i < count; i++) this.#lastAt[rows[i]!] = i;
    let at = 0;
    for (let i = 0; i < count; i++) {
      while (at < cells.length && cells[at]!.row < i) at++;
      const cell = cells[at]?.row === i ? cells[at] : undefined;
      const sentUs = timeUs[i]!;
      this.#take(rows[i]!, value[i]!, status[i]!, Number.isNaN(sentUs) ? receivedUs : sentUs, cell, receivedUs, i);
    }
    return this.#out.take(receivedUs);
  }

  /**
   * The point of one row that was read for a write; made whatever the deadband says.
   * @param fresh of this row alone, as row 0.
   */
  single(row: number, fresh: Readings, receivedUs: number): PointBatch {
    this.#mustTell[row] = 1;
    this.#hasSeen[row] = 0;
    this.#lastAt[row] = 0;
    this.#leaveDoor(row);
    this.#isSingle = true;
    this.#take(row, fresh.value[0]!, fresh.status[0]!, fresh.timeUs[0]!, fresh.cells[0], receivedUs, 0);
    this.#isSingle = false;
    return this.#out.take(receivedUs)!;
  }

  /** The device is gone: one Bad point for every tag, once; undefined when they are all known to be Bad already. */
  lost(nowUs: number): PointBatch | undefined {
    for (let row = 0; row < this.#hasSeen.length; row++) {
      if (!this.#deadband.isNews(row, STATUS.BadNoCommunication, nowUs)) continue;
      this.#hasSeen[row] = 0;
      this.#mustTell[row] = 1;
      this.#leaveDoor(row);
      this.#addOwn(row, Number.NaN, STATUS.BadNoCommunication, undefined, nowUs);
    }
    return this.#out.take(nowUs);
  }

  /**
   * The last reading again of every row whose heartbeat is due.
   * @param aliveUs when the device last gave a sign of life: what it had not sent by then had not changed, and what
   *   changed after it may still be on its way.
   */
  heartbeats(nowUs: number, aliveUs: number): PointBatch | undefined {
    for (const row of this.#beating) {
      if (this.#hasSeen[row] === 0 || !this.#deadband.isDue(row, nowUs)) continue;
      const value = this.#seen.value[row]!;
      const status = this.#seen.status[row]!;
      this.#deadband.keep(row, value, status, nowUs);
      this.#leaveDoor(row);
      this.#addOwn(row, value, status, this.#seenCell.get(row), aliveUs);
    }
    return this.#out.take(nowUs);
  }

  #take(
    row: number,
    raw: number,
    sent: number,
    sentUs: number,
    cell: TypedCell | undefined,
    receivedUs: number,
    place: number,
  ): void {
    let at = this.#out.next();
    let { value, status } = this.#out.judged;
    this.#judge.judge(row, raw, sent, this.#out.judged, at);
    const isNewCell = this.#deadband.takeCell(row, cell);
    if (this.#isRepeated(row, value[at]!, status[at]!, sentUs, isNewCell ? cell : undefined)) return;
    const judged = status[at]!;
    if (this.quality && !this.#passes(row, at, sentUs)) return;
    this.#sentStatus[row] = judged;
    this.#see(row, value[at]!, status[at]!, sentUs, cell);
    const isLast = this.#lastAt[row] === place;
    // The heartbeat counts from receipt, so that it comes in its time whatever the clock of the device says.
    if (this.#mustTell[row] === 1 && isLast) this.#deadband.keep(row, value[at]!, status[at]!, receivedUs);
    else if (this.#door?.has(row)) {
      at = this.#throughDoor(row, at, sentUs, receivedUs);
      if (at < 0) return;
      ({ value, status } = this.#out.judged);
    } else if (!this.#deadband.isWorth(row, value[at]!, status[at]!, receivedUs)) return;
    if (isLast) this.#mustTell[row] = 0;
    const ownUs = this.#ownUs[row]!;
    if (sentUs > ownUs) this.#ownUs[row] = Number.NEGATIVE_INFINITY;
    else if (isLast) return this.#addOwn(row, value[at]!, status[at]!, cell, receivedUs);
    else this.#mustTell[row] = 1;
    this.#add(row, cell, sentUs);
  }

  /** Applies the quality rules to the reading judged at this place; one that somebody reads for a write is never rejected. */
  #passes(row: number, at: number, timeUs: number): boolean {
    const { value, status } = this.#out.judged;
    let found = this.quality!.judge(row, value[at]!, status[at]!, timeUs);
    if (found < 0 && !this.#isSingle) return false;
    if (found < 0) found = this.quality!.pardon();
    status[at] = found;
    if (isBad(found)) value[at] = Number.NaN;
    return true;
  }

  /** @returns the place where the reading stands now, behind what the door lets go before it; −1 where it is held back. */
  #throughDoor(row: number, at: number, sentUs: number, receivedUs: number): number {
    const value = this.#out.judged.value[at]!;
    const status = this.#out.judged.status[at]!;
    const found = this.#door!.take(row, value, status, sentUs, receivedUs);
    if (found === 0) return -1;
    this.#deadband.keep(row, value, status, receivedUs);
    if (found & DOOR.held) this.#addHeld(row);
    if (!(found & DOOR.current)) {
      this.#door!.leave(row, value, sentUs, receivedUs);
      return -1;
    }
    const place = this.#out.next();
    this.#out.judged.value[place] = value;
    this.#out.judged.status[place] = status;
    this.#door!.restart(row, value, status, sentUs, receivedUs);
    return place;
  }

  /** What the door holds back becomes a point, and lines start anew at the point that follows. */
  #leaveDoor(row: number): void {
    if (!this.#door?.has(row)) return;
    if (this.#door.isHolding(row)) this.#addHeld(row);
    this.#door.restart(row, Number.NaN, -1, 0, 0);
  }

  #addHeld(row: number): void {
    const place = this.#out.next();
    this.#out.judged.value[place] = this.#door!.heldValue[row]!;
    this.#out.judged.status[place] = this.#door!.statusOf(row);
    this.#add(row, undefined, this.#door!.heldUs[row]!);
  }

  /** The same reading comes again when a subscription is made anew. */
  #isRepeated(row: number, value: number, status: number, timeUs: number, newCell: TypedCell | undefined): boolean {
    if (this.#hasSeen[row] === 0 || this.#mustTell[row] === 1) return false;
    if (timeUs !== this.#seenTimeUs[row] || status !== this.#sentStatus[row]) return false;
    if (!Object.is(value, this.#seen.value[row])) return false;
    const before = this.#seenCell.get(row);
    if (newCell?.kind !== 'bytes' || before?.kind !== 'bytes') return newCell === undefined;
    return newCell.value.length === before.value.length && newCell.value.every((byte, i) => byte === before.value[i]);
  }

  #see(row: number, value: number, status: number, timeUs: number, cell: TypedCell | undefined): void {
    this.#hasSeen[row] = 1;
    this.#seen.value[row] = value;
    this.#seen.status[row] = status;
    this.#seenTimeUs[row] = timeUs;
    // The bytes are the driver's.
    if (cell) this.#seenCell.set(row, cell.kind === 'bytes' ? { ...cell, value: cell.value.slice() } : cell);
  }

  /** A point that this gateway stamps: later than every other of its tag. */
  #addOwn(row: number, value: number, status: number, cell: TypedCell | undefined, nowUs: number): void {
    const at = this.#out.next();
    this.#out.judged.value[at] = value;
    this.#out.judged.status[at] = status;
    const timeUs = Math.max(nowUs, this.#lastTimeUs[row]! + 1);
    this.#ownUs[row] = timeUs;
    this.#add(row, isBad(status) ? undefined : cell, timeUs);
  }

  #add(row: number, cell: TypedCell | undefined, timeUs: number): void {
    this.#lastTimeUs[row] = Math.max(timeUs, this.#lastTimeUs[row]!);
    this.#out.add(row, timeUs, cell);
  }
}
