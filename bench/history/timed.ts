/** How long each of so many questions takes, ms; one before them, which meets cold caches, is left out. */
export async function timed(repeats: number, ask: (n: number) => unknown): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n <= repeats; n++) {
    const startedMs = performance.now();
    await ask(n);
    times.push(performance.now() - startedMs);
  }
  return times.slice(1);
}
