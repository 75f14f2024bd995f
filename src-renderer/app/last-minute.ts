const MINUTE_MS = 60_000;

/** How much a counter grew in the last minute. */
export class LastMinute {
  #readings: { readonly count: number; readonly timeMs: number }[] = [];

  /** Takes a reading, ms by any clock that goes on. A counter that became smaller began anew. */
  grown(count: number, timeMs: number): number {
    if (count < (this.#readings.at(-1)?.count ?? 0)) this.#readings = [];
    this.#readings = this.#readings.filter((reading) => timeMs - reading.timeMs <= MINUTE_MS);
    this.#readings.push({ count, timeMs });
    return count - this.#readings[0]!.count;
  }
}
