import type { SeriesAnswer } from '../../../src-shared/domain/series.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { Clock } from '../../kernel/clock.ts';
import { crashPoint } from '../../kernel/crash-point.ts';
import type { Logger } from '../../kernel/logger.ts';
import type { BatchRecord, GapRecord } from '../../log/log-reader.ts';
import { bucketGrid } from '../bucket-grid.ts';
import { bucketSeries } from '../bucket-query.ts';
import { clipGaps, NO_HISTORY, type TimeRange } from '../query.ts';
import { rawSeries } from '../raw-query.ts';
import { keptFor, RAW_LIMIT } from '../retention.ts';
import { SCAN_ROWS, type ScanWindow, scanPieces, scanWindow } from '../scan-query.ts';
import { DAY_US, HOUR_US } from '../split-columns.ts';
import type {
  BackupAnswer,
  BackupProgress,
  HistoryStore,
  LastAnswer,
  LastQuery,
  ScanPiece,
  ScanQuery,
  SeriesQuery,
  StoreCounts,
} from '../store.ts';
import { backupFile } from './backup-file.ts';
import { checkDatabase, type DatabaseVerdict } from './database-check.ts';
import { HistorianFile } from './historian-file.ts';
import { HistoryReader } from './history-reader.ts';
import { Intake } from './intake.ts';
import { Maintenance } from './maintenance.ts';
import { moveAside } from './open-database.ts';
import { isDamage, isOwnFile, openFault } from './open-fault.ts';
import { DEFAULTS, type SqliteStoreOptions } from './options.ts';
import { SealSchedule } from './seal-schedule.ts';
import { Sealer } from './sealer.ts';
import { TagView } from './tag-view.ts';
import { Tail } from './tail.ts';

/** Blocks of one transaction: enough to share its sync, few enough that queries wait for some 30 ms at most. */
const BLOCKS_PER_COMMIT = 200;
const RETRY_AFTER_MS = 1_000;

/** Checks a copy; in this thread unless the host has a better place. */
export type CheckCopy = (file: string) => Promise<DatabaseVerdict>;
const checkHere: CheckCopy = async (checkFile) => checkDatabase({ checkFile });

/**
 * History in one SQLite file: sealed, compressed blocks on disk, the points since then in memory. The log is the journal
 * of those: they are taken from it again after a start, except for what the marks say is sealed.
 */
export class SqliteStore implements HistoryStore {
  readonly product = 'One SQLite file in the project';
  readonly #options: Required<SqliteStoreOptions>;
  readonly #file: HistorianFile;
  readonly #reader: HistoryReader;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #checkCopy: CheckCopy;
  readonly #tail = new Tail();
  readonly #schedule: SealSchedule;
  readonly #intake: Intake;
  readonly #sealer: Sealer;
  readonly #maintenance: Maintenance;
  readonly #closing = new AbortController();
  /** Slots that wait for their seal. */
  #due: number[] = [];
  #sealedPoints: number;
  #retryAtMs = 0;
  #isFaulty = false;
  #isBeyondUse = false;
  #backup: Promise<unknown> | undefined;

  /**
   * Opens the file. One of ours that is damaged is moved aside and a new one begun, which the log then fills again:
   * recording goes on, and nothing is thrown away. Whatever else is wrong with it, it is left as it is.
   *
   * @throws NexusError NX_HISTORY_UNAVAILABLE with what was seen and the next step.
   */
  static open(options: SqliteStoreOptions, clock: Clock, logger: Logger, checkCopy = checkHere): SqliteStore {
    try {
      return new SqliteStore(options, clock, logger, checkCopy);
    } catch (error) {
      const fault = error instanceof NexusError ? error : openFault(error, options.databasePath);
      if (!isDamage(error) || !isOwnFile(options.databasePath)) throw fault;
      const movedTo = moveAside(options.databasePath, clock.wallUs() / 1_000);
      logger.error('the historian file is damaged; it was moved aside and a new one begun', {
        movedTo,
        error: String(error),
      });
      return new SqliteStore(options, clock, logger, checkCopy);
    }
  }

