import type { SeriesAnswer } from '../../src-shared/domain/series.ts';
import { type ErrorShape, NexusError } from '../../src-shared/errors/nexus-error.ts';
import { assertNever } from '../../src-shared/util/assert-never.ts';
import { Emitter } from '../kernel/emitter.ts';
import type { HostSupervisor } from '../kernel/host-supervisor.ts';
import { type Disposable, Lifetime } from '../kernel/lifetime.ts';
import type { CutState } from '../kernel/socket-gate.ts';
import type { LogHead } from '../log/log-messages.ts';
import type { FromHistorianHost, HistorianCalls, HistorianProgress, ToHistorianHost } from './historian-messages.ts';
import type { AnswerTo, QuarantineAsk } from './quarantine.ts';
import type {
  BackupAnswer,
  BackupProgress,
  LastAnswer,
  LastQuery,
  ScanPiece,
  ScanQuery,
  SeriesQuery,
  TagDescription,
} from './store.ts';

/** Points, over the life of the log. */
export interface SinkCounts {
  readonly delivered: number;
  readonly queued: number;
  readonly dropped: number;
  readonly quarantined: number;
}

const CALL_DEADLINE_MS = 10_000;
const QUARANTINE_DEADLINE_MS = 60_000;
const BACKUP_DEADLINE_MS = 3_600_000;

/** The engine's end of the historian host. */
export class HistorianClient implements Disposable {
  /** At most every 250 ms, while something changes. */
  readonly progressed = new Emitter<HistorianProgress>();
  /** While a backup is made, at most every 250 ms. */
  readonly backupProgressed = new Emitter<BackupProgress>();
  /** When the reason why there is no history changes. */
  readonly faultChanged = new Emitter<ErrorShape | undefined>();
  readonly #host: HostSupervisor;
  readonly #lifetime = new Lifetime('historian client');
  #head: LogHead | undefined;
  #progress: HistorianProgress | undefined;
  #fault: ErrorShape | undefined;
  #product = '';
  #tags: readonly TagDescription[] | undefined;
  #releaseBelow = 0;
  #nextQuery = 1;

  constructor(host: HostSupervisor) {
    this.#host = host;
    this.#lifetime.add(host.told.on((body) => this.#receive(body as FromHistorianHost)));
    this.#lifetime.add(host.started.on(() => this.#introduce()));
  }

  /** The latest known; undefined until the store is rebuilt for the first time. */
  get progress(): HistorianProgress | undefined {
    return this.#progress;
  }

  /** Why there is no history at present, with what was seen and the next step; undefined while there is. */
  get fault(): ErrorShape | undefined {
    return this.#fault;
  }

