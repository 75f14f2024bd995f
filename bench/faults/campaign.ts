import { type Figure, figure, type Gate } from '../figure.ts';
import type { Tier } from './tier.ts';

/** A figure that stands for a promise: which row of docs/guarantees.md it proves. */
export interface Evidence extends Figure {
  readonly row: number;
}

export interface CampaignOutcome {
  readonly evidence: readonly Evidence[];
  /** What was done, in sentences: kills that hit, frames that reached the decoder, points accepted. */
  readonly work: readonly string[];
}

export interface CampaignRun {
  readonly tier: Tier;
  /** Everything random comes from it (`randomFrom`): the same seed repeats the run. */
  readonly seed: number;
  readonly say: (text: string) => void;
}

/** Breaks something on purpose, again and again, and counts what came of it. Runs in a process of its own. */
export interface Campaign {
  readonly name: string;
  readonly title: string;
  /** Rows of docs/guarantees.md that it gives figures for. */
  readonly rows: readonly number[];
  /**
   * The tiers that it is part of, with the seconds after which it has failed. What it does in a tier it sizes by itself;
   * all of tier 0 share 90 s, all of tier 1 eight minutes.
   */
  readonly deadlineS: Partial<Readonly<Record<Tier, number>>>;
  /** True when nothing in it depends on how fast the machine is: two such run at once. */
  readonly besideOthers: boolean;
  /** Why it cannot run on this machine, or undefined. */
  readonly missing: () => string | undefined;
  /** @throws Error when less than the minimum of work was done (`atLeast`): a fault test may pass because nothing ran. */
  readonly run: (run: CampaignRun) => Promise<CampaignOutcome>;
}

/** What must never happen, counted: the limit is 0. */
export const none = (row: number, name: string, unit: string, count: number): Evidence =>
  evidence(row, name, unit, count, { atMost: 0 });

/** One measured figure of a row, with its limit where it has one. */
export const evidence = (row: number, name: string, unit: string, value: number, gate?: Gate): Evidence => ({
  row,
  ...figure(name, unit, [value], [], gate),
});