  private constructor(options: SqliteStoreOptions, clock: Clock, logger: Logger, checkCopy: CheckCopy) {
    this.#options = { ...DEFAULTS, rawLimit: RAW_LIMIT, ...options, retention: keptFor(options.retention) };
    this.#clock = clock;
    this.#logger = logger;
    this.#checkCopy = checkCopy;
    this.#file = new HistorianFile(options.databasePath);
    try {
      this.#reader = new HistoryReader(options.databasePath, clock);
      const { tags, marks } = this.#file;
      this.#sealedPoints = marks.sealedPoints();
      this.#schedule = new SealSchedule(this.#options);
      this.#intake = new Intake(options.projectUid, this.#tail, tags, marks, this.#schedule);
      const { sealPoints, retention } = this.#options;
      this.#sealer = new Sealer(this.#file, sealPoints);
      this.#maintenance = new Maintenance(this.#file, this.#sealer, sealPoints, keptFor(retention), clock, logger);
    } catch (error) {
      this.#file.close();
      throw error;
    }
  }

  take(record: BatchRecord): void {
    this.#intake.take(record);
  }

  takeGap(record: GapRecord): void {
    this.#file.gaps.take(record);
  }

  /** @throws NexusError NX_HISTORY_UNAVAILABLE when the file is too damaged to be written: `close` then moves it aside. */
  tend(): boolean {
    if (this.#clock.monoMs() >= this.#retryAtMs) this.#seal();
    // Twice the budget is only reached while the disk takes nothing: then the log keeps the rest.
    return this.#tail.points < this.#options.tailPoints * 2;
  }

  release(belowOrdinal: number): void {
    const held = this.#schedule.heldBelow(belowOrdinal, this.#tail, this.#file.tags.count);
    this.#due = [...new Set([...this.#due, ...held])];
  }

  maintain(): boolean {
    // A disk that takes no points is not asked for more.
    return !this.#isFaulty && this.#maintenance.step();
  }

  oldestNeeded(readSegment: number): number {
    const oldestPoint = this.#schedule.oldestSegment(this.#tail, this.#file.tags.count) ?? readSegment;
    return Math.min(oldestPoint, this.#file.gaps.oldestSegment);
  }

  counts(): StoreCounts {
    const { tags, state } = this.#file;
    const [collided, late] = [state.get('collided'), state.get('late')];
    return {
      tags: tags.count,
      sealedPoints: this.#sealedPoints - collided,
      tailPoints: this.#tail.points,
      quarantinedPoints: this.#intake.unplacedPoints + collided,
      sealedBlocks: state.get('blocks') + late,
      lateBlocks: late,
    };
  }

  series(query: SeriesQuery, signal?: AbortSignal): Promise<SeriesAnswer> {
    return this.#reader.read(signal, async (turn) => {
      const { tags, gaps, state } = this.#file;
      const slot = tags.find(query.projectUid, query.tagUid);
      const rawFromUs = state.get('raw_from_us');
      const view = slot === undefined ? NO_HISTORY : this.#viewOf(slot, query);
      const knownGaps = clipGaps(gaps.find(query.deviceUid, query), query);
      const { rawLimit: limit } = this.#options;
      const answer =
        query.buckets === undefined
          ? await rawSeries(view, query, { limit, ...(query.epochs && { epochs: query.epochs }) }, turn)
          : await bucketSeries(view, query, bucketGrid(query, query.buckets, this.#leastUnitUs(query)), turn);
      return {
        series: answer.series,
        gaps: [...knownGaps, ...clipGaps(answer.gaps, query)],
        known: slot !== undefined,
        ...(query.fromUs < rawFromUs && { rawFromUs }),
      };
    });
  }

  scan(query: ScanQuery, signal?: AbortSignal): AsyncIterable<ScanPiece> {
    const { projectUid, tagUid, epochs = 'latest', rows = SCAN_ROWS } = query;
    // Each window is a question of its own: between two of them others have theirs, and the file is not held.
    const read = (range: TimeRange): Promise<ScanWindow> =>
      this.#reader.read(signal, (turn) => {
        const slot = this.#file.tags.find(projectUid, tagUid);
        const view = slot === undefined ? NO_HISTORY : this.#viewOf(slot, range);
        return scanWindow(view, range, rows, epochs, turn);
      });
    return scanPieces(query, read, signal);
  }

