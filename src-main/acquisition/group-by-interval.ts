import type { PaceBounds } from '../../src-shared/domain/adaptive-polling.ts';

/** Tags that are read together. */
export interface IntervalGroup<Tag> {
  /** Where polling begins, where it has bounds. */
  readonly intervalMs: number;
  /** Undefined: the interval stays. */
  readonly bounds?: PaceBounds | undefined;
  readonly tags: readonly Tag[];
}

interface PacedTag {
  readonly pollIntervalMs?: number | undefined;
  readonly bounds?: PaceBounds | undefined;
}

/**
 * The tags of a device by poll interval and its bounds, the shortest first; tags keep their order within a group.
 * @param deviceIntervalMs of tags without an interval of their own.
 */
export function groupByInterval<Tag extends PacedTag>(
  tags: readonly Tag[],
  deviceIntervalMs: number,
): readonly IntervalGroup<Tag>[] {
  const intervalOf = (tag: Tag): number => tag.pollIntervalMs ?? deviceIntervalMs;
  const groups = Map.groupBy(
    tags,
    (tag) => `${intervalOf(tag)} ${tag.bounds?.fastestMs ?? ''} ${tag.bounds?.slowestMs ?? ''}`,
  );
  // A device without tags is connected and watched all the same.
  if (groups.size === 0) return [{ intervalMs: deviceIntervalMs, tags: [] }];
  return [...groups.values()]
    .map((own) => ({ intervalMs: intervalOf(own[0]!), bounds: own[0]!.bounds, tags: own }))
    .sort((a, b) => a.intervalMs - b.intervalMs);
}
