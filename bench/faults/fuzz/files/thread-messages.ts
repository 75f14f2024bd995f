import type { TargetResult } from './run-target.ts';
import type { TargetSet } from './target-sets.ts';

export interface ThreadOrder {
  readonly set: TargetSet;
  readonly seed: number;
  /** Times the frames of tier 0. */
  readonly scale: number;
  /** Of one decoder. */
  readonly mostMs: number;
  /** Number of the decoder, number of the step. */
  readonly progress: SharedArrayBuffer;
}

export type ThreadMessage =
  | { readonly names: readonly string[] }
  | { readonly result: TargetResult }
  | { readonly done: true };
