import type { Promised } from './promise.ts';

/** Rows 11-16. */
export const BUFFERS: readonly Promised[] = [];
