import type { Promised } from './promise.ts';

/** Rows 1-10. */
export const STORING: readonly Promised[] = [];
