import type { ClientBase } from 'pg';
import { CELL_COLUMNS, CELL_OF_CELLS, CELL_OF_POINTS, cellStart } from './rollup-units.ts';
import type { Stretch } from './stored-stretches.ts';

/** SQL: hours since 1970 as a time. */
export const hourTime = (hour: string): string => `('epoch'::timestamptz + ${hour} * interval '1 hour')`;

/** SQL: the stretches that `stretchValues` gives, as `w (tag_id, from_time, to_time)`. */
const WORK = `(SELECT tag_id, ${hourTime('from_hour')} AS from_time, ${hourTime('to_hour')} AS to_time
  FROM unnest($1::int[], $2::int[], $3::int[]) AS u (tag_id, from_hour, to_hour))`;
/** The days that the stretches touch, each once. */
const DAYS = `(SELECT DISTINCT tag_id, day, day + interval '24 hours' AS day_end FROM ${WORK} w,
  generate_series(${cellStart('1 day', 'from_time')}, to_time - interval '1 microsecond', interval '24 hours') AS day)`;

export function stretchValues(stretches: readonly Stretch[]): unknown[] {
  return [
    stretches.map(({ tagId }) => tagId),
    stretches.map(({ fromHour }) => fromHour),
    stretches.map(({ toHour }) => toHour),
  ];
}

/** Makes the cells of stretches anew from their points, which are all there; inside a transaction. @param schema quoted */
export async function workOut(client: ClientBase, schema: string, stretches: readonly Stretch[]): Promise<void> {
  if (stretches.length === 0) return;
  const values = stretchValues(stretches);
  for (const table of ['samples_1min', 'samples_1hour'])
    await client.query(
      `DELETE FROM ${schema}.${table} r USING ${WORK} w
       WHERE r.tag_id = w.tag_id AND r.time >= w.from_time AND r.time < w.to_time`,
      values,
    );
  await client.query(
    `INSERT INTO ${schema}.samples_1min (time, tag_id, epoch, ${CELL_COLUMNS})
     SELECT c.start, w.tag_id, c.epoch, ${CELL_COLUMNS} FROM ${WORK} w CROSS JOIN LATERAL (
       SELECT ${cellStart('1 minute', 's.time')} AS start, s.epoch, ${CELL_OF_POINTS} FROM ${schema}.samples s
       WHERE s.tag_id = w.tag_id AND s.time >= w.from_time AND s.time < w.to_time GROUP BY 1, 2) c`,
    values,
  );
  await client.query(
    `INSERT INTO ${schema}.samples_1hour (time, tag_id, epoch, ${CELL_COLUMNS})
     SELECT c.start, w.tag_id, c.epoch, ${CELL_COLUMNS} FROM ${WORK} w CROSS JOIN LATERAL (
       SELECT ${cellStart('1 hour', 'm.time')} AS start, m.epoch, ${CELL_OF_CELLS} FROM ${schema}.samples_1min m
       WHERE m.tag_id = w.tag_id AND m.time >= w.from_time AND m.time < w.to_time GROUP BY 1, 2) c`,
    values,
  );
  await client.query(
    `DELETE FROM ${schema}.samples_1day r USING ${DAYS} d WHERE r.tag_id = d.tag_id AND r.time = d.day`,
    values,
  );
  await client.query(
    `INSERT INTO ${schema}.samples_1day (time, tag_id, epoch, ${CELL_COLUMNS})
     SELECT d.day, d.tag_id, c.epoch, ${CELL_COLUMNS} FROM ${DAYS} d CROSS JOIN LATERAL (
       SELECT h.epoch, ${CELL_OF_CELLS} FROM ${schema}.samples_1hour h
       WHERE h.tag_id = d.tag_id AND h.time >= d.day AND h.time < d.day_end GROUP BY 1) c`,
    values,
  );
}

/** Adds cells to what is there. @param cells SQL of `(time, tag_id, epoch, …)` */
const addCells = (schema: string, table: string, cells: string): string =>
  `INSERT INTO ${schema}.${table} AS r (time, tag_id, epoch, ${CELL_COLUMNS}) ${cells}
   ON CONFLICT (tag_id, time, epoch) DO UPDATE SET
     first = CASE WHEN r.first_time IS NULL OR excluded.first_time < r.first_time THEN excluded.first ELSE r.first END,
     last = CASE WHEN r.last_time IS NULL OR excluded.last_time > r.last_time THEN excluded.last ELSE r.last END,
     min = least(r.min, excluded.min), max = greatest(r.max, excluded.max),
     first_time = least(r.first_time, excluded.first_time), last_time = greatest(r.last_time, excluded.last_time),
     sum = r.sum + excluded.sum, count = r.count + excluded.count, bad = r.bad + excluded.bad`;

/**
 * Adds late points, whose neighbours are gone already, to the hours and days and removes them; inside a transaction.
 * @param into the tables to add to: `samples` for those of the rollups, `added` for those beside continuous aggregates
 */
export async function absorb(
  client: ClientBase,
  schema: string,
  into: 'samples' | 'added',
  stretches: readonly Stretch[],
): Promise<void> {
  if (stretches.length === 0) return;
  const hourFrom = `coalesce((SELECT at FROM ${schema}.upkeep_state WHERE name = 'hour_from'), '-infinity')`;
  await client.query(
    `WITH taken AS (
       DELETE FROM ${schema}.samples s USING ${WORK} w
       WHERE s.tag_id = w.tag_id AND s.time >= w.from_time AND s.time < w.to_time
       RETURNING s.time, s.tag_id, s.epoch, s.value, s.quality),
     hours AS (
       SELECT ${cellStart('1 hour', 'time')} AS start, tag_id, epoch, ${CELL_OF_POINTS} FROM taken GROUP BY 1, 2, 3),
     days AS (
       SELECT ${cellStart('1 day', 'start')} AS start, tag_id, epoch, ${CELL_OF_CELLS} FROM hours GROUP BY 1, 2, 3),
     added AS (
       ${addCells(schema, `${into}_1hour`, `SELECT start, tag_id, epoch, ${CELL_COLUMNS} FROM hours WHERE start >= ${hourFrom}`)})
     ${addCells(schema, `${into}_1day`, `SELECT start, tag_id, epoch, ${CELL_COLUMNS} FROM days`)}`,
    stretchValues(stretches),
  );
}
