import type { PointBatch, TypedCell } from '../../src-shared/domain/point-batch.ts';
import { STATUS } from '../../src-shared/domain/quality.ts';
import { CLOCK_STEP_US } from '../kernel/step-back.ts';
import { DeadbandFilter } from './deadband.ts';
import { copyReading, RowJudge } from './judge-rows.ts';
import { PointColumns } from './point-columns.ts';
import { QualityGate } from './quality-gate.ts';
import { DOOR, SwingingDoor } from './swinging-door.ts';
import type { TagRule } from './tag-rule.ts';

/** The readings of one poll; row i belongs to rule i. Values in device units (drivers/driver.ts). */
export interface Readings {
  readonly timeUs: Float64Array;
  readonly value: Float64Array;
  readonly status: Uint32Array;
  readonly cells: readonly TypedCell[];
}

export interface NormaliserOptions {
  readonly device: number;
  readonly rules: readonly TagRule[];
  /** Set for simulated devices: every point says so. */
  readonly simulated: boolean;
}

/**
 * Turns the readings of one device into points: scale → unit → clamp → quality → time → deadband, row by row over
 * columns that are made once. It knows neither clock nor driver; what it remembers is the last point of each tag.
 */
export class Normaliser {
  readonly #judge: RowJudge;
  readonly #rows: number;
  /** Undefined where no tag has quality rules. */
  readonly quality: QualityGate | undefined;
  readonly #deadband: DeadbandFilter;
  readonly #door: SwingingDoor | undefined;
  readonly #lastTimeUs: Float64Array;
  readonly #out: PointColumns;

  constructor(options: NormaliserOptions) {
    const { rules } = options;
    this.#rows = rules.length;
    this.#judge = new RowJudge(rules);
    this.quality = QualityGate.of(rules);
    this.#deadband = new DeadbandFilter(rules);
    this.#door = SwingingDoor.of(rules);
    this.#lastTimeUs = new Float64Array(rules.length).fill(Number.NEGATIVE_INFINITY);
    this.#out = new PointColumns(options, this.#judge);
  }

  /** @returns the points worth having, or undefined when every change stayed inside its deadband. */
  normalise(readings: Readings, receivedUs: number): PointBatch | undefined {
    const { cells } = readings;
    const latestUs = this.#latest(receivedUs);
    this.#deadband.takeCells(cells);
    let next = 0;
    for (let row = 0; row < this.#rows; row++) {
      const at = this.#place(row, readings, row, latestUs);
      while (next < cells.length && cells[next]!.row < row) next++;
      const cell = cells[next]?.row === row ? cells[next] : undefined;
      if (this.quality && !this.quality.passes(row, this.#out.judged, at)) continue;
      this.#filter(row, at, cell);
    }
    return this.#out.take(receivedUs);
  }

  /**
   * The point of one row that was read outside of its poll; made whatever the deadband says.
   * @param readings of this row alone, as row 0.
   */
  single(row: number, readings: Readings, receivedUs: number): PointBatch {
    const cell = readings.cells[0];
    const latestUs = this.#latest(receivedUs);
    this.#deadband.takeCells(cell ? [{ ...cell, row }] : []);
    this.#leaveDoor(row);
    const at = this.#place(row, readings, 0, latestUs);
    // What was read for a write is told also where a rule would reject it, and then as uncertain.
    if (this.quality?.passes(row, this.#out.judged, at) === false) this.quality.pardon(this.#out.judged, at);
    this.#keep(row, at, cell);
    return this.#out.take(receivedUs)!;
  }

  /** The device is gone: one Bad point for every tag, once; undefined when they are all known to be Bad already. */
  lost(nowUs: number): PointBatch | undefined {
    const isBack = this.#out.isBack(nowUs);
    for (let row = 0; row < this.#rows; row++) {
      // What is known to be Bad already is not told again for a clock.
      if (isBack) this.#followBack(row);
      if (!this.#deadband.isNews(row, STATUS.BadNoCommunication, nowUs)) continue;
      this.#leaveDoor(row);
      const at = this.#out.next();
      const { value, status, timeUs, clockUs } = this.#out.judged;
      value[at] = Number.NaN;
      status[at] = STATUS.BadNoCommunication;
      timeUs[at] = nowUs;
      clockUs[at] = nowUs;
      this.#keep(row, at, undefined);
    }
    return this.#out.take(nowUs);
  }

  /** Begins anew where our clock was set back. @returns the latest time that a reading may have which is received now. */
  #latest(receivedUs: number): number {
    if (!this.#out.isBack(receivedUs)) return Number.POSITIVE_INFINITY;
    for (let row = 0; row < this.#rows; row++) this.#beginAnew(row);
    // What is stamped later was stamped by the clock as it was before; followed, the row would stay in that time.
    return receivedUs;
  }

  /** The clock was set back: no heartbeat and no line reaches from the time before, so the tag is told anew. */
  #beginAnew(row: number): void {
    this.#followBack(row);
    this.#deadband.forget(row);
  }

  /** Times go on from where the clock is now; the log gives them a new epoch. What a door holds back belongs to the other time. */
  #followBack(row: number): void {
    this.#lastTimeUs[row] = Number.NEGATIVE_INFINITY;
    this.#door?.forget(row);
  }

  /** Judges the reading at place `i`. @returns the place where it stands judged. */
  #place(row: number, readings: Readings, i: number, latestUs: number): number {
    const at = this.#out.next();
    const { judged } = this.#out;
    this.#judge.judge(row, readings, i, judged, at);
    const timeUs = Math.min(readings.timeUs[i]!, latestUs);
    // A server stamps by its own clock, which may be set back too.
    if (timeUs < this.#lastTimeUs[row]! - CLOCK_STEP_US) this.#beginAnew(row);
    judged.timeUs[at] = timeUs;
    judged.clockUs[at] = timeUs;
    return at;
  }

  /** Makes a point of the reading judged at this place where it is worth one. */
  #filter(row: number, at: number, cell: TypedCell | undefined): void {
    const door = this.#door;
    if (!door?.has(row)) {
      if (this.#deadband.isWorth(row, this.#out.judged, at)) this.#add(row, at, cell);
      return;
    }
    const found = door.take(row, this.#out.judged, at);
    if (found === 0) return;
    const place = found & DOOR.held ? this.#addHeld(row) : at;
    if (found & DOOR.current) return this.#keep(row, place, cell);
    door.leave(row, this.#out.judged, place);
    this.#deadband.keep(row, this.#out.judged, place);
  }

  /** Makes a point of what stands at this place, and remembers it. */
  #keep(row: number, at: number, cell: TypedCell | undefined): void {
    this.#deadband.keep(row, this.#out.judged, at);
    this.#door?.restart(row, this.#out.judged, at);
    this.#add(row, at, cell);
  }

  /** What the door holds back becomes a point. */
  #leaveDoor(row: number): void {
    if (this.#door?.isHolding(row)) this.#addHeld(row);
  }

  /** What the door holds back becomes a point before the reading judged last. @returns the place of that one now. */
  #addHeld(row: number): number {
    const at = this.#out.before();
    copyReading(this.#door!.held, row, this.#out.judged, at);
    this.#add(row, at, undefined);
    return at + 1;
  }

  #add(row: number, at: number, cell: TypedCell | undefined): void {
    const { timeUs } = this.#out.judged;
    // Equal or a little earlier than the last one means that the wall clock is being trimmed: one µs later keeps the order.
    timeUs[at] = Math.max(timeUs[at]!, this.#lastTimeUs[row]! + 1);
    this.#lastTimeUs[row] = timeUs[at];
    this.#out.add(row, cell);
  }
}