  /** What history is kept in, for people; '' before it was opened for the first time. */
  get product(): string {
    return this.#product;
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

  /** Tells how all tags are called now. Kept, and told again whenever the host starts anew. */
  tags(tags: readonly TagDescription[]): void {
    this.#tags = tags;
    this.#host.tell({ type: 'tags', tags } satisfies ToHistorianHost);
  }

  /** The log runs short of room: the historian seals what it holds of segments below, so that `trimBelow` can rise. */
  release(belowOrdinal: number): void {
    this.#releaseBelow = Math.max(this.#releaseBelow, belowOrdinal);
    this.#host.tell({ type: 'release', belowOrdinal } satisfies ToHistorianHost);
  }

  /**
   * Rejects NX_HISTORY_TOO_LARGE, NX_REQUEST_INVALID, NX_CANCELLED once the signal is aborted, and
   * NX_HISTORY_UNAVAILABLE while the host is down or rebuilds and where the file cannot be read. The host stops working
   * on a question that was called off or missed its deadline.
   */
  async series(query: SeriesQuery, deadlineMs = CALL_DEADLINE_MS, signal?: AbortSignal): Promise<SeriesAnswer> {
    const queryId = this.#nextQuery++;
    const cancel = (): void => void this.#host.tell({ type: 'cancel', queryId } satisfies ToHistorianHost);
    if (signal?.aborted) throw new NexusError('NX_CANCELLED', 'The question was called off before it was asked.');
    signal?.addEventListener('abort', cancel);
    try {
      return await this.#call('series', { ...query, queryId }, deadlineMs);
    } catch (error) {
      cancel();
      throw error;
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  }

  /**
   * Every point of a range of any size, piece by piece; the next one is read when it is asked for. A scan that is left
   * early ends in the host as well. Throws what `series` rejects with, but for NX_HISTORY_TOO_LARGE.
   *
   * @param deadlineMs for each piece.
   */
  async *scan(
    query: ScanQuery,
    signal?: AbortSignal,
    deadlineMs = CALL_DEADLINE_MS,
  ): AsyncGenerator<ScanPiece, void, undefined> {
    const scanId = this.#nextQuery++;
    const cancel = (): void => void this.#host.tell({ type: 'cancel', queryId: scanId } satisfies ToHistorianHost);
    signal?.addEventListener('abort', cancel);
    try {
      for (let isFirst = true; ; isFirst = false) {
        if (signal?.aborted) throw new NexusError('NX_CANCELLED', 'The scan was called off before it was done.');
        const piece = await this.#call('scan', { scanId, ...(isFirst && { query }) }, deadlineMs);
        if (!piece) return;
        yield piece;
      }
    } finally {
      signal?.removeEventListener('abort', cancel);
      cancel();
    }
  }

  /** Rejects NX_HISTORY_UNAVAILABLE while the host is down or rebuilds. */
  last(query: LastQuery, deadlineMs = CALL_DEADLINE_MS): Promise<LastAnswer> {
    return this.#call('last', query, deadlineMs);
  }

  /** Rejects NX_QUARANTINE_NONE where the store only counts, and NX_HISTORY_UNAVAILABLE. */
  async quarantine<Ask extends QuarantineAsk>(ask: Ask): Promise<AnswerTo<Ask>> {
    return (await this.#call('quarantine', ask, QUARANTINE_DEADLINE_MS)) as AnswerTo<Ask>;
  }

  /**
   * Writes all that is sealed to a new file, which is whole, checked and synced when this resolves. Everything else goes
   * on meanwhile. What is not sealed is in the log.
   *
   * Rejects NX_BACKUP, and NX_HISTORY_UNAVAILABLE while the host is down.
   */
  backup(path: string, deadlineMs = BACKUP_DEADLINE_MS): Promise<BackupAnswer> {
    return this.#call('backup', { path }, deadlineMs);
  }

  /** Asks for the progress of this moment. Rejects NX_HISTORY_UNAVAILABLE while the host is down. */
  refresh(deadlineMs = CALL_DEADLINE_MS): Promise<HistorianProgress | undefined> {
    return this.#call('progress', {}, deadlineMs);
  }

  /** Cuts the store off for so long at most, or restores it with 0. Rejects NX_HOST_GONE. */
  cut(forMs: number): Promise<CutState> {
    return this.#host.cut({ forMs });
  }

  dispose(): Promise<void> {
    return this.#lifetime.dispose();
  }

  #tellHead(): void {
    if (this.#head) this.#host.tell({ type: 'head', head: this.#head } satisfies ToHistorianHost);
  }

  #introduce(): void {
    this.#tellHead();
    if (this.#tags) this.tags(this.#tags);
    if (this.#releaseBelow > (this.#progress?.trimBelow ?? 0)) this.release(this.#releaseBelow);
  }

  #receive(message: FromHistorianHost): void {
    switch (message.type) {
      case 'progress':
        this.#progress = message;
        return this.progressed.emit(message);
      case 'store':
        this.#product = message.product;
        return;
      case 'fault':
        return this.#noteFault(message.fault);
      case 'backup':
        return this.backupProgressed.emit(message);
      default:
        return assertNever(message);
    }
  }

  #noteFault(fault: ErrorShape | undefined): void {
    if (fault?.message === this.#fault?.message) return;
    this.#fault = fault;
    this.faultChanged.emit(fault);
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
