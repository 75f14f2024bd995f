import type { BlockStats } from '../../block-stats.ts';
import type { TimeRange } from '../../query.ts';
import { timeParameter } from '../link/pg-time.ts';
import type { RollupUnit } from '../rollups/rollup-units.ts';
import type { Asker } from './asker.ts';
import { column, readColumns, readFloats, readInts, readLongs, readTimes } from './binary-row.ts';
import type { PointSource } from './point-pages.ts';

/** A minute, an hour or a day of one epoch. */
export interface StoredCell extends BlockStats {
  readonly startUs: number;
  readonly epoch: number;
}

const COLUMNS = ['time', 'epoch', 'min', 'max', 'sum', 'first', 'last', 'count', 'bad'];

/** The cells of a tag that begin in the range, in the order of time and epoch. */
export async function readCells(
  client: Asker,
  { schema, tagId }: PointSource,
  { cells }: RollupUnit,
  { fromUs, toUs }: TimeRange,
): Promise<StoredCell[]> {
  const [time = null, epochs = null, ...rest] = await readColumns(
    client,
    `SELECT ${COLUMNS.map(column).join()} FROM (SELECT ${COLUMNS.join()} FROM ${schema}.${cells}
       WHERE tag_id = $1 AND time >= $2 AND time < $3 ORDER BY time, epoch, last_time) c`,
    [tagId, timeParameter(fromUs), timeParameter(toUs)],
  );
  const epoch = readInts(epochs);
  const [min, max, sum, first, last] = rest.slice(0, 5).map(readFloats);
  const [count, bad] = rest.slice(5).map(readLongs);
  return Array.from(readTimes(time), (startUs, i) => ({
    startUs,
    epoch: epoch[i]!,
    min: min![i]!,
    max: max![i]!,
    sum: sum![i]!,
    first: first![i]!,
    last: last![i]!,
    count: count![i]!,
    bad: bad![i]!,
  }));
}
