/**
 * The circles of a graph, each with its members in order; of circles that share members one is told.
 * @param next where each key leads
 */
export function circles(keys: readonly string[], next: (key: string) => readonly string[]): string[][] {
  const found: string[][] = [];
  const state = new Map<string, 'open' | 'done'>();
  for (const start of keys) {
    if (state.has(start)) continue;
    state.set(start, 'open');
    // The way from the start to where we stand; own stack, as a chain may be as long as a project has tags.
    const way = [{ key: start, left: [...next(start)] }];
    while (way.length > 0) {
      const here = way.at(-1)!;
      const other = here.left.shift();
      if (other === undefined) {
        state.set(here.key, 'done');
        way.pop();
      } else if (state.get(other) === 'open') {
        found.push(way.slice(way.findIndex(({ key }) => key === other)).map(({ key }) => key));
      } else if (!state.has(other)) {
        state.set(other, 'open');
        way.push({ key: other, left: [...next(other)] });
      }
    }
  }
  return found;
}
