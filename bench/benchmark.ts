import type { Figure } from './figure.ts';

/** `tiny` only shows that a benchmark works; `short` gives figures; `long` gives those that may be quoted. */
export const SIZES = ['tiny', 'short', 'long'] as const;
export type Size = (typeof SIZES)[number];

export interface Outcome {
  readonly figures: readonly Figure[];
  /** What was done while measuring, in sentences: how much work the figures stand for. */
  readonly work: readonly string[];
}

export interface BenchmarkRun {
  readonly size: Size;
  /** Asked for on the command line; otherwise the size says how long. */
  readonly minutes: number | undefined;
  /** Tells what is going on. */
  readonly say: (text: string) => void;
}

export interface Benchmark {
  readonly name: string;
  readonly title: string;
  /** Why it cannot run on this machine, or undefined. */
  readonly missing: () => string | undefined;
  /** @throws Error when less than the minimum of work was done, or when a check of the results fails. */
  readonly run: (run: BenchmarkRun) => Promise<Outcome>;
}

/** @throws Error when a benchmark did less than it must have done for its figures to mean something. */
export function atLeast(minimum: number, done: number, what: string): void {
  if (!(done >= minimum))
    throw new Error(`Too little was done to measure: ${what} ${done}, at least ${minimum} was asked for`);
}