  last({ projectUid, tagUids }: LastQuery): LastAnswer {
    const { tags } = this.#file;
    const slots = tagUids.map((uid) => tags.find(projectUid, uid) ?? -1);
    return {
      timeUs: Float64Array.from(slots, (slot) => tags.lastUs[slot] ?? Number.NaN),
      value: Float64Array.from(slots, (slot) => tags.lastValue[slot] ?? Number.NaN),
      status: Uint32Array.from(slots, (slot) => tags.lastStatus[slot] ?? 0),
    };
  }

  backup(path: string, progressed: (progress: BackupProgress) => void): Promise<BackupAnswer> {
    if (this.#backup)
      return Promise.reject(new NexusError('NX_BACKUP', 'A backup is being made already. Wait until it is done.'));
    const signal = this.#closing.signal;
    const answer = backupFile(this.#file.database, { path, progressed, check: this.#checkCopy, signal });
    const ended = answer.then(
      () => undefined,
      () => undefined,
    );
    this.#backup = ended.then(() => {
      this.#backup = undefined;
    });
    return answer;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#backup;
    await this.#reader.close();
    this.#file.close();
    if (!this.#isBeyondUse) return;
    const movedTo = moveAside(this.#file.path, this.#clock.wallUs() / 1_000);
    this.#logger.error('the damaged historian file was moved aside', { movedTo });
  }

  #viewOf(slot: number, range: TimeRange): TagView {
    const { tags, state } = this.#file;
    const [id, spanUs, rawFromUs] = [tags.ids[slot]!, tags.spanUs[slot]!, state.get('raw_from_us')];
    return new TagView(this.#reader, { id, spanUs, runs: this.#tail.runs(slot), rawFromUs }, range);
  }

  /** The finest rollup that is left where a range begins. */
  #leastUnitUs({ fromUs }: SeriesQuery): number {
    const { state } = this.#file;
    if (fromUs >= state.get('raw_from_us')) return 0;
    return fromUs >= state.get('hour_from_us') ? HOUR_US : DAY_US;
  }

  /** Seals some of what is due. A disk that takes nothing is tried again after a second; nothing is forgotten meanwhile. */
  #seal(): void {
    const { tags, gaps, marks } = this.#file;
    if (this.#due.length === 0) this.#due = this.#schedule.due(this.#tail, tags.count);
    try {
      const slots = this.#due.slice(0, BLOCKS_PER_COMMIT);
      if (slots.length > 0 || gaps.isWaiting) this.#sealTogether(slots);
      this.#due = this.#due.slice(slots.length);
      marks.fold();
      if (this.#isFaulty) this.#logger.info('the historian is written again');
      this.#isFaulty = false;
    } catch (error) {
      if (isDamage(error)) this.#abandon(error);
      if (!this.#isFaulty)
        this.#logger.error('the historian could not be written; points wait in the log', { error: String(error) });
      this.#isFaulty = true;
      this.#retryAtMs = this.#clock.monoMs() + RETRY_AFTER_MS;
    }
  }

  #sealTogether(slots: readonly number[]): void {
    const { tags, gaps, marks } = this.#file;
    this.#file.transaction(() => {
      for (const slot of slots) if (this.#tail.count(slot) > 0) this.#sealer.seal(slot, this.#tail.runs(slot));
      crashPoint('sqlite.afterInsert');
      marks.save(slots, tags.ids);
      gaps.save();
    });
    crashPoint('sqlite.afterCommit');
    for (const slot of slots) {
      this.#sealedPoints += this.#tail.count(slot);
      this.#maintenance.compaction.sealed(slot, this.#tail.count(slot));
      this.#tail.clear(slot);
    }
    marks.saved(slots);
    gaps.saved();
  }

  /** The file got damaged. It will be kept under another name; the log still has what is not sealed. */
  #abandon(error: unknown): never {
    this.#isBeyondUse = true;
    const text = `${this.#file.path} is too damaged to be written (${String(error)}). It is moved aside and a new one begun; restore a backup to have older history again.`;
    throw new NexusError('NX_HISTORY_UNAVAILABLE', text, { file: this.#file.path }, { cause: error });
  }
}
