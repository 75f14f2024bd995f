/** `drop`: it does not arrive, and both sides are reset. `last`: it arrives, and both sides are reset. */
export type Fate = 'pass' | 'drop' | 'last';
/** `rst` resets both sides, `fin` closes both in the ordinary way, `silence` lets nothing more pass and closes nothing. */
export type Ending = 'rst' | 'fin' | 'silence';

export interface CutOptions {
  /** How much of the pattern arrives: nothing (unless its head came in a chunk before), a half, or all. */
  readonly where?: 'before' | 'within' | 'after';
  readonly how?: Ending;
  /** Passes over the matches before this one; counted over all connections. */
  readonly nth?: number;
  /** Chance of a match to be cut at, 0…1. */
  readonly share?: number;
  /** At most so many cuts. */
  readonly times?: number;
}

export interface PatternCut extends Required<CutOptions> {
  readonly pattern: Buffer;
  matches: number;
  cuts: number;
}

/** What is done to the bytes of one direction. Changed while connections stand. */
export interface FaultProxyToxics {
  latencyMs: number;
  jitterMs: number;
  bytesPerS: number;
  sliceBytes: number;
  sliceGapMs: number;
  /** Share of the bits that arrive inverted. */
  flipRate: number;
  /** Chance of a chunk to arrive twice. */
  dupRate: number;
  /** Only so many bytes of each chunk arrive. */
  truncateBytes: number;
  /** Arrives once on each connection, in front of its next chunk. */
  insert: Buffer | undefined;
  /** What ends a connection, after so many bytes more of it. */
  end: { readonly how: Ending; readonly afterBytes: number } | undefined;
  cut: PatternCut | undefined;
}

export const NO_TOXICS: Readonly<FaultProxyToxics> = {
  latencyMs: 0,
  jitterMs: 0,
  bytesPerS: Number.POSITIVE_INFINITY,
  sliceBytes: Number.POSITIVE_INFINITY,
  sliceGapMs: 0,
  flipRate: 0,
  dupRate: 0,
  truncateBytes: Number.POSITIVE_INFINITY,
  insert: undefined,
  end: undefined,
  cut: undefined,
};
