import { MINUTE_US } from '../../rollup-cells.ts';
import { DAY_US, HOUR_US } from '../../split-columns.ts';

/** The three widths of cells that are kept beside the points. */
export interface RollupUnit {
  readonly us: number;
  /** As PostgreSQL reads it. */
  readonly interval: string;
  /** Table, or continuous aggregate, without its schema. */
  readonly table: string;
  /** What answers read: the same, and where it is an aggregate what was added after its points were gone. */
  readonly cells: string;
}

export const ROLLUP_UNITS: readonly RollupUnit[] = [
  { us: DAY_US, interval: '1 day', table: 'samples_1day', cells: 'cells_1day' },
  { us: HOUR_US, interval: '1 hour', table: 'samples_1hour', cells: 'cells_1hour' },
  { us: MINUTE_US, interval: '1 minute', table: 'samples_1min', cells: 'cells_1min' },
];

/** The columns of a cell after `time`, `tag_id` and `epoch`. */
export const CELL_COLUMNS = 'min, max, sum, count, bad, first, last, first_time, last_time';

/** The first day of the years that are answered: buckets that are counted from it begin where UTC days, hours and minutes do. */
const ORIGIN = "'0001-01-01 00:00:00+00'";

/** SQL: the beginning of the cell that a time is in. */
export function cellStart(interval: string, time: string): string {
  return `date_bin('${interval}', ${time}, ${ORIGIN})`;
}

/** A value of which something can be said: neither Bad (the top bit of its status) nor without a number. */
const COUNTS = 'FILTER (WHERE quality >= 0 AND value IS NOT NULL)';

/** SQL: the columns of a cell of points `(time, value, quality)` in a group. */
export const CELL_OF_POINTS = `min(value) ${COUNTS} AS min, max(value) ${COUNTS} AS max,
  coalesce(sum(value) ${COUNTS}, 0) AS sum, count(*) ${COUNTS} AS count,
  count(*) - count(*) ${COUNTS} AS bad,
  (array_agg(value ORDER BY time) ${COUNTS})[1] AS first,
  (array_agg(value ORDER BY time) ${COUNTS})[count(*) ${COUNTS}] AS last,
  min(time) ${COUNTS} AS first_time, max(time) ${COUNTS} AS last_time`;

const HAS_VALUE = 'FILTER (WHERE count > 0)';

/** SQL: the columns of a cell of narrower cells in a group. */
export const CELL_OF_CELLS = `min(min) AS min, max(max) AS max, sum(sum) AS sum, sum(count)::bigint AS count,
  sum(bad)::bigint AS bad,
  (array_agg(first ORDER BY first_time) ${HAS_VALUE})[1] AS first,
  (array_agg(last ORDER BY last_time DESC) ${HAS_VALUE})[1] AS last,
  min(first_time) AS first_time, max(last_time) AS last_time`;
