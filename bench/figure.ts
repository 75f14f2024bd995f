/** Smallest, middle and largest of several runs. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** What a figure must keep to; judged on the median. */
export type Gate = { readonly atMost: number } | { readonly atLeast: number };

/** One figure of ours beside the same figure of a yardstick, measured in turn with it. */
export interface Comparison {
  /** Who the yardstick is: `libmodbus in C`. */
  readonly with: string;
  readonly theirs: Spread;
  /** ours / theirs, run by run: both runs of a pair saw the machine at about the same moment. */
  readonly ratio: Spread;
  readonly gate?: Gate;
}

export interface Figure {
  readonly name: string;
  /** `ms`, `points/s`; what the numbers of `ours` and `theirs` are in. */
  readonly unit: string;
  readonly ours: Spread;
  /** Of the figure itself, where the goal is an absolute one. */
  readonly gate?: Gate;
  readonly comparisons: readonly Comparison[];
}

/** @throws RangeError for no numbers and for one that is not finite: a run that measured nothing is no result. */
export function spreadOf(values: readonly number[]): Spread {
  if (values.length === 0) throw new RangeError('No run was measured');
  const odd = values.find((value) => !Number.isFinite(value));
  if (odd !== undefined) throw new RangeError(`A run measured ${odd}`);
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  return { min: sorted[0]!, median, max: sorted.at(-1)! };
}

/** The smallest value that at least `share` (0…1) of the values do not exceed: nearest rank. */
export function percentile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new RangeError('No value to take a percentile of');
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(Math.max(Math.ceil(share * sorted.length) - 1, 0), sorted.length - 1)]!;
}

/** Run by run: `ours[i] / theirs[i]`. @throws RangeError when the runs are not pairs. */
export function ratioOf(ours: readonly number[], theirs: readonly number[]): Spread {
  if (ours.length !== theirs.length) throw new RangeError(`${ours.length} runs cannot be paired with ${theirs.length}`);
  return spreadOf(ours.map((value, run) => value / theirs[run]!));
}

/** A figure from runs that took turns; `theirs[i]` was measured right after `ours[i]`. */
export function figure(
  name: string,
  unit: string,
  ours: readonly number[],
  others: readonly { readonly with: string; readonly theirs: readonly number[]; readonly gate?: Gate }[] = [],
  gate?: Gate,
): Figure {
  const comparisons = others.map(({ with: who, theirs, gate: ratioGate }) => ({
    with: who,
    theirs: spreadOf(theirs),
    ratio: ratioOf(ours, theirs),
    ...(ratioGate && { gate: ratioGate }),
  }));
  return { name, unit, ours: spreadOf(ours), comparisons, ...(gate && { gate }) };
}

export function isMet(gate: Gate, { median }: Spread): boolean {
  return 'atMost' in gate ? median <= gate.atMost : median >= gate.atLeast;
}

/** Every gate of a figure that its median misses, as a sentence. */
export function misses({ name, unit, ours, gate, comparisons }: Figure): string[] {
  const missed: string[] = [];
  if (gate && !isMet(gate, ours))
    missed.push(`${name}: ${digits(ours.median)} ${unit}, the gate is ${gateText(gate)} ${unit}`);
  for (const { with: who, ratio, gate: ratioGate } of comparisons) {
    if (ratioGate && !isMet(ratioGate, ratio))
      missed.push(`${name}: ${digits(ratio.median)} × ${who}, the gate is ${gateText(ratioGate)} ×`);
  }
  return missed;
}

export function gateText(gate: Gate): string {
  return 'atMost' in gate ? `≤ ${digits(gate.atMost)}` : `≥ ${digits(gate.atLeast)}`;
}

/** Three digits that count, thousands apart: `0.512`, `41,200`. */
export function digits(value: number): string {
  if (Math.abs(value) >= 1_000) return Math.round(value).toLocaleString('en');
  return String(Number(value.toPrecision(3)));
}

/** `0.51 (0.49…0.55)`. */
export function spreadText({ min, median, max }: Spread): string {
  return min === max ? digits(median) : `${digits(median)} (${digits(min)}…${digits(max)})`;
}
