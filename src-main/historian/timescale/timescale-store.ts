import type { SeriesAnswer } from '../../../src-shared/domain/series.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { Clock } from '../../kernel/clock.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import type { Logger } from '../../kernel/logger.ts';
import { DEFAULT_POOL } from '../../kernel/postgres/connection-config.ts';
import type { BatchRecord, GapRecord } from '../../log/log-reader.ts';
import type { QuarantineAnswer, QuarantineAsk } from '../quarantine.ts';
import { keptFor, RAW_LIMIT } from '../retention.ts';
import type {
  BackupAnswer,
  HistoryStore,
  LastAnswer,
  LastQuery,
  ScanPiece,
  ScanQuery,
  SeriesQuery,
  StoreCounts,
  TagDescription,
} from '../store.ts';
import { Answers } from './answers/answers.ts';
import { Health } from './intake/health.ts';
import { Intake } from './intake/intake.ts';
import { loadMarks } from './intake/lane-mark.ts';
import { Quarantine } from './intake/quarantine.ts';
import { TagIds } from './intake/tag-ids.ts';
import type { Database } from './link/database.ts';
import { openDatabases } from './link/open-database.ts';
import { RollupIntake } from './rollups/stored-stretches.ts';
import type { TimescaleStoreOptions } from './timescale-options.ts';
import { Upkeep } from './upkeep/upkeep.ts';

const WRITERS = 4;
const BATCH_POINTS = 5_000;
const BATCH_MS = 100;
const RETRY_MS = 1_000;
const COMPRESS_AFTER_MS = 86_400_000;
/** Connections beside those of the writers: old points, tags or gaps, and upkeep. */
const MORE_CONNECTIONS = 3;
const FEWEST_FOR_ANSWERS = 2;
/** So long `tend` waits for room, so that the log is read on at once when there is. */
const ROOM_MS = 200;
/** What is on its way gets this long when the store closes; the log has it all the same. */
const CLOSE_MS = 2_000;

/** What a store works with. */
export interface TimescaleSurroundings {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Ends an attempt to open that is under way. */
  readonly signal?: AbortSignal;
  /** Told of a fault of the open database in plain words, and when it is over. */
  readonly changed: (fault: NexusError | undefined) => void;
}

interface StoreParts {
  /** Connections that points go in by; answers have others. */
  readonly database: Database;
  readonly intake: Intake;
  readonly tags: TagIds;
  readonly health: Health;
  readonly answers: Answers;
  readonly upkeep: Upkeep;
  readonly quarantine: Quarantine;
  readonly flushesOnTend: boolean;
  readonly lifetime: Lifetime;
}

/**
 * History in PostgreSQL, with TimescaleDB or without. Points go in by COPY, a few thousand at a time, each lane of the
 * log in its own order and with its own mark in the same transaction: that is why every point is stored exactly once.
 * What is not stored yet is in the log; a database that is away costs nothing but time.
 */
export class TimescaleStore implements HistoryStore {
  /** Answers need nothing that only the log has. */
  readonly isWhole = true;
  readonly #parts: StoreParts;

  /** @throws NexusError NX_HISTORY_UNAVAILABLE with what was seen and the next step. */
  static async open(options: TimescaleStoreOptions, surroundings: TimescaleSurroundings): Promise<TimescaleStore> {
    const { clock, logger, signal, changed } = surroundings;
    const { database: wanted, projectUid } = options;
    const writers = wanted.writers ?? WRITERS;
    const forIntake = writers + MORE_CONNECTIONS;
    const forAnswers = Math.max(FEWEST_FOR_ANSWERS, (wanted.pool ?? DEFAULT_POOL) - forIntake);
    const lifetime = new Lifetime('timescale store');
    try {
      const [database, asked] = await openDatabases(wanted, logger, [forIntake, forAnswers] as const, signal);
      lifetime.defer(() => database.close());
      lifetime.defer(() => asked.close());
      const tags = new TagIds(projectUid);
      await tags.load(database, lifetime.signal);
      const marks = await loadMarks(database, projectUid, lifetime.signal);
      const health = new Health(database, clock, changed);
      const rollups = new RollupIntake(database.schema);
      const intake = new Intake({ projectUid, writers }, marks, {
        database,
        tags,
        rollups,
        clock,
        logger,
        batchPoints: wanted.batchPoints ?? BATCH_POINTS,
        flushMs: wanted.batchMs ?? BATCH_MS,
        retryMs: wanted.retryMs ?? RETRY_MS,
        closing: lifetime.signal,
        attempted: (writer: object, error?: unknown) => health.attempted(writer, error),
      });
      const quarantine = new Quarantine(database, projectUid, rollups, (released) => intake.released(released));
      const answers = new Answers(asked, { rawLimit: options.rawLimit ?? RAW_LIMIT });
      lifetime.defer(() => answers.close());
      const upkeepOptions = {
        kept: keptFor(options.retention),
        compressAfterMs: wanted.compressAfterMs ?? COMPRESS_AFTER_MS,
        ...(wanted.settleMs !== undefined && { settleMs: wanted.settleMs }),
      };
      const upkeep = new Upkeep(database, upkeepOptions, clock, logger);
      const flushesOnTend = wanted.batchMs === 0;
      return new TimescaleStore({
        database,
        intake,
        tags,
        health,
        answers,
        upkeep,
        quarantine,
        flushesOnTend,
        lifetime,
      });
    } catch (error) {
      await lifetime.dispose();
      throw error;
    }
  }

