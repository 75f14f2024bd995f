import { POINTS_LATE } from '../link/database-error.ts';
import { CELL_OF_CELLS, CELL_OF_POINTS, cellStart, ROLLUP_UNITS } from '../rollups/rollup-units.ts';
import { lineLock } from '../rollups/stored-stretches.ts';
import type { MigrationFacts } from './all-migrations.ts';
import { cellTable } from './cell-table.ts';
import { continuousAggregates } from './continuous-aggregates.ts';

/** Version 2: minutes, hours and days, what is known of them, and the views for people. */
export function rollupsAndViews(facts: MigrationFacts): readonly string[] {
  const { edition, schema } = facts;
  return [
    // Where points lie that the rollups do not know yet: as intake writes them down, …
    `CREATE TABLE ${schema}.rollup_late (
       id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, from_time timestamptz NOT NULL, to_time timestamptz NOT NULL,
       stretches bytea NOT NULL)`,
    // … and per tag, in whole hours since 1970.
    `CREATE TABLE ${schema}.rollup_invalid (
       tag_id int NOT NULL, from_hour int NOT NULL, to_hour int NOT NULL, touched_at timestamptz NOT NULL,
       PRIMARY KEY (tag_id, from_hour))`,
    // 'line': up to it rollups know every point but those above; 'raw_from', 'hour_from': what is older may be gone.
    `CREATE TABLE ${schema}.upkeep_state (name text PRIMARY KEY, at timestamptz NOT NULL)`,
    `INSERT INTO ${schema}.upkeep_state VALUES ('line', ${cellStart('1 hour', 'now()')})`,
    notLate(schema),
    // Before this hour no point is left of a tag, or with tag 0 of any; what comes there later is added to the hours.
    `CREATE TABLE ${schema}.raw_gone (tag_id int PRIMARY KEY, until_hour int NOT NULL)`,
    // The epoch that each tag is in; 0 where there is no row.
    `CREATE TABLE ${schema}.tag_epochs (tag_id int PRIMARY KEY, epoch int NOT NULL)`,
    ...(edition === 'community' ? continuousAggregates(facts) : rollupTables(facts)),
    pointsOf(schema, 'metrics', everyPoint(schema)),
    pointsOf(schema, 'metrics_last', lastPoint(schema)),
    ...(edition === 'community' ? aggregatedMetrics(schema) : ownMetrics(schema)),
  ];
}

/**
 * Ends a transaction whose points begin before the line; otherwise holds the line where it is until the transaction is
 * over. So a batch of the present needs no answer in the middle of its transaction.
 */
function notLate(schema: string): string {
  return `CREATE FUNCTION ${schema}.not_late(from_us bigint) RETURNS void LANGUAGE plpgsql AS $$
     BEGIN
       PERFORM pg_advisory_xact_lock_shared(${lineLock(schema)});
       IF EXISTS (SELECT FROM ${schema}.upkeep_state WHERE name = 'line' AND extract(epoch FROM at) * 1000000 > from_us) THEN
         RAISE EXCEPTION 'points lie before the line of the rollups' USING ERRCODE = '${POINTS_LATE}';
       END IF;
     END $$`;
}

function rollupTables({ edition, schema, extensionSchema }: MigrationFacts): string[] {
  const tables = ROLLUP_UNITS.flatMap(({ table, cells }) => [
    cellTable(`${schema}.${table}`),
    `CREATE VIEW ${schema}.${cells} AS SELECT * FROM ${schema}.${table}`,
  ]);
  if (edition === 'plain') return tables;
  const name = `${schema}.samples_1min`.replaceAll("'", "''");
  // Minutes go with their points, by whole chunks.
  const chunks = `SELECT ${extensionSchema}.create_hypertable('${name}', 'time',
    chunk_time_interval => interval '7 days', create_default_indexes => false)`;
  return [...tables, chunks];
}

/** Points by topic. @param points SQL: those of the tag `t`, as a row source of its own for each. */
function pointsOf(schema: string, view: string, points: string): string {
  return `CREATE VIEW ${schema}.${view} AS
    SELECT s.time, t.topic, s.value, s.value_str,
      CASE WHEN s.quality < 0 THEN 0 WHEN s.quality >= 1073741824 THEN 64 ELSE 192 END AS quality,
      s.quality::bigint & 4294967295 AS status, t.unit, t.device, t.name AS tag
    FROM ${schema}.tags t CROSS JOIN LATERAL (${points}) s`;
}

/** Of one time that of the later epoch. Read per tag, so that a topic and a time use the key. */
const everyPoint = (schema: string): string =>
  `SELECT DISTINCT ON (p.time) p.time, p.value, p.value_str, p.quality FROM ${schema}.samples p
   WHERE p.tag_id = t.tag_id ORDER BY p.time DESC, p.epoch DESC`;

/** By one look into the key; of a tag whose clock was set back, that of its latest epoch. */
const lastPoint = (schema: string): string =>
  `SELECT p.time, p.value, p.value_str, p.quality FROM ${schema}.samples p
   WHERE p.tag_id = t.tag_id
     AND p.epoch = coalesce((SELECT e.epoch FROM ${schema}.tag_epochs e WHERE e.tag_id = t.tag_id), 0)
   ORDER BY p.time DESC LIMIT 1`;

/** Buckets by topic. @param cells SQL: the cells of the tag `t`, several of one time where it has several epochs. */
function metricsOf(schema: string, table: string, cells: string): string {
  return `CREATE VIEW ${schema}.${table.replace('samples', 'metrics')} AS
    SELECT c.time, t.topic, c.sum / nullif(c.count, 0) AS avg, c.min, c.max, c.first, c.last, c.count, c.bad,
      t.unit, t.device, t.name AS tag
    FROM ${schema}.tags t CROSS JOIN LATERAL (
      SELECT x.time, ${CELL_OF_CELLS} FROM (${cells}) x GROUP BY x.time) c`;
}

/** Continuous aggregates answer from the points above them by themselves. */
function aggregatedMetrics(schema: string): string[] {
  return ROLLUP_UNITS.map(({ table, cells }) =>
    metricsOf(schema, table, `SELECT * FROM ${schema}.${cells} r WHERE r.tag_id = t.tag_id`),
  );
}

/** Below the line from the tables, above it from the points. */
function ownMetrics(schema: string): string[] {
  const line = `(SELECT u.at FROM ${schema}.upkeep_state u WHERE u.name = 'line')`;
  return ROLLUP_UNITS.map(({ table, interval }) => {
    const isDay = interval === '1 day';
    const whole = isDay ? cellStart(interval, line) : line;
    const columns = 'time, min, max, sum, count, bad, first, last, first_time, last_time';
    const parts = [`SELECT ${columns} FROM ${schema}.${table} r WHERE r.tag_id = t.tag_id AND r.time < ${whole}`];
    if (isDay)
      parts.push(`SELECT ${cellStart(interval, 'h.time')}, min, max, sum, count, bad, first, last, first_time, last_time
        FROM ${schema}.samples_1hour h WHERE h.tag_id = t.tag_id AND h.time >= ${whole} AND h.time < ${line}`);
    parts.push(`SELECT ${cellStart(interval, 's.time')}, ${CELL_OF_POINTS} FROM ${schema}.samples s
      WHERE s.tag_id = t.tag_id AND s.time >= ${line} GROUP BY 1, s.epoch`);
    return metricsOf(schema, table, parts.join(' UNION ALL '));
  });
}
