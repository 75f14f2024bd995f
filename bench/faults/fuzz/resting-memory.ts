const MEBIBYTE = 2 ** 20;

/** What this process has behind a collection of what is not needed, MiB. */
export interface RestingMemory {
  /** Held by anything: heap, buffers and what libraries have beside it. */
  readonly held: number;
  /** Taken from the system. V8 gives back little of what it needed once, so that this settles after some ten thousand frames. */
  readonly resident: number;
}

export function restingMemory(): RestingMemory {
  for (let round = 0; round < 3; round++) globalThis.gc!();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { held: (heapUsed + external) / MEBIBYTE, resident: rss / MEBIBYTE };
}
