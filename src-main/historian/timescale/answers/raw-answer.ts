import type { RawSeries } from '../../../../src-shared/domain/series.ts';
import { concatColumns } from '../../columns.ts';
import type { TimeRange } from '../../query.ts';
import { rawSeriesOf } from '../../raw-series.ts';
import { tooLarge } from '../../too-large.ts';
import { timeParameter } from '../link/pg-time.ts';
import type { Asker } from './asker.ts';
import { PAGE_ROWS } from './bucket-answer.ts';
import { type PointPage, type PointSource, readPage } from './point-pages.ts';

/** An answer that may be larger than this is counted before it is read. */
const UNCOUNTED_ROWS = 4 * PAGE_ROWS;

/** Every point of the range. @throws NexusError NX_HISTORY_TOO_LARGE. */
export async function rawAnswer(
  client: Asker,
  source: PointSource,
  range: TimeRange,
  limit: number,
  epochs: 'latest' | 'all',
): Promise<RawSeries> {
  const pages: PointPage[] = [];
  let rows = 0;
  let isCounted = false;
  for (let at = range.fromUs; at < range.toUs; ) {
    const page = await readPage(client, source, { fromUs: at, toUs: range.toUs }, PAGE_ROWS, epochs);
    pages.push(page);
    rows += page.columns.timeUs.length;
    at = page.nextUs;
    if (rows > limit) throw tooLarge(range, rows, limit, at);
    if (isCounted || rows < UNCOUNTED_ROWS) continue;
    isCounted = true;
    const left = await countRows(client, source, { fromUs: at, toUs: range.toUs }, limit - rows + 1);
    if (rows + left > limit) throw tooLarge(range, rows + left, limit);
  }
  const epoch = new Uint16Array(rows);
  let at = 0;
  for (const page of pages) {
    epoch.set(page.epoch, at);
    at += page.epoch.length;
  }
  return rawSeriesOf({ columns: concatColumns(pages.map(({ columns }) => columns)), epoch }, epochs);
}

/** Rows of the range, as far as the key tells them; at most `most`. */
async function countRows(client: Asker, { schema, tagId }: PointSource, range: TimeRange, most: number) {
  const { rows } = await client.query<{ count: string }>(
    `SELECT count(*) FROM (SELECT FROM ${schema}.samples
       WHERE tag_id = $1 AND time >= $2 AND time < $3 LIMIT $4) p`,
    [tagId, timeParameter(range.fromUs), timeParameter(range.toUs), most],
  );
  return Number(rows[0]!.count);
}
