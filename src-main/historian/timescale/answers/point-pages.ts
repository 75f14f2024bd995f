import type { TypedCell } from '../../../../src-shared/domain/point-batch.ts';
import { type Columns, pickRows, sliceColumns } from '../../columns.ts';
import type { Merged } from '../../merge-parts.ts';
import type { TimeRange } from '../../query.ts';
import { timeParameter } from '../link/pg-time.ts';
import type { Asker } from './asker.ts';
import {
  arrayLength,
  column,
  rareColumn,
  readColumns,
  readFloats,
  readInts,
  readShorts,
  readTexts,
  readTimes,
} from './binary-row.ts';

/** The tag and the table that points are read of. */
export interface PointSource {
  /** Quoted. */
  readonly schema: string;
  readonly tagId: number;
}

/** The first points of a range, in the order of time. */
export interface PointPage extends Merged {
  /** Where the next page begins; the end of the range when this was the last one. */
  readonly nextUs: number;
}

const RARE = ['quality', 'flags', 'epoch'];

/** Bits of `flags` above which the kind of `value_str` stands, and its words. */
const KIND_SHIFT = 8;
const FLAG_BITS = 0xff;
const KINDS = [undefined, 'string', 'int64', 'uint64', 'bytes'] as const;

/**
 * Reads up to `rows` points and those of the same time as the last of them.
 * @param epochs as of a query: `latest` leaves one point for each time.
 */
export async function readPage(
  client: Asker,
  source: PointSource,
  range: TimeRange,
  rows: number,
  epochs: 'latest' | 'all',
): Promise<PointPage> {
  const { schema, tagId } = source;
  const [time = null, value = null, quality = null, flags = null, epoch = null, texts = null] = await readColumns(
    client,
    `SELECT ${column('time')}, ${column('value')}, ${RARE.map(rareColumn).join()},
       array_send(array_agg(value_str) FILTER (WHERE value_str IS NOT NULL))
     FROM (SELECT time, value, ${RARE.join()}, value_str FROM ${schema}.samples
       WHERE tag_id = $1 AND time >= $2 AND time < $3 ORDER BY time, epoch LIMIT $4) p`,
    [tagId, timeParameter(range.fromUs), timeParameter(range.toUs), rows],
  );
  const timeUs = readTimes(time);
  const count = arrayLength(time);
  const shorts = readShorts(flags, count);
  const columns: Columns = {
    timeUs,
    value: readFloats(value),
    status: new Uint32Array(readInts(quality, count).buffer),
    flags: Uint8Array.from(shorts, (bits) => bits & FLAG_BITS),
    cells: cellsOf(shorts, readTexts(texts)),
  };
  const all: Merged = { columns, epoch: Uint16Array.from(readInts(epoch, count)) };
  if (count < rows) return { ...onlyOf(all, count, epochs), nextUs: range.toUs };
  // There may be more points of the last time: they begin the next page, …
  const lastUs = timeUs[count - 1]!;
  const before = timeUs.indexOf(lastUs);
  if (before > 0) return { ...onlyOf(all, before, epochs), nextUs: lastUs };
  // … unless the page is too small for all points of one time.
  return readPage(client, source, range, rows * 2, epochs);
}

/** The first `count` rows; of those of one time the last one, whose epoch is the latest, or all. */
function onlyOf({ columns, epoch }: Merged, count: number, epochs: 'latest' | 'all'): Merged {
  const { timeUs } = columns;
  const rows = new Uint32Array(count);
  let kept = 0;
  for (let row = 0; row < count; row++)
    if (epochs === 'all' || row === count - 1 || timeUs[row] !== timeUs[row + 1]) rows[kept++] = row;
  if (kept === count) return { columns: sliceColumns(columns, 0, count), epoch: epoch.subarray(0, count) };
  const picked = rows.subarray(0, kept);
  return { columns: pickRows(columns, picked), epoch: Uint16Array.from(picked, (row) => epoch[row]!) };
}

/** @param texts of the rows that have one, in their order. */
function cellsOf(flags: Int16Array, texts: readonly string[]): TypedCell[] {
  if (texts.length === 0) return [];
  const cells: TypedCell[] = [];
  let next = 0;
  for (let row = 0; row < flags.length; row++) {
    const kind = KINDS[flags[row]! >> KIND_SHIFT];
    if (kind === undefined) continue;
    const text = texts[next++] ?? '';
    if (kind === 'string') cells.push({ row, kind, value: text });
    else if (kind === 'bytes') cells.push({ row, kind, value: new Uint8Array(Buffer.from(text, 'base64')) });
    else cells.push({ row, kind, value: BigInt(text) });
  }
  return cells;
}
