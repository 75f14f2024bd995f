import { NexusError, toNexusError } from '../../src-shared/errors/nexus-error.ts';
import { type Clock, systemClock } from '../kernel/clock.ts';
import { type EnginePort, type HostWork, Transfer } from '../kernel/host-port.ts';
import { Lifetime } from '../kernel/lifetime.ts';
import { threadGate } from '../kernel/thread-gate.ts';
import { folderDisk } from '../log/log-disk.ts';
import type { LogHead } from '../log/log-messages.ts';
import { LogReader } from '../log/log-reader.ts';
import type { FromHistorianHost, HistorianHostData, HistorianProgress, ToHistorianHost } from './historian-messages.ts';
import { buffersOf, HistorianSession } from './historian-session.ts';
import { OpenScans } from './open-scans.ts';
import { openStore } from './open-store.ts';
import type { QuarantineAnswer, QuarantineAsk } from './quarantine.ts';
import { isDamage } from './sqlite/open-fault.ts';
import type { CheckCopy } from './sqlite/sqlite-store.ts';
import type { BackupAnswer, HistoryStore, LastQuery, ScanQuery, SeriesQuery, TagDescription } from './store.ts';

const PROGRESS_EVERY_MS = 250;
const OPEN_AGAIN_MS = 5_000;

/**
 * Opens the store and feeds it from the log, as far as the engine says that it is accepted. A file that cannot be used
 * does not end the host: it says why, and tries again every 5 s.
 */
export function startHistorianHost(data: HistorianHostData, engine: EnginePort, check: CheckCopy): Promise<HostWork> {
  const host = new HistorianHost(data, engine, check, systemClock);
  return Promise.resolve({
    onTell: (message: ToHistorianHost) => host.receive(message),
    calls: {
      series: (query: SeriesQuery & { readonly queryId?: number }) => host.series(query),
      last: (query: LastQuery) => host.last(query),
      scan: (ask: { readonly scanId: number; readonly query?: ScanQuery }) => host.scan(ask),
      quarantine: (ask: QuarantineAsk) => host.quarantine(ask),
      backup: ({ path }: { readonly path: string }) => host.backup(path),
      progress: () => host.progress(),
    },
    stop: () => host.stop(),
  });
}

class HistorianHost {
  readonly #data: HistorianHostData;
  readonly #engine: EnginePort;
  readonly #check: CheckCopy;
  readonly #clock: Clock;
  readonly #lifetime = new Lifetime('historian host');
  readonly #asked = new Map<number, AbortController>();
  readonly #scans: OpenScans;
  #session: HistorianSession | undefined;
  #fault: NexusError | undefined;
  #hasTold = false;
  #openAtMs = 0;
  #head: LogHead | undefined;
  #opening: Promise<void> | undefined;
  #tags: readonly TagDescription[] | undefined;
  /** When the names of tags are told again, after that did not work. */
  #describeAtMs = Number.POSITIVE_INFINITY;
  #told = '';

  constructor(data: HistorianHostData, engine: EnginePort, check: CheckCopy, clock: Clock) {
    this.#data = data;
    this.#engine = engine;
    this.#check = check;
    this.#clock = clock;
    this.#scans = new OpenScans(clock, (query, signal) => this.#opened().scan(query, signal));
    this.#lifetime.defer(() => this.#session?.dispose(new NexusError('NX_CANCELLED', 'The historian stops.')));
    this.#lifetime.defer(() => this.#opening);
    this.#lifetime.add(clock.every(PROGRESS_EVERY_MS, () => this.#beat()));
    // A database server is cut off by its sockets; a file has none, so it is left alone instead.
    if (!data.database) this.#lifetime.add(threadGate.changed.on((isCut) => this.#hold(isCut)));
    this.#open();
  }

