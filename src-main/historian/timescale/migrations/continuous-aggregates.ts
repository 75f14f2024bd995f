import { CELL_COLUMNS } from '../rollups/rollup-units.ts';
import type { MigrationFacts } from './all-migrations.ts';
import { cellTable } from './cell-table.ts';

const ALL = `time, tag_id, epoch, ${CELL_COLUMNS}`;
const COUNTS = 'FILTER (WHERE quality >= 0 AND value IS NOT NULL)';

/**
 * Minutes, hours and days as continuous aggregates, each made of the one before it, with the points above them. What comes
 * after its points are gone cannot be aggregated: it is added up in tables beside them.
 */
export function continuousAggregates({ schema, extensionSchema: ts }: MigrationFacts): readonly string[] {
  const aggregate = (table: string, interval: string, columns: string, source: string): string =>
    `CREATE MATERIALIZED VIEW ${schema}.${table}
       WITH (timescaledb.continuous, timescaledb.materialized_only = false) AS
     SELECT ${ts}.time_bucket(interval '${interval}', ${source}.time) AS time, tag_id, epoch, ${columns}
     FROM ${schema}.${source} GROUP BY 1, tag_id, epoch WITH NO DATA`;
  const ofPoints = `min(value) ${COUNTS} AS min, max(value) ${COUNTS} AS max,
    coalesce(sum(value) ${COUNTS}, 0) AS sum, count(*) ${COUNTS} AS count, count(*) - count(*) ${COUNTS} AS bad,
    ${ts}.first(value, samples.time) ${COUNTS} AS first, ${ts}.last(value, samples.time) ${COUNTS} AS last,
    min(samples.time) ${COUNTS} AS first_time, max(samples.time) ${COUNTS} AS last_time`;
  const ofCells = `min(min) AS min, max(max) AS max, sum(sum) AS sum, sum(count)::bigint AS count, sum(bad)::bigint AS bad,
    ${ts}.first(first, first_time) FILTER (WHERE count > 0) AS first,
    ${ts}.last(last, last_time) FILTER (WHERE count > 0) AS last,
    min(first_time) AS first_time, max(last_time) AS last_time`;
  const added = ['1hour', '1day'].flatMap((width) => [
    cellTable(`${schema}.added_${width}`),
    `CREATE VIEW ${schema}.cells_${width} AS
     SELECT ${ALL} FROM ${schema}.samples_${width} UNION ALL SELECT ${ALL} FROM ${schema}.added_${width}`,
  ]);
  return [
    aggregate('samples_1min', '1 minute', ofPoints, 'samples'),
    aggregate('samples_1hour', '1 hour', ofCells, 'samples_1min'),
    aggregate('samples_1day', '1 day', ofCells, 'samples_1hour'),
    `CREATE VIEW ${schema}.cells_1min AS SELECT ${ALL} FROM ${schema}.samples_1min`,
    ...added,
  ];
}
