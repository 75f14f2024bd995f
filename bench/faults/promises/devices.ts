import type { Promised } from './promise.ts';

/** Rows 17-25. */
export const DEVICES: readonly Promised[] = [];
