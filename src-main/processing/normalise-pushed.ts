import type { PointBatch, TypedCell } from '../../src-shared/domain/point-batch.ts';
import { isBad, isGood, STATUS } from '../../src-shared/domain/quality.ts';
import { CLOCK_STEP_US } from '../kernel/step-back.ts';
import { DeadbandFilter } from './deadband.ts';
import { copyReading, type JudgedColumns, judgedColumns, type RawColumns, RowJudge } from './judge-rows.ts';
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

interface TimedColumns extends RawColumns {
  readonly timeUs: Float64Array;
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
    this.#seen = judgedColumns(rows);
    this.#sentStatus = new Uint32Array(rows);
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
  take(delivery: Delivery, receivedUs: number): PointBatch | undefined {
    if (this.#out.isBack(receivedUs)) this.#beginAnew();
    const { count, row: rows, cells } = delivery;
    for (let i = 0; i < count; i++) this.#lastAt[rows[i]!] = i;
    let next = 0;
    for (let i = 0; i < count; i++) {
      while (next < cells.length && cells[next]!.row < i) next++;
      this.#take(rows[i]!, delivery, i, cells[next]?.row === i ? cells[next] : undefined, receivedUs);
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
    this.#take(row, fresh, 0, fresh.cells[0], receivedUs);
    this.#isSingle = false;
    return this.#out.take(receivedUs)!;
  }

  /** The device is gone: one Bad point for every tag, once; undefined when they are all known to be Bad already. */
  lost(nowUs: number): PointBatch | undefined {
    const isBack = this.#out.isBack(nowUs);
    for (let row = 0; row < this.#hasSeen.length; row++) {
      // What is known to be Bad already is not told again for a clock.
      if (isBack) this.#followBack(row);
      if (!this.#deadband.isNews(row, STATUS.BadNoCommunication, nowUs)) continue;
      this.#hasSeen[row] = 0;
      this.#mustTell[row] = 1;
      this.#leaveDoor(row);
      const at = this.#out.next();
      this.#out.judged.value[at] = Number.NaN;
      this.#out.judged.status[at] = STATUS.BadNoCommunication;
      this.#addOwn(row, at, undefined, nowUs);
    }
    return this.#out.take(nowUs);
  }

  /**
   * The last reading again of every row whose heartbeat is due.
   * @param aliveUs when the device last gave a sign of life: what it had not sent by then had not changed, and what
   *   changed after it may still be on its way.
   */
  heartbeats(nowUs: number, aliveUs: number): PointBatch | undefined {
    if (this.#out.isBack(nowUs)) this.#beginAnew();
    for (const row of this.#beating) {
      if (this.#hasSeen[row] === 0 || !this.#deadband.isDue(row, nowUs)) continue;
      this.#leaveDoor(row);
      const at = this.#out.next();
      copyReading(this.#seen, row, this.#out.judged, at);
      this.#out.judged.clockUs[at] = nowUs;
      this.#deadband.keep(row, this.#out.judged, at);
      this.#addOwn(row, at, this.#seenCell.get(row), aliveUs);
    }
    return this.#out.take(nowUs);
  }

  /** Our clock was set back: no heartbeat and no line reaches from the time before, so every tag is told anew. */
  #beginAnew(): void {
    for (let row = 0; row < this.#hasSeen.length; row++) {
      this.#followBack(row);
      this.#deadband.forget(row);
    }
  }

  /** Times go on from where the clock is now, ours or that of the device; the log gives ours a new epoch. */
  #followBack(row: number): void {
    this.#lastTimeUs[row] = Number.NEGATIVE_INFINITY;
    this.#ownUs[row] = Number.NEGATIVE_INFINITY;
    this.#door?.forget(row);
  }

  #take(row: number, sent: TimedColumns, i: number, cell: TypedCell | undefined, receivedUs: number): void {
    let at = this.#out.next();
    let { judged } = this.#out;
    this.#judge.judge(row, sent, i, judged, at);
    judged.timeUs[at] = sent.timeUs[i]!;
    // Its clock was set back: what was told under a later time would else hold its times back until they are past that.
    if (!this.#isSingle && judged.timeUs[at]! < this.#seen.timeUs[row]! - CLOCK_STEP_US) this.#followBack(row);
    if (Number.isNaN(judged.timeUs[at])) judged.timeUs[at] = receivedUs;
    // The heartbeat counts from receipt, so that it comes in its time whatever the clock of the device says.
    judged.clockUs[at] = receivedUs;
    const isNewCell = this.#deadband.takeCell(row, cell);
    if (this.#isRepeated(row, at, isNewCell ? cell : undefined)) return;
    const status = judged.status[at]!;
    if (this.quality && !this.#passes(row, at)) return;
    this.#sentStatus[row] = status;
    this.#see(row, at, cell);
    const isLast = this.#lastAt[row] === i;
    if (this.#mustTell[row] === 1 && isLast) this.#deadband.keep(row, judged, at);
    else if (this.#door?.has(row)) {
      at = this.#throughDoor(row, at);
      if (at < 0) return;
      judged = this.#out.judged;
    } else if (!this.#deadband.isWorth(row, judged, at)) return;
    if (isLast) this.#mustTell[row] = 0;
    if (judged.timeUs[at]! > this.#ownUs[row]!) this.#ownUs[row] = Number.NEGATIVE_INFINITY;
    else if (isLast) return this.#addOwn(row, at, cell, receivedUs);
    else this.#mustTell[row] = 1;
    this.#add(row, at, cell);
  }

  /** Applies the quality rules to the reading judged at this place; one that somebody reads for a write is never rejected. */
  #passes(row: number, at: number): boolean {
    if (this.quality!.passes(row, this.#out.judged, at)) return true;
    if (this.#isSingle) this.quality!.pardon(this.#out.judged, at);
    return this.#isSingle;
  }

  /** @returns the place where the reading stands now, behind what the door lets go before it; −1 where it is held back. */
  #throughDoor(row: number, at: number): number {
    const door = this.#door!;
    const found = door.take(row, this.#out.judged, at);
    if (found === 0) return -1;
    const place = found & DOOR.held ? this.#addHeld(row) : at;
    this.#deadband.keep(row, this.#out.judged, place);
    if (found & DOOR.current) {
      door.restart(row, this.#out.judged, place);
      return place;
    }
    door.leave(row, this.#out.judged, place);
    return -1;
  }

  /** What the door holds back becomes a point, and lines start anew at the point that follows. */
  #leaveDoor(row: number): void {
    if (!this.#door?.has(row)) return;
    if (this.#door.isHolding(row)) this.#addHeld(row);
    this.#door.forget(row);
  }

  /** What the door holds back becomes a point before the reading judged last. @returns the place of that one now. */
  #addHeld(row: number): number {
    const at = this.#out.before();
    copyReading(this.#door!.held, row, this.#out.judged, at);
    this.#add(row, at, undefined);
    return at + 1;
  }

  /** The same reading comes again when a subscription is made anew. */
  #isRepeated(row: number, at: number, newCell: TypedCell | undefined): boolean {
    if (this.#hasSeen[row] === 0 || this.#mustTell[row] === 1) return false;
    const { value, status, timeUs } = this.#out.judged;
    if (timeUs[at] !== this.#seen.timeUs[row] || status[at] !== this.#sentStatus[row]) return false;
    if (!Object.is(value[at], this.#seen.value[row])) return false;
    const before = this.#seenCell.get(row);
    if (newCell?.kind !== 'bytes' || before?.kind !== 'bytes') return newCell === undefined;
    return newCell.value.length === before.value.length && newCell.value.every((byte, i) => byte === before.value[i]);
  }

  #see(row: number, at: number, cell: TypedCell | undefined): void {
    this.#hasSeen[row] = 1;
    copyReading(this.#out.judged, at, this.#seen, row);
    // The bytes are the driver's.
    if (cell) this.#seenCell.set(row, cell.kind === 'bytes' ? { ...cell, value: cell.value.slice() } : cell);
  }

  /** What stands at this place becomes a point that this gateway stamps: later than every other of its tag. */
  #addOwn(row: number, at: number, cell: TypedCell | undefined, nowUs: number): void {
    const { status, timeUs } = this.#out.judged;
    timeUs[at] = Math.max(nowUs, this.#lastTimeUs[row]! + 1);
    this.#ownUs[row] = timeUs[at];
    this.#add(row, at, isBad(status[at]!) ? undefined : cell);
  }

  #add(row: number, at: number, cell: TypedCell | undefined): void {
    this.#lastTimeUs[row] = Math.max(this.#out.judged.timeUs[at]!, this.#lastTimeUs[row]!);
    this.#out.add(row, cell);
  }
}