  receive(message: ToHistorianHost): void {
    if (message.type === 'head') this.#head = message.head;
    if (message.type === 'cancel') {
      this.#asked.get(message.queryId)?.abort();
      this.#scans.cancel(message.queryId);
    }
    if (message.type === 'tags') {
      this.#tags = message.tags;
      this.#describeAtMs = 0;
    }
    if (!this.#session) return;
    if (message.type === 'head') this.#session.head = message.head;
    if (message.type === 'release') this.#session.release(message.belowOrdinal);
    this.#session.work();
  }

  async series({ queryId, ...query }: SeriesQuery & { readonly queryId?: number }): Promise<Transfer> {
    const asked = new AbortController();
    if (queryId !== undefined) this.#asked.set(queryId, asked);
    try {
      return await this.#opened().series(query, asked.signal);
    } finally {
      if (queryId !== undefined) this.#asked.delete(queryId);
    }
  }

  async last(query: LastQuery): Promise<Transfer> {
    return this.#opened().last(query);
  }

  async scan({
    scanId,
    query,
  }: {
    readonly scanId: number;
    readonly query?: ScanQuery;
  }): Promise<Transfer | undefined> {
    const piece = await this.#scans.next(scanId, query);
    return piece && new Transfer(piece, buffersOf(piece));
  }

  async quarantine(ask: QuarantineAsk): Promise<QuarantineAnswer> {
    return this.#opened().quarantine(ask);
  }

  async backup(path: string): Promise<BackupAnswer> {
    let toldMs = Number.NEGATIVE_INFINITY;
    return this.#opened().backup(path, (progress) => {
      if (this.#clock.monoMs() - toldMs < PROGRESS_EVERY_MS) return;
      toldMs = this.#clock.monoMs();
      this.#tell({ type: 'backup', ...progress });
    });
  }

  progress(): HistorianProgress | undefined {
    return this.#session?.progress();
  }

  stop(): Promise<void> {
    return this.#lifetime.dispose();
  }

  #hold(isHeld: boolean): void {
    if (this.#session) this.#session.isHeld = isHeld;
  }

  #opened(): HistorianSession {
    if (!this.#session) throw this.#fault ?? new NexusError('NX_HISTORY_UNAVAILABLE');
    return this.#session;
  }

  #open(): void {
    if (this.#opening || this.#lifetime.isDisposed) return;
    const { logger } = this.#engine;
    const changed = (fault: NexusError | undefined): void => this.#noteFault(fault);
    const { signal } = this.#lifetime;
    this.#opening = openStore(this.#data, { clock: this.#clock, logger, check: this.#check, signal, changed })
      .then((store) => this.#begin(store))
      .catch((error: unknown) => this.#noteFault(toNexusError(error, 'NX_HISTORY_UNAVAILABLE')))
      .finally(() => {
        this.#opening = undefined;
      });
  }

  async #begin(store: HistoryStore): Promise<void> {
    if (this.#lifetime.isDisposed) return store.close();
    const reader = new LogReader(folderDisk(this.#data.logFolder));
    const session = new HistorianSession(store, reader, this.#clock, (error) => void this.#giveUp(session, error));
    this.#session = session;
    if (this.#head) session.head = this.#head;
    if (!this.#data.database) session.isHeld = threadGate.isCut();
    this.#noteFault(undefined);
    this.#tell({ type: 'store', product: store.product });
    this.#describeAtMs = 0;
    session.work();
  }

  /** Tells the store how tags are called, until it worked. */
  #describe(): void {
    if (!this.#session || !this.#tags || this.#clock.monoMs() < this.#describeAtMs) return;
    this.#describeAtMs = Number.POSITIVE_INFINITY;
    this.#session.describe(this.#tags).catch(() => {
      this.#describeAtMs = this.#clock.monoMs() + OPEN_AGAIN_MS;
    });
  }

  /** The store cannot go on: closed, it makes room for a new one, which the log fills. */
  async #giveUp(session: HistorianSession, error: unknown): Promise<void> {
    const fault = toNexusError(error, 'NX_HISTORY_UNAVAILABLE');
    this.#session = undefined;
    this.#openAtMs = Number.POSITIVE_INFINITY;
    this.#noteFault(fault);
    await session.dispose(fault).catch((failure: unknown) => {
      this.#engine.logger.error('the historian was not closed in order', { error: String(failure) });
    });
    // A damaged file is out of the way now; anything else is not better at once.
    this.#openAtMs = isDamage(error) ? 0 : this.#clock.monoMs() + OPEN_AGAIN_MS;
  }

  #noteFault(fault: NexusError | undefined): void {
    this.#openAtMs = this.#clock.monoMs() + OPEN_AGAIN_MS;
    if (this.#hasTold && fault?.message === this.#fault?.message) return;
    if (fault) this.#engine.logger.error(fault.text, { code: fault.code });
    else if (this.#fault) this.#engine.logger.info('the historian is there again');
    this.#fault = fault;
    this.#hasTold = true;
    this.#tell({ type: 'fault', ...(fault && { fault: fault.toShape() }) });
  }

  #beat(): void {
    if (!this.#session && this.#clock.monoMs() >= this.#openAtMs) this.#open();
    this.#session?.work();
    this.#scans.tidy();
    this.#describe();
    const progress = this.progress();
    const text = JSON.stringify(progress);
    if (!progress || text === this.#told) return;
    this.#told = text;
    this.#tell(progress);
  }

  #tell(message: FromHistorianHost): void {
    this.#engine.tell(message);
  }
}
