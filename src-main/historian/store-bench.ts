import type { TypedCell } from '../../src-shared/domain/point-batch.ts';
import type { SeriesAnswer } from '../../src-shared/domain/series.ts';
import type { Clock } from '../kernel/clock.ts';
import type { BatchRecord } from '../log/log-reader.ts';
import type { HistoryStore, Retention, ScanPiece, ScanQuery, SeriesQuery } from './store.ts';

export interface OpenOptions {
  readonly clock?: Clock;
  readonly retention?: Partial<Retention>;
}

/** How the suites get at a store: the same place each time it is opened, an empty one for each test. */
export interface StoreUnderTest {
  /**
   * Whether points wait in memory until their tag has enough for a block, so that tests may look at tail and blocks.
   * Others hand on at once what they take. True unless given.
   */
  readonly keepsBlocks?: boolean;
  /** Points that one answer of its stores may hold; 2,000,000 unless given. */
  readonly rawLimit?: number;
  open(options?: OpenOptions): Promise<HistoryStore>;
  /** Removes everything. Called after the last store was closed. */
  clear(): Promise<void>;
}

/** As the log is read. */
const RECORDS_PER_TURN = 64;
export const PROJECT = 'project 1';
export const SECOND = 1e6;
export const START = 1_763_700_000 * SECOND;

/** For tests: one store that is opened, fed and asked. */
export class StoreBench {
  store!: HistoryStore;
  readonly #place: StoreUnderTest;

  constructor(place: StoreUnderTest) {
    this.#place = place;
  }

  get keepsBlocks(): boolean {
    return this.#place.keepsBlocks ?? true;
  }

  get rawLimit(): number {
    return this.#place.rawLimit ?? 2_000_000;
  }

  async open(options?: OpenOptions): Promise<void> {
    this.store = await this.#place.open(options);
  }

  async reopen(options?: OpenOptions): Promise<void> {
    await this.store.close();
    await this.open(options);
  }

  async clear(): Promise<void> {
    await this.store.close();
    await this.#place.clear();
  }

  /** One that keeps blocks is tended after each record, so that a tail is sealed as soon as it may be. */
  async feed(records: readonly BatchRecord[]): Promise<void> {
    const perTurn = this.keepsBlocks ? 1 : RECORDS_PER_TURN;
    for (const [i, record] of records.entries()) {
      await this.store.take(record);
      if ((i + 1) % perTurn === 0 || i === records.length - 1) await this.store.tend();
    }
  }

  /** Makes durable all that was taken. */
  async seal(): Promise<void> {
    this.store.release(Number.POSITIVE_INFINITY);
    for (let turn = 0; turn < 1_000 && this.store.counts().tailPoints > 0; turn++) await this.store.tend();
  }

  /** Does all the work that nobody waits for. */
  async tidy(): Promise<void> {
    for (let turn = 0; turn < 100_000; turn++) if (!(await this.store.maintain())) return;
  }

  async ask(part: Partial<SeriesQuery> = {}): Promise<SeriesAnswer> {
    return this.store.series({
      projectUid: PROJECT,
      tagUid: 'tag a',
      deviceUid: 'device 1',
      fromUs: START,
      toUs: START + 1e6 * SECOND,
      ...part,
    });
  }

  /** The pieces of a scan of tag a. */
  pieces(part: Partial<ScanQuery> = {}, signal?: AbortSignal): AsyncIterable<ScanPiece> {
    const range = { fromUs: START, toUs: START + 1e6 * SECOND };
    return this.store.scan({ projectUid: PROJECT, tagUid: 'tag a', ...range, ...part }, signal);
  }

  /** All that a scan of tag a gives, joined. */
  async scan(part: Partial<ScanQuery> = {}) {
    const all = {
      timeUs: [] as number[],
      value: [] as number[],
      status: [] as number[],
      flags: [] as number[],
      epoch: [] as number[],
      cells: [] as TypedCell[],
      rows: [] as number[],
    };
    for await (const { timeUs, value, status, flags, epoch, cells = [] } of this.pieces(part)) {
      all.cells.push(...cells.map((cell) => ({ ...cell, row: cell.row + all.timeUs.length })));
      all.timeUs.push(...timeUs);
      all.value.push(...value);
      all.status.push(...status);
      all.flags.push(...(flags ?? new Uint8Array(timeUs.length)));
      all.epoch.push(...(epoch ?? []));
      all.rows.push(timeUs.length);
    }
    return all;
  }

  async values(part: Partial<SeriesQuery> = {}): Promise<number[]> {
    const { series } = await this.ask(part);
    return series.kind === 'raw' ? [...series.value] : [];
  }
}

export const numbers = (count: number, from = 0): number[] => Array.from({ length: count }, (_, i) => from + i);
