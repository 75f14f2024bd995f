import type { TypedCell } from '../../src-shared/domain/point-batch.ts';
import type { JudgedColumns } from './judge-rows.ts';
import type { TagRule } from './tag-rule.ts';

/**
 * Decides which readings are worth a point. A change of status always is. A change of value is when it leaves the
 * band around the last point kept (not the last reading, so that a slow drift shows), or when the heartbeat is due.
 */
export class DeadbandFilter {
  readonly #band: Float64Array;
  readonly #ratio: Float64Array;
  readonly #heartbeatUs: Float64Array;
  readonly #lastValue: Float64Array;
  readonly #lastStatus: Float64Array;
  readonly #lastTimeUs: Float64Array;
  readonly #cellChanged: Uint8Array;
  readonly #lastCell = new Map<number, TypedCell['value']>();

  constructor(rules: readonly TagRule[]) {
    this.#band = Float64Array.from(rules, (rule) => rule.deadband);
    this.#ratio = Float64Array.from(rules, (rule) => rule.deadbandRatio);
    this.#heartbeatUs = Float64Array.from(rules, (rule) => rule.heartbeatUs);
    this.#lastValue = new Float64Array(rules.length).fill(Number.NaN);
    this.#lastStatus = new Float64Array(rules.length).fill(-1);
    this.#lastTimeUs = new Float64Array(rules.length);
    this.#cellChanged = new Uint8Array(rules.length);
  }

  /** Told before the rows of a poll: which strings and big integers differ from the last. */
  takeCells(cells: readonly TypedCell[]): void {
    if (this.#lastCell.size > 0 || cells.length > 0) this.#cellChanged.fill(0);
    for (const cell of cells) this.takeCell(cell.row, cell);
  }

  /** Told before a reading of its own: whether its string or big integer differs from the row's last. */
  takeCell(row: number, cell: TypedCell | undefined): boolean {
    // Bytes are compared by being always new: they are rare, and a copy to compare would cost more.
    const isNew = cell !== undefined && (cell.kind === 'bytes' || this.#lastCell.get(row) !== cell.value);
    if (isNew) this.#lastCell.set(row, cell.value);
    this.#cellChanged[row] = isNew ? 1 : 0;
    return isNew;
  }

  /** Remembers the reading at this place when it answers true. */
  isWorth(row: number, readings: JudgedColumns, at: number): boolean {
    if (this.#isQuiet(row, readings, at)) return false;
    this.keep(row, readings, at);
    return true;
  }

  /** Remembers a point that is made whatever the deadband says. */
  keep(row: number, { value, status, clockUs }: JudgedColumns, at: number): void {
    this.#lastValue[row] = value[at]!;
    this.#lastStatus[row] = status[at]!;
    this.#lastTimeUs[row] = clockUs[at]!;
  }

  /** The next reading of the row is worth a point, whatever it is, and its heartbeat is due. */
  forget(row: number): void {
    this.#lastStatus[row] = -1;
    this.#lastTimeUs[row] = Number.NEGATIVE_INFINITY;
  }

  /** True where the last point kept is as old as the heartbeat. */
  isDue(row: number, nowUs: number): boolean {
    return nowUs - this.#lastTimeUs[row]! >= this.#heartbeatUs[row]!;
  }

  /** True once per change of status, for points that carry no value. */
  isNews(row: number, status: number, nowUs: number): boolean {
    if (this.#lastStatus[row] === status) return false;
    this.#lastValue[row] = Number.NaN;
    this.#lastStatus[row] = status;
    this.#lastTimeUs[row] = nowUs;
    return true;
  }

  #isQuiet(row: number, readings: JudgedColumns, at: number): boolean {
    const band = this.#band[row]!;
    if (Number.isNaN(band)) return false;
    if (this.#lastStatus[row] !== readings.status[at] || this.#cellChanged[row] === 1) return false;
    if (readings.clockUs[at]! - this.#lastTimeUs[row]! >= this.#heartbeatUs[row]!) return false;
    const value = readings.value[at]!;
    const last = this.#lastValue[row]!;
    // What is not finite has no distance, and no share of it is a band: it is quiet while it stays the same.
    if (!Number.isFinite(value) || !Number.isFinite(last)) return Object.is(value, last);
    return Math.abs(value - last) <= Math.max(band, this.#ratio[row]! * Math.abs(last));
  }
}
