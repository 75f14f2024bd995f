/** Tags that are read together. */
export interface IntervalGroup<Tag> {
  readonly intervalMs: number;
  readonly tags: readonly Tag[];
}

/**
 * The tags of a device by poll interval, the shortest first; tags keep their order within a group.
 * @param deviceIntervalMs of tags without an interval of their own.
 */
export function groupByInterval<Tag extends { readonly pollIntervalMs?: number | undefined }>(
  tags: readonly Tag[],
  deviceIntervalMs: number,
): readonly IntervalGroup<Tag>[] {
  const groups = Map.groupBy(tags, (tag) => tag.pollIntervalMs ?? deviceIntervalMs);
  // A device without tags is connected and watched all the same.
  if (groups.size === 0) groups.set(deviceIntervalMs, []);
  return [...groups]
    .map(([intervalMs, own]) => ({ intervalMs, tags: own }))
    .sort((a, b) => a.intervalMs - b.intervalMs);
}
