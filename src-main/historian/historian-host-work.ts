import type { SeriesAnswer } from '../../src-shared/domain/series.ts';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import { type Clock, systemClock } from '../kernel/clock.ts';
import { type EnginePort, type HostWork, Transfer } from '../kernel/host-port.ts';
import { Lifetime } from '../kernel/lifetime.ts';
import { folderDisk } from '../log/log-disk.ts';
import { LogReader } from '../log/log-reader.ts';
import type { HistorianHostData, HistorianProgress, ToHistorianHost } from './historian-messages.ts';
import { Ingest } from './ingest.ts';
import { SqliteStore } from './sqlite/sqlite-store.ts';
import type { HistoryStore, LastQuery, SeriesQuery } from './store.ts';

const PROGRESS_EVERY_MS = 250;
/** A turn of taking points lasts at most about this long before calls are answered. */
const TURN_MS = 10;
const MAX_BUCKETS = 20_000;

/** Opens the store and feeds it from the log, as far as the engine says that it is accepted. */
export function startHistorianHost(data: HistorianHostData, engine: EnginePort): Promise<HostWork> {
  const store = SqliteStore.open(data, systemClock, engine.logger);
  const host = new HistorianHost(store, new LogReader(folderDisk(data.logFolder)), engine, systemClock);
  return Promise.resolve({
    onTell: (message: ToHistorianHost) => host.receive(message),
    calls: {
      series: (query: SeriesQuery) => host.series(query),
      last: (query: LastQuery) => host.last(query),
      progress: () => host.progress(),
    },
    stop: () => host.stop(),
  });
}

class HistorianHost {
  readonly #store: HistoryStore;
  readonly #reader: LogReader;
  readonly #ingest: Ingest;
  readonly #engine: EnginePort;
  readonly #clock: Clock;
  readonly #lifetime = new Lifetime('historian host');
  readonly #rebuilt = Promise.withResolvers<void>();
  #turn: Promise<void> | undefined;
  #told = '';

  constructor(store: HistoryStore, reader: LogReader, engine: EnginePort, clock: Clock) {
    this.#store = store;
    this.#reader = reader;
    this.#ingest = new Ingest(reader, store);
    this.#engine = engine;
    this.#clock = clock;
    this.#lifetime.defer(() => store.close());
    this.#lifetime.defer(() => reader.close());
    this.#lifetime.defer(() => this.#turn);
    this.#lifetime.add(clock.every(PROGRESS_EVERY_MS, () => this.#beat()));
  }

  receive(message: ToHistorianHost): void {
    this.#ingest.head = message.head;
    this.#work();
  }

  /** Waits for the rebuild, so that no answer lacks what the log still holds; the caller's deadline bounds the wait. */
  async series(query: SeriesQuery): Promise<Transfer> {
    check(query);
    await this.#rebuilt.promise;
    const answer = await this.#store.series(query);
    return new Transfer(answer, buffersOf(answer.series));
  }

  async last(query: LastQuery): Promise<Transfer> {
    await this.#rebuilt.promise;
    const answer = await this.#store.last(query);
    return new Transfer(answer, buffersOf(answer));
  }

  progress(): HistorianProgress | undefined {
    const balance = this.#ingest.balance();
    if (!balance) return undefined;
    const trimBelow = this.#ingest.trimBelow();
    return {
      type: 'progress',
      ...balance,
      ...this.#store.counts(),
      trimBelow,
      damagedPlaces: this.#reader.damagedPlaces,
    };
  }

  /** Seals nothing: what is not sealed is in the log, and is taken from there at the next start. */
  stop(): Promise<void> {
    return this.#lifetime.dispose();
  }

  #beat(): void {
    this.#work();
    const progress = this.progress();
    const text = JSON.stringify(progress);
    if (!progress || text === this.#told) return;
    this.#told = text;
    this.#engine.tell(progress);
  }

  #work(): void {
    this.#turn ??= this.#takeTurns().finally(() => {
      this.#turn = undefined;
    });
  }

  async #takeTurns(): Promise<void> {
    while (!this.#lifetime.isDisposed) {
      const state = await this.#ingest.run(() => this.#clock.monoMs(), this.#clock.monoMs() + TURN_MS);
      if (this.#ingest.isRebuilt) this.#rebuilt.resolve();
      if (state === 'idle') return;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

function check({ fromUs, toUs, buckets }: SeriesQuery): void {
  if (!(toUs > fromUs)) {
    throw new NexusError(
      'NX_REQUEST_INVALID',
      `The range ${fromUs}…${toUs} is empty. Its end must be later than its start.`,
      { fromUs, toUs },
    );
  }
  if (buckets !== undefined && !(Number.isInteger(buckets) && buckets >= 1 && buckets <= MAX_BUCKETS)) {
    throw new NexusError('NX_REQUEST_INVALID', `${buckets} buckets are outside 1–${MAX_BUCKETS}.`, { buckets });
  }
}

function buffersOf(columns: SeriesAnswer['series'] | object): ArrayBuffer[] {
  return Object.values(columns)
    .filter((column) => ArrayBuffer.isView(column))
    .map((column) => column.buffer as ArrayBuffer);
}
