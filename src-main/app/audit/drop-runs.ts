/** Points of one sink that were given up, one after another. */
export interface DropRun {
  readonly sink: string;
  readonly points: number;
  readonly seconds: number;
}

interface OpenRun {
  before: number;
  dropped: number;
  beganMs: number;
  lastMs: number;
}

/** A run ends when nothing was dropped for so long. */
const QUIET_MS = 60_000;

/** Makes runs of what sinks drop, so that an hour of drops is one entry and not thousands. */
export class DropRuns {
  readonly #told: (run: DropRun) => void;
  readonly #known = new Map<string, number>();
  readonly #runs = new Map<string, OpenRun>();

  constructor(told: (run: DropRun) => void) {
    this.#told = told;
  }

  /** Takes the counts of all sinks, once a second. What was dropped before the first look is told by earlier runs. */
  look(sinks: readonly { readonly sink: string; readonly dropped: number }[], nowMs: number): void {
    for (const { sink, dropped } of sinks) {
      const before = this.#known.get(sink) ?? dropped;
      this.#known.set(sink, dropped);
      const run = this.#runs.get(sink);
      if (dropped > before) {
        if (run) Object.assign(run, { dropped, lastMs: nowMs });
        else this.#runs.set(sink, { before, dropped, beganMs: nowMs, lastMs: nowMs });
      } else if (run && nowMs - run.lastMs >= QUIET_MS) this.#tell(sink, run);
    }
  }

  /** Tells runs that are open. */
  end(): void {
    for (const [sink, run] of this.#runs) this.#tell(sink, run);
  }

  #tell(sink: string, { before, dropped, beganMs, lastMs }: OpenRun): void {
    this.#runs.delete(sink);
    this.#told({ sink, points: dropped - before, seconds: Math.round((lastMs - beganMs) / 1_000) });
  }
}
