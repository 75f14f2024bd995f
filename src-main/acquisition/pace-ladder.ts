import type { PaceBounds } from '../../src-shared/domain/adaptive-polling.ts';

/**
 * The periods that polls may have between two bounds, fastest first: each is double the one before, and the slowest is the
 * last. Few steps that are the same for all devices of the same bounds keep their slots together (decision 17).
 */
export function paceLadder({ fastestMs, slowestMs }: PaceBounds): readonly number[] {
  const ladder: number[] = [];
  for (let periodMs = fastestMs; periodMs < slowestMs; periodMs *= 2) ladder.push(periodMs);
  ladder.push(slowestMs);
  return ladder;
}

/** The slowest step that is no slower than a period; the fastest where all are. */
export function stepFor(ladder: readonly number[], periodMs: number): number {
  let step = 0;
  while (step + 1 < ladder.length && ladder[step + 1]! <= periodMs) step++;
  return step;
}
