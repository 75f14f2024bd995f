import type { SeriesAnswer } from '../../../../src-shared/domain/series.ts';
import { NexusError } from '../../../../src-shared/errors/nexus-error.ts';
import { bucketGrid } from '../../bucket-grid.ts';
import { makeColumns } from '../../columns.ts';
import { clipGaps, type TimeRange } from '../../query.ts';
import { rawSeriesOf } from '../../raw-series.ts';
import { SCAN_ROWS, type ScanWindow, scanPieces } from '../../scan-query.ts';
import { DAY_US, HOUR_US } from '../../split-columns.ts';
import type { LastAnswer, LastQuery, ScanPiece, ScanQuery, SeriesQuery } from '../../store.ts';
import type { Database } from '../link/database.ts';
import { type Asker, askerOf, calledOff } from './asker.ts';
import { BucketAnswer } from './bucket-answer.ts';
import { lastAnswer } from './last-answer.ts';
import { readPage } from './point-pages.ts';
import { rawAnswer } from './raw-answer.ts';
import { gapsOf, type TagView, viewOf } from './tag-view.ts';

export interface AnswersOptions {
  /** Points that one answer may hold. */
  readonly rawLimit: number;
}

/** Answers what is asked of a database, each question on a connection of its own that sees it as it was when it began. */
export class Answers {
  readonly #database: Database;
  readonly #rawLimit: number;
  readonly #closing = new AbortController();

  constructor(database: Database, { rawLimit }: AnswersOptions) {
    this.#database = database;
    this.#rawLimit = rawLimit;
  }

  /** @throws NexusError as `HistoryStore.series`. */
  series(query: SeriesQuery, signal?: AbortSignal): Promise<SeriesAnswer> {
    return this.#ask(signal, async (client) => {
      const { schema } = this.#database;
      const view = await viewOf(client, schema, query);
      const series = await this.#seriesOf(client, query, view);
      const gaps = clipGaps(await gapsOf(client, schema, query), query);
      const known = series.timeUs.length > 0 || (await this.#isKnown(client, view));
      return { series, gaps, known, ...(query.fromUs < view.rawFromUs && { rawFromUs: view.rawFromUs }) };
    });
  }

  /** @throws NexusError as `series`. */
  last(query: LastQuery): Promise<LastAnswer> {
    return this.#ask(undefined, (client) => lastAnswer(client, this.#database.schema, query));
  }

  /** Each window is a question of its own: a scan that is left holds nothing. */
  scan(query: ScanQuery, signal?: AbortSignal): AsyncIterable<ScanPiece> {
    const read = (range: TimeRange): Promise<ScanWindow> =>
      this.#ask(signal, async (client) => {
        const { schema } = this.#database;
        const { tagId } = await viewOf(client, schema, query);
        if (tagId === undefined) return { points: undefined, damaged: [], nextUs: range.toUs };
        const rows = Math.max(SCAN_ROWS, query.rows ?? 0) + 1;
        const page = await readPage(client, { schema, tagId }, range, rows, query.epochs ?? 'latest');
        return { points: page.columns.timeUs.length > 0 ? page : undefined, damaged: [], nextUs: page.nextUs };
      });
    return scanPieces(query, read, signal);
  }

  /** Ends what is being answered. */
  close(): void {
    this.#closing.abort();
  }

  async #seriesOf(client: Asker, query: SeriesQuery, view: TagView): Promise<SeriesAnswer['series']> {
    const { schema } = this.#database;
    const { tagId } = view;
    const { buckets, epochs = 'latest' } = query;
    if (buckets === undefined) {
      if (tagId !== undefined) return rawAnswer(client, { schema, tagId }, query, this.#rawLimit, epochs);
      return rawSeriesOf({ columns: makeColumns(0), epoch: new Uint16Array(0) }, epochs);
    }
    const grid = bucketGrid(query, buckets, leastUnitUs(query, view));
    const answer = new BucketAnswer(client, { schema, tagId: tagId ?? 0 }, view, grid);
    return answer.read(tagId === undefined ? { fromUs: query.fromUs, toUs: query.fromUs } : query, grid);
  }

  /** A tag may be described before anything is stored of it. */
  async #isKnown(client: Asker, { tagId }: TagView): Promise<boolean> {
    if (tagId === undefined) return false;
    const { schema } = this.#database;
    const { rows } = await client.query<{ known: boolean }>(
      `SELECT EXISTS (SELECT FROM ${schema}.samples WHERE tag_id = $1)
         OR EXISTS (SELECT FROM ${schema}.cells_1day WHERE tag_id = $1) AS known`,
      [tagId],
    );
    return rows[0]!.known;
  }

  async #ask<Result>(signal: AbortSignal | undefined, work: (client: Asker) => Promise<Result>): Promise<Result> {
    const ends = AbortSignal.any([this.#closing.signal, ...(signal ? [signal] : [])]);
    try {
      return await this.#database.lease(async (client) => {
        await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
        const result = await work(askerOf(client, ends));
        await client.query('COMMIT');
        if (ends.aborted) throw calledOff();
        return result;
      }, ends);
    } catch (error) {
      if (ends.aborted) throw calledOff(error);
      throw error instanceof NexusError ? error : this.#database.fault(error);
    }
  }
}

/** The finest rollup that is left where a range begins; 0 where every point is. */
function leastUnitUs({ fromUs }: TimeRange, { rawFromUs, hourFromUs }: TagView): number {
  if (fromUs >= rawFromUs) return 0;
  return fromUs >= hourFromUs ? HOUR_US : DAY_US;
}
