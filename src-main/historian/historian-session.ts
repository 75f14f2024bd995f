import type { SeriesAnswer } from '../../src-shared/domain/series.ts';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import type { Clock, Timer } from '../kernel/clock.ts';
import { Transfer } from '../kernel/host-port.ts';
import { Lifetime } from '../kernel/lifetime.ts';
import type { LogHead } from '../log/log-messages.ts';
import type { LogReader } from '../log/log-reader.ts';
import type { HistorianProgress } from './historian-messages.ts';
import { Ingest } from './ingest.ts';
import type { QuarantineAnswer, QuarantineAsk } from './quarantine.ts';
import { checkQuery, checkScan } from './query-check.ts';
import type { HistoryStore, LastQuery, ScanPiece, ScanQuery, SeriesQuery, TagDescription } from './store.ts';

/** A turn of taking points lasts at most about this long before calls are answered. */
const TURN_MS = 10;
/** Work that nobody waits for takes this share of the time at most: while points come in, and while none do. */
const BUSY_SHARE = 0.1;
const IDLE_SHARE = 0.5;
/** When there was none to do, the next look comes after this time. */
const LOOK_AGAIN_MS = 1_000;

/** One opened store, fed from the log, until it is closed or given up. */
export class HistorianSession {
  readonly #store: HistoryStore;
  readonly #reader: LogReader;
  readonly #ingest: Ingest;
  readonly #clock: Clock;
  readonly #lifetime = new Lifetime('historian session');
  readonly #rebuilt = Promise.withResolvers<void>();
  readonly #failed: (error: unknown) => void;
  #turn: Promise<void> | undefined;
  #tidying: Promise<void> | undefined;
  #nextUpkeepMs = 0;
  #wake: Timer | undefined;
  #isHeld = false;

  /** @param failed is told once, when the store cannot go on; the session is to be disposed then. */
  constructor(store: HistoryStore, reader: LogReader, clock: Clock, failed: (error: unknown) => void) {
    this.#store = store;
    this.#reader = reader;
    this.#ingest = new Ingest(reader, store);
    this.#clock = clock;
    this.#failed = failed;
    // Whoever waits for it hears of the end; where nobody does, it is no fault.
    this.#rebuilt.promise.catch(() => undefined);
    if (store.isWhole) this.#rebuilt.resolve();
    // After the store was closed, which ends it.
    this.#lifetime.defer(() => this.#tidying);
    this.#lifetime.defer(() => store.close());
    this.#lifetime.defer(() => reader.close());
    this.#lifetime.defer(() => this.#turn);
    this.#lifetime.defer(() => this.#wake?.dispose());
  }

  set head(head: LogHead) {
    this.#ingest.head = head;
  }

  /** While it is held nothing is taken out of the log; questions are answered. */
  set isHeld(isHeld: boolean) {
    this.#isHeld = isHeld;
    this.work();
  }

  release(belowOrdinal: number): void {
    this.#ingest.release(belowOrdinal);
  }

  /** Waits for the rebuild, so that no answer lacks what the log still holds; the caller's deadline bounds the wait. */
  async series(query: SeriesQuery, signal: AbortSignal): Promise<Transfer> {
    checkQuery(query);
    await this.#rebuilt.promise;
    const answer = await this.#store.series(query, signal);
    return new Transfer(answer, buffersOf(answer.series));
  }

  async *scan(query: ScanQuery, signal: AbortSignal): AsyncGenerator<ScanPiece, void, undefined> {
    checkScan(query);
    await this.#rebuilt.promise;
    yield* this.#store.scan(query, signal);
  }

  async last(query: LastQuery): Promise<Transfer> {
    await this.#rebuilt.promise;
    const answer = await this.#store.last(query);
    return new Transfer(answer, buffersOf(answer));
  }

  describe(tags: readonly TagDescription[]): Promise<void> {
    return Promise.resolve(this.#store.describe?.(tags));
  }

  /** @throws NexusError NX_QUARANTINE_NONE of a store that only counts. */
  async quarantine(ask: QuarantineAsk): Promise<QuarantineAnswer> {
    if (!this.#store.quarantine) throw new NexusError('NX_QUARANTINE_NONE');
    return await this.#store.quarantine(ask);
  }

  backup: HistoryStore['backup'] = (path, progressed) => this.#store.backup(path, progressed);

  /** Undefined until the store is rebuilt, or whole from the start. */
  progress(): HistorianProgress | undefined {
    const balance = this.#ingest.balance();
    if (!balance) return undefined;
    const trimBelow = this.#ingest.trimBelow();
    const { damagedPlaces } = this.#reader;
    // In this order: quarantined points of earlier logs are no part of the balance.
    return { type: 'progress', ...this.#store.counts(), ...balance, trimBelow, damagedPlaces };
  }

  /** Takes what the log has, and tidies up a little where it is time. Once is enough until something changes. */
  work(): void {
    if (this.#turn || this.#isHeld || this.#lifetime.isDisposed) return;
    this.#turn = this.#takeTurns()
      .catch((error: unknown) => this.#failed(error))
      .finally(() => {
        this.#turn = undefined;
      });
  }

  /** Seals nothing: what is not sealed is in the log, and is taken from there at the next start. */
  dispose(reason: unknown): Promise<void> {
    this.#rebuilt.reject(reason);
    return this.#lifetime.dispose();
  }

  async #takeTurns(): Promise<void> {
    while (!this.#isHeld && !this.#lifetime.isDisposed) {
      const now = this.#clock.monoMs();
      const state = await this.#ingest.run(() => this.#clock.monoMs(), now + TURN_MS);
      if (this.#ingest.isRebuilt) this.#rebuilt.resolve();
      if (!this.#store.isWhole) await this.#upkeep(state === 'more');
      // Elsewhere it is the work of another machine: the log is read on meanwhile.
      else
        this.#tidying ??= this.#upkeep(state === 'more')
          .catch((error: unknown) => this.#failed(error))
          .finally(() => {
            this.#tidying = undefined;
          });
      if (state === 'idle') return;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  async #upkeep(isBusy: boolean): Promise<void> {
    const startMs = this.#clock.monoMs();
    if (startMs < this.#nextUpkeepMs || !(this.#ingest.isRebuilt || this.#store.isWhole)) return;
    const hasMore = await this.#store.maintain();
    const tookMs = this.#clock.monoMs() - startMs;
    const waitMs = hasMore ? tookMs / (isBusy ? BUSY_SHARE : IDLE_SHARE) - tookMs : LOOK_AGAIN_MS;
    this.#nextUpkeepMs = startMs + tookMs + waitMs;
    // Not a moment too early, or this look is over before its time has come.
    if (hasMore && !isBusy) this.#wake = this.#clock.after(Math.ceil(waitMs) + 1, () => this.work());
  }
}

/** The buffers of the columns of an answer, to be handed over with it. */
export function buffersOf(columns: SeriesAnswer['series'] | object): ArrayBuffer[] {
  return Object.values(columns)
    .filter((column) => ArrayBuffer.isView(column))
    .map((column) => column.buffer as ArrayBuffer);
}
