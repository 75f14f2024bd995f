import type { SeriesAnswer } from '../../src-shared/domain/series.ts';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import { Emitter } from '../kernel/emitter.ts';
import type { HostSupervisor } from '../kernel/host-supervisor.ts';
import { type Disposable, Lifetime } from '../kernel/lifetime.ts';
import type { LogHead } from '../log/log-messages.ts';
import type { HistorianCalls, HistorianProgress, ToHistorianHost } from './historian-messages.ts';
import type { LastAnswer, LastQuery, SeriesQuery } from './store.ts';

/** Points, over the life of the log. */
export interface SinkCounts {
  readonly delivered: number;
  readonly queued: number;
  readonly dropped: number;
  readonly quarantined: number;
}

const CALL_DEADLINE_MS = 10_000;

/** The engine's end of the historian host. */
export class HistorianClient implements Disposable {
  /** At most every 250 ms, while something changes. */
  readonly progressed = new Emitter<HistorianProgress>();
  readonly #host: HostSupervisor;
  readonly #lifetime = new Lifetime('historian client');
  #head: LogHead | undefined;
  #progress: HistorianProgress | undefined;

  constructor(host: HostSupervisor) {
    this.#host = host;
    this.#lifetime.add(host.told.on((body) => this.#receive(body as HistorianProgress)));
    this.#lifetime.add(host.started.on(() => this.#tellHead()));
  }

  /** The latest known; undefined until the store is rebuilt for the first time. */
  get progress(): HistorianProgress | undefined {
    return this.#progress;
  }

  /** Where every point that the log accepted is, as known here: `total = delivered + queued + dropped + quarantined`. */
  get counts(): SinkCounts {
    const total = this.#head?.totalPoints ?? 0;
    const known = this.#progress;
    if (!known) return { delivered: 0, queued: total, dropped: 0, quarantined: 0 };
    const { deliveredPoints, droppedPoints, quarantinedPoints } = known;
    // What was accepted since the host reported last waits for it.
    const queued = known.queuedPoints + total - known.totalPoints;
    return { delivered: deliveredPoints, queued, dropped: droppedPoints, quarantined: quarantinedPoints };
  }

  /** Lets the historian read the log up to here. Kept, and told again whenever the host starts anew. */
  head(head: LogHead): void {
    this.#head = head;
    this.#tellHead();
  }

  /** Rejects NX_HISTORY_TOO_LARGE, NX_REQUEST_INVALID, and NX_HISTORY_UNAVAILABLE while the host is down or rebuilds. */
  series(query: SeriesQuery, deadlineMs = CALL_DEADLINE_MS): Promise<SeriesAnswer> {
    return this.#call('series', query, deadlineMs);
  }

  /** Rejects NX_HISTORY_UNAVAILABLE while the host is down or rebuilds. */
  last(query: LastQuery, deadlineMs = CALL_DEADLINE_MS): Promise<LastAnswer> {
    return this.#call('last', query, deadlineMs);
  }

  /** Asks for the progress of this moment. Rejects NX_HISTORY_UNAVAILABLE while the host is down. */
  refresh(deadlineMs = CALL_DEADLINE_MS): Promise<HistorianProgress | undefined> {
    return this.#call('progress', {}, deadlineMs);
  }

  dispose(): Promise<void> {
    return this.#lifetime.dispose();
  }

  #tellHead(): void {
    if (this.#head) this.#host.tell({ type: 'head', head: this.#head } satisfies ToHistorianHost);
  }

  #receive(progress: HistorianProgress): void {
    this.#progress = progress;
    this.progressed.emit(progress);
  }

  async #call<Name extends keyof HistorianCalls>(
    name: Name,
    argument: HistorianCalls[Name]['argument'],
    deadlineMs: number,
  ): Promise<HistorianCalls[Name]['result']> {
    try {
      return (await this.#host.call(name, argument, deadlineMs)) as HistorianCalls[Name]['result'];
    } catch (error) {
      if (!(error instanceof NexusError) || error.code !== 'NX_HOST_GONE') throw error;
      const text = `${error.text} Live values continue, and the history is there again once the historian has started.`;
      throw new NexusError('NX_HISTORY_UNAVAILABLE', text, error.context, { cause: error });
    }
  }
}
