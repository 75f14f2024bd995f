import { encodeLiveFrame } from '../../src-shared/contract/data-plane.ts';
import type { Clock } from '../kernel/clock.ts';
import { type Disposable, Lifetime } from '../kernel/lifetime.ts';
import type { LastValues } from './last-values.ts';

const FLUSH_EVERY_MS = 50;
/** A viewer this far behind gets no frame until it has caught up; what it gets then is the newest, nothing is queued. */
const MAX_BACKLOG_BYTES = 1024 * 1024;

/** Where frames go: one connection of one window. */
export interface FrameSink {
  send(frame: ArrayBuffer): void;
  /** Bytes handed over and not yet on the wire. */
  backlogBytes(): number;
}

/** Frames that were not sent because the viewer was too slow; the values themselves came with a later one. */
export interface WatcherCounts {
  readonly watchers: number;
  readonly coalesced: number;
}

/** Sends every connection what changed among the tags it watches, at most twenty times a second. */
export class Watchers implements Disposable {
  readonly #last: LastValues;
  readonly #lifetime = new Lifetime('watchers');
  readonly #watchers = new Set<Watcher>();
  #coalesced = 0;

  constructor(last: LastValues, clock: Clock) {
    this.#last = last;
    this.#lifetime.add(clock.every(FLUSH_EVERY_MS, () => this.#flush()));
  }

  counts(): WatcherCounts {
    return { watchers: this.#watchers.size, coalesced: this.#coalesced };
  }

  /** Opens a watch without tags; dispose it with its connection. */
  open(sink: FrameSink): Watcher {
    const watcher = new Watcher(this.#last, sink, () => this.#watchers.delete(watcher));
    this.#watchers.add(watcher);
    return watcher;
  }

  dispose(): Promise<void> {
    this.#watchers.clear();
    return this.#lifetime.dispose();
  }

  #flush(): void {
    for (const watcher of this.#watchers) if (!watcher.flush()) this.#coalesced++;
  }
}

export class Watcher implements Disposable {
  readonly #last: LastValues;
  readonly #sink: FrameSink;
  readonly #onDispose: () => void;
  #tags = new Uint32Array(0);
  #sentVersion = 0;

  constructor(last: LastValues, sink: FrameSink, onDispose: () => void) {
    this.#last = last;
    this.#sink = sink;
    this.#onDispose = onDispose;
  }

  /** Replaces the tags. The newest value of each comes with the next frame, changed or not. */
  watch(tags: readonly number[]): number {
    this.#tags = Uint32Array.from(new Set(tags));
    this.#sentVersion = 0;
    this.flush();
    return this.#tags.length;
  }

  /** @returns false when the viewer was too slow to take a frame. */
  flush(): boolean {
    const newest = this.#last.newest;
    if (this.#tags.length === 0 || newest === this.#sentVersion) return true;
    if (this.#sink.backlogBytes() > MAX_BACKLOG_BYTES) return false;
    const batch = this.#last.changedSince(this.#tags, this.#sentVersion);
    this.#sentVersion = newest;
    if (batch) this.#sink.send(encodeLiveFrame(batch));
    return true;
  }

  dispose(): void {
    this.#onDispose();
  }
}
