import type { PointBatch, TypedCell } from '../../src-shared/domain/point-batch.ts';
import { isBad, STATUS } from '../../src-shared/domain/quality.ts';
import { DeadbandFilter } from './deadband.ts';
import { type JudgedColumns, RowJudge } from './judge-rows.ts';
import { pointFlags } from './point-flags.ts';
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
  readonly #options: NormaliserOptions;
  readonly #judge: RowJudge;
  readonly #tag: Uint32Array;
  readonly #deadband: DeadbandFilter;
  readonly #lastTimeUs: Float64Array;
  readonly #keep: Uint32Array;
  readonly #judged: JudgedColumns;

  constructor(options: NormaliserOptions) {
    const { rules } = options;
    this.#options = options;
    this.#judge = new RowJudge(rules);
    this.#tag = Uint32Array.from(rules, (rule) => rule.tag);
    this.#deadband = new DeadbandFilter(rules);
    this.#lastTimeUs = new Float64Array(rules.length).fill(Number.NEGATIVE_INFINITY);
    this.#keep = new Uint32Array(rules.length);
    this.#judged = { value: new Float64Array(rules.length), status: new Uint32Array(rules.length) };
  }

  /** @returns the points worth having, or undefined when every change stayed inside its deadband. */
  normalise(readings: Readings, receivedUs: number): PointBatch | undefined {
    this.#deadband.takeCells(readings.cells);
    const rows = this.#tag.length;
    const judged = this.#judged;
    let kept = 0;
    for (let row = 0; row < rows; row++) {
      this.#judge.judge(row, readings.value[row]!, readings.status[row]!, judged, row);
      const isWorth = this.#deadband.isWorth(row, judged.value[row]!, judged.status[row]!, readings.timeUs[row]!);
      if (isWorth) this.#keep[kept++] = row;
    }
    return kept === 0 ? undefined : this.#batch(kept, readings.timeUs, readings.cells, receivedUs);
  }

  /**
   * The point of one row that was read outside of its poll; made whatever the deadband says.
   * @param readings of this row alone, as row 0.
   */
  single(row: number, readings: Readings, receivedUs: number): PointBatch {
    const cells = readings.cells.map((cell) => ({ ...cell, row }));
    const timeUs = new Float64Array(this.#tag.length).fill(readings.timeUs[0]!);
    this.#deadband.takeCells(cells);
    const judged = this.#judged;
    this.#judge.judge(row, readings.value[0]!, readings.status[0]!, judged, row);
    this.#deadband.isWorth(row, judged.value[row]!, judged.status[row]!, readings.timeUs[0]!);
    this.#keep[0] = row;
    return this.#batch(1, timeUs, cells, receivedUs);
  }

  /** The device is gone: one Bad point for every tag, once; undefined when they are all known to be Bad already. */
  lost(nowUs: number): PointBatch | undefined {
    const rows = this.#tag.length;
    let kept = 0;
    for (let row = 0; row < rows; row++) {
      this.#judged.value[row] = Number.NaN;
      this.#judged.status[row] = STATUS.BadNoCommunication;
      if (this.#deadband.isNews(row, STATUS.BadNoCommunication, nowUs)) this.#keep[kept++] = row;
    }
    return kept === 0 ? undefined : this.#batch(kept, new Float64Array(rows).fill(nowUs), [], nowUs);
  }

  #batch(kept: number, timeUs: Float64Array, cells: readonly TypedCell[], receivedUs: number): PointBatch {
    const batch = {
      count: kept,
      device: this.#options.device,
      origin: 'local' as const,
      receivedUs,
      tag: new Uint32Array(kept),
      timeUs: new Float64Array(kept),
      value: new Float64Array(kept),
      status: new Uint32Array(kept),
    };
    for (let i = 0; i < kept; i++) {
      const row = this.#keep[i]!;
      // Equal or earlier than the last one means the wall clock was set back: one µs later keeps the order.
      const time = Math.max(timeUs[row]!, this.#lastTimeUs[row]! + 1);
      this.#lastTimeUs[row] = time;
      batch.tag[i] = this.#tag[row]!;
      batch.timeUs[i] = time;
      batch.value[i] = this.#judged.value[row]!;
      batch.status[i] = this.#judged.status[row]!;
    }
    const flags = pointFlags(batch.status, this.#options.simulated);
    const kept64 = cells.length > 0 ? this.#keptCells(kept, cells) : [];
    return { ...batch, ...(flags && { flags }), ...(kept64.length > 0 && { cells: kept64 }) };
  }

  /** Cells move to the row of their point. A scaled integer is an approximation, so its exact cell goes. */
  #keptCells(kept: number, cells: readonly TypedCell[]): TypedCell[] {
    const out: TypedCell[] = [];
    let at = 0;
    for (let i = 0; i < kept; i++) {
      const row = this.#keep[i]!;
      while (at < cells.length && cells[at]!.row < row) at++;
      const cell = cells[at];
      if (cell?.row !== row || isBad(this.#judged.status[row]!)) continue;
      const isInteger = cell.kind === 'int64' || cell.kind === 'uint64';
      if (!(isInteger && this.#judge.isScaled(row))) out.push({ ...cell, row: i });
    }
    return out;
  }
}
