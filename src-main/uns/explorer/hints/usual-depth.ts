/** Of what share of the topics a depth is that of all of them. */
const MOST = 0.8;
const FEWEST = 3;

/** How many levels the topics of a project have, where nearly all have as many; undefined where there is no rule. */
export function usualDepth(topics: readonly string[]): number | undefined {
  if (topics.length < FEWEST) return undefined;
  const counts = new Map<number, number>();
  for (const topic of topics) {
    const depth = topic.split('/').length;
    counts.set(depth, (counts.get(depth) ?? 0) + 1);
  }
  const [usual] = [...counts].toSorted(([, a], [, b]) => b - a);
  return usual && usual[1] >= MOST * topics.length ? usual[0] : undefined;
}
