import type { AnswerColumn } from './answer-columns.ts';

/** Pairs of two columns at the same times; those without a number in either are left out. */
export interface XyPoints {
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Pearson's coefficient; NaN where there is none. */
  readonly correlation: number;
}

type Values = Pick<AnswerColumn, 'timeUs' | 'values'>;

export function xyPoints(a: Values, b: Values): XyPoints {
  const [xs, ys]: [number[], number[]] = [[], []];
  let row = 0;
  for (const [at, us] of a.timeUs.entries()) {
    while (row < b.timeUs.length && b.timeUs[row]! < us) row++;
    if (b.timeUs[row] !== us) continue;
    const [x, y] = [a.values[at]!, b.values[row]!];
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
    xs.push(x);
    ys.push(y);
  }
  return { x: Float64Array.from(xs), y: Float64Array.from(ys), correlation: correlationOf(xs, ys) };
}

function correlationOf(xs: readonly number[], ys: readonly number[]): number {
  const mean = (all: readonly number[]): number => all.reduce((sum, one) => sum + one, 0) / all.length;
  const [meanX, meanY] = [mean(xs), mean(ys)];
  let [both, ofX, ofY] = [0, 0, 0];
  for (const [at, x] of xs.entries()) {
    const [dx, dy] = [x - meanX, ys[at]! - meanY];
    both += dx * dy;
    ofX += dx * dx;
    ofY += dy * dy;
  }
  return ofX > 0 && ofY > 0 ? both / Math.sqrt(ofX * ofY) : Number.NaN;
}
