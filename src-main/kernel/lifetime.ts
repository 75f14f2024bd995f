/** Anything that can be undone. Undoing twice does nothing. */
export interface Disposable {
  dispose(): void | Promise<void>;
}

const open = new Set<Lifetime>();
let tracking = false;

/**
 * The list of what an owner must undo. Add on the line that creates; `dispose` undoes last first, waits for each, and
 * goes on when one fails.
 */
export class Lifetime implements Disposable {
  readonly name: string;
  readonly #entries: (() => void | Promise<void>)[] = [];
  readonly #abort = new AbortController();
  #ended: Promise<void> | undefined;
  readonly madeAt: string;

  constructor(name: string) {
    this.name = name;
    this.madeAt = tracking ? (new Error(name).stack ?? name) : name;
    if (tracking) open.add(this);
  }

  /** Aborted when disposal begins: hand it to every wait of the owner. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  get isDisposed(): boolean {
    return this.#ended !== undefined;
  }

  /** Registers a thing to dispose of and returns it. After disposal it is disposed of at once. */
  add<T extends Disposable>(thing: T): T {
    this.defer(() => thing.dispose());
    return thing;
  }

  /** Registers what undoes the line above. After disposal it runs at once. */
  defer(undo: () => void | Promise<void>): void {
    if (this.isDisposed) void (async () => undo())().catch(() => {});
    else this.#entries.push(undo);
  }

  /** @throws AggregateError when something could not be undone; all the rest was undone all the same. */
  dispose(): Promise<void> {
    this.#ended ??= this.#run();
    return this.#ended;
  }

  async #run(): Promise<void> {
    open.delete(this);
    this.#abort.abort();
    const failures: unknown[] = [];
    for (let undo = this.#entries.pop(); undo; undo = this.#entries.pop()) {
      try {
        await undo();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0)
      throw new AggregateError(failures, `${this.name}: ${failures.length} of its parts could not be undone`);
  }
}

/** For tests: records where each lifetime is made. Returns the places of those never disposed. */
export function trackLifetimes(): { leaked(): string[]; stop(): void } {
  tracking = true;
  open.clear();
  return {
    leaked: () => [...open].map((lifetime) => lifetime.madeAt),
    stop: () => {
      tracking = false;
      open.clear();
    },
  };
}