  private constructor(parts: StoreParts) {
    this.#parts = parts;
  }

  /** For people, in one line. */
  get product(): string {
    const { product, edition } = this.#parts.database;
    return `${product}: ${edition === 'community' ? 'compression and continuous aggregates' : 'own rollups and retention'}`;
  }

  take(record: BatchRecord): void {
    this.#parts.intake.take(record);
  }

  takeGap(record: GapRecord): void {
    this.#parts.intake.takeGap(record);
  }

  /** @throws NexusError NX_HISTORY_UNAVAILABLE when a person has to do something: the store is to be opened anew then. */
  async tend(): Promise<boolean> {
    const { intake, health, flushesOnTend } = this.#parts;
    if (flushesOnTend) await intake.flush();
    await intake.roomWithin(ROOM_MS);
    if (health.beyondUse) throw health.beyondUse;
    return intake.hasRoom;
  }

  /** Everything is sent within 100 ms anyway. */
  release(): void {}

  maintain(): Promise<boolean> {
    return this.#parts.upkeep.step();
  }

  oldestNeeded(readSegment: number): number {
    return Math.min(readSegment, this.#parts.intake.oldestSegment);
  }

  counts(): StoreCounts {
    const { tags, intake } = this.#parts;
    const { stored, quarantined } = intake.counts();
    return {
      tags: tags.count,
      sealedPoints: stored,
      tailPoints: 0,
      waitingPoints: intake.waitingPoints,
      quarantinedPoints: quarantined,
      sealedBlocks: 0,
      lateBlocks: 0,
    };
  }

  countsOfLog(logId: string): Pick<StoreCounts, 'sealedPoints' | 'quarantinedPoints'> {
    const { stored, quarantined } = this.#parts.intake.countsOfLog(logId);
    return { sealedPoints: stored, quarantinedPoints: quarantined };
  }

  quarantine(ask: QuarantineAsk): Promise<QuarantineAnswer> {
    return this.#parts.quarantine.ask(ask);
  }

  /** Writes down how the tags are called now. */
  describe(described: readonly TagDescription[]): Promise<void> {
    const { tags, database, lifetime } = this.#parts;
    return tags.describe(database, described, lifetime.signal);
  }

  series(query: SeriesQuery, signal?: AbortSignal): Promise<SeriesAnswer> {
    return this.#parts.answers.series(query, signal).catch((error: unknown) => this.#refuse(error));
  }

  last(query: LastQuery): Promise<LastAnswer> {
    return this.#parts.answers.last(query).catch((error: unknown) => this.#refuse(error));
  }

  async *scan(query: ScanQuery, signal?: AbortSignal): AsyncGenerator<ScanPiece, void, undefined> {
    try {
      yield* this.#parts.answers.scan(query, signal);
    } catch (error) {
      this.#refuse(error);
    }
  }

  backup(): Promise<BackupAnswer> {
    const text = `The history is in ${this.#parts.database.product}, and is no part of this backup. Back the database up with pg_dump.`;
    return Promise.reject(new NexusError('NX_BACKUP', text));
  }

  async close(): Promise<void> {
    const { intake, lifetime } = this.#parts;
    await Promise.race([intake.flush(), new Promise((resolve) => setTimeout(resolve, CLOSE_MS).unref())]);
    await lifetime.dispose();
    await intake.flush();
  }

  /** A question that cannot be answered hears of the last points that are there. */
  #refuse(error: unknown): never {
    throw this.#parts.health.withLastWrite(error);
  }
}
