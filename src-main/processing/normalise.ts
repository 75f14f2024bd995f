import type { PointBatch, TypedCell } from '../../src-shared/domain/point-batch.ts';
import { isBad, STATUS } from '../../src-shared/domain/quality.ts';
import { DeadbandFilter } from './deadband.ts';
import { RowJudge } from './judge-rows.ts';
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
  normalise({ timeUs, value, status, cells }: Readings, receivedUs: number): PointBatch | undefined {
    this.#deadband.takeCells(cells);
    let next = 0;
    for (let row = 0; row < this.#rows; row++) {
      const at = this.#out.next();
      this.#judge.judge(row, value[row]!, status[row]!, this.#out.judged, at);
      while (next < cells.length && cells[next]!.row < row) next++;
      const cell = cells[next]?.row === row ? cells[next] : undefined;
      if (this.quality && !this.#passes(row, at, timeUs[row]!)) continue;
      this.#filter(row, at, timeUs[row]!, cell);
    }
    return this.#out.take(receivedUs);
  }

  /**
   * The point of one row that was read outside of its poll; made whatever the deadband says.
   * @param readings of this row alone, as row 0.
   */
  single(row: number, readings: Readings, receivedUs: number): PointBatch {
    const cell = readings.cells[0];
    this.#deadband.takeCells(cell ? [{ ...cell, row }] : []);
    const timeUs = readings.timeUs[0]!;
    this.#leaveDoor(row);
    const at = this.#out.next();
    const { judged } = this.#out;
    this.#judge.judge(row, readings.value[0]!, readings.status[0]!, judged, at);
    // What was read for a write is told also where a rule would reject it, and then as uncertain.
    if (this.quality && !this.#passes(row, at, timeUs)) judged.status[at] = this.quality.pardon();
    this.#deadband.keep(row, judged.value[at]!, judged.status[at]!, timeUs);
    this.#door?.restart(row, judged.value[at]!, judged.status[at]!, timeUs, timeUs);
    this.#add(row, timeUs, cell);
    return this.#out.take(receivedUs)!;
  }

  /** The device is gone: one Bad point for every tag, once; undefined when they are all known to be Bad already. */
  lost(nowUs: number): PointBatch | undefined {
    for (let row = 0; row < this.#rows; row++) {
      if (!this.#deadband.isNews(row, STATUS.BadNoCommunication, nowUs)) continue;
      this.#leaveDoor(row);
      const at = this.#out.next();
      this.#out.judged.value[at] = Number.NaN;
      this.#out.judged.status[at] = STATUS.BadNoCommunication;
      this.#door?.restart(row, Number.NaN, STATUS.BadNoCommunication, nowUs, nowUs);
      this.#add(row, nowUs, undefined);
    }
    return this.#out.take(nowUs);
  }

  /** Applies the quality rules to the reading judged at this place. */
  #passes(row: number, at: number, timeUs: number): boolean {
    const { value, status } = this.#out.judged;
    const found = this.quality!.judge(row, value[at]!, status[at]!, timeUs);
    if (found < 0) return false;
    status[at] = found;
    if (isBad(found)) value[at] = Number.NaN;
    return true;
  }

  /** Makes a point of the reading judged at this place where it is worth one. */
  #filter(row: number, at: number, timeUs: number, cell: TypedCell | undefined): void {
    const value = this.#out.judged.value[at]!;
    const status = this.#out.judged.status[at]!;
    const door = this.#door;
    if (!door?.has(row)) {
      if (this.#deadband.isWorth(row, value, status, timeUs)) this.#add(row, timeUs, cell);
      return;
    }
    const found = door.take(row, value, status, timeUs, timeUs);
    if (found === 0) return;
    if (found & DOOR.held) this.#addHeld(row);
    if (found & DOOR.current) {
      const place = this.#out.next();
      this.#out.judged.value[place] = value;
      this.#out.judged.status[place] = status;
      door.restart(row, value, status, timeUs, timeUs);
      this.#add(row, timeUs, cell);
    } else door.leave(row, value, timeUs, timeUs);
    this.#deadband.keep(row, value, status, timeUs);
  }

  /** What the door holds back becomes a point. */
  #leaveDoor(row: number): void {
    if (this.#door?.isHolding(row)) this.#addHeld(row);
  }

  #addHeld(row: number): void {
    const place = this.#out.next();
    this.#out.judged.value[place] = this.#door!.heldValue[row]!;
    this.#out.judged.status[place] = this.#door!.statusOf(row);
    this.#add(row, this.#door!.heldUs[row]!, undefined);
  }

  #add(row: number, timeUs: number, cell: TypedCell | undefined): void {
    // Equal or earlier than the last one means the wall clock was set back: one µs later keeps the order.
    const time = Math.max(timeUs, this.#lastTimeUs[row]! + 1);
    this.#lastTimeUs[row] = time;
    this.#out.add(row, time, cell);
  }
}
