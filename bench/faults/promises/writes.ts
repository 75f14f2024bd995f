import type { Promised } from './promise.ts';

/** Rows 26-31. */
export const WRITES: readonly Promised[] = [];
