import type { Promised } from './promise.ts';

/** Rows 32-40. */
export const SECURITY: readonly Promised[] = [];
