import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loggerTo } from '../../kernel/logger.ts';
import { PostgresProcess } from '../../testing/postgres-process.ts';
import { type PostgresKind, postgresMissing } from '../../testing/postgres-programs.ts';
import { openDatabase } from './link/open-database.ts';

const ROOT = join(import.meta.dirname, '../../..');
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

interface Dashboard {
  readonly panels: readonly { readonly title: string; readonly targets: readonly { readonly rawSql: string }[] }[];
  readonly templating: { readonly list: readonly { readonly name: string; readonly query: string }[] };
}
const dashboard = JSON.parse(read('resources/grafana/nexus-edge-history.json')) as Dashboard;
const TOPIC = 'acme/p/pump/t7';

/** What Grafana makes of a query before it sends it. */
const expand = (sql: string, intervalMs: number): string =>
  sql
    .replaceAll('$' + '{schema}', 'nexus')
    .replaceAll('$' + '{topic:sqlstring}', `'${TOPIC}'`)
    .replaceAll('$__timeFilter(time)', "time BETWEEN now() - interval '3 hours' AND now() + interval '1 minute'")
    .replaceAll('$__unixEpochFrom()', 'extract(epoch FROM now()) - 10800')
    .replaceAll('$__unixEpochTo()', 'extract(epoch FROM now())')
    .replaceAll('$__interval_ms', String(intervalMs));

/** The queries that docs/historian.md shows. */
const shown = [...read('docs/historian.md').matchAll(/```sql\n([^`]+)```/g)]
  .flatMap(([, block]) => block!.split(/;\s*\n/))
  .map((sql) => sql.trim().replaceAll('acme/plant1/utilities/steam/boiler-1/steam_p', TOPIC))
  .filter((sql) => /^(--.*\n)*SELECT/.test(sql));

describe.each<PostgresKind>(['plain', 'apache'])('what reads history by SQL from %s', (kind) => {
  const isMissing = postgresMissing(kind) !== undefined;
  let postgres: PostgresProcess;
  let name: string;

  beforeAll(async () => {
    if (isMissing) return;
    postgres = await PostgresProcess.start(kind);
    name = await postgres.createDatabase();
    const database = await openDatabase(
      { url: postgres.url(name) },
      loggerTo(() => undefined),
    );
    await database.close();
    await postgres.sql(
      `INSERT INTO nexus.tags (project_uid, tag_uid, device_uid, topic, device, name, unit)
         SELECT 'p', 'tag ' || n, 'd', 'acme/p/pump/t' || n, 'pump', 't' || n, 'bar' FROM generate_series(1, 20) n;
       INSERT INTO nexus.samples SELECT now() - s * interval '10 seconds', n, 0, CASE WHEN s % 10 > 0 THEN s END, NULL,
         CASE WHEN s % 10 > 0 THEN 0 ELSE -2146631680 END, 0 FROM generate_series(0, 719) s, generate_series(1, 20) n;
       INSERT INTO nexus.samples SELECT time, tag_id, 1, -1, NULL, 0, 0 FROM nexus.samples WHERE tag_id = 7 AND time < now() - interval '100 minutes';
       INSERT INTO nexus.gaps VALUES ('p', '', 1e6 * extract(epoch FROM now()) - 6e9, 1e6 * extract(epoch FROM now()) - 5e9, 'restart');
       ANALYZE`,
      name,
    );
  });

  afterAll(() => postgres?.dispose());

  it.skipIf(isMissing)('has rows for every panel of the dashboard, at any width', async () => {
    for (const { title, targets } of dashboard.panels)
      for (const intervalMs of [10_000, 3_600_000, 86_400_000]) {
        const rows = await postgres.sql(expand(targets[0]!.rawSql, intervalMs), name);
        // Of the averages at that width all of one day may begin before the range.
        if (intervalMs < 86_400_000) expect(rows.length, `${title} at ${intervalMs} ms`).toBeGreaterThan(0);
      }
    const topics = dashboard.templating.list.find(({ name: variable }) => variable === 'topic')!;
    expect(await postgres.sql(expand(topics.query, 0), name)).toHaveLength(20);
  });

  it.skipIf(isMissing)('answers the queries of the documentation', async () => {
    expect(shown).toHaveLength(5);
    for (const sql of shown) await postgres.sql(sql, name);
    const last = await postgres.sql(
      `SELECT value, quality FROM nexus.metrics_last WHERE topic = 'acme/p/pump/t3'`,
      name,
    );
    expect(last).toEqual([['', '0']]);
  });

  it.skipIf(isMissing)('shows of one time the later epoch, and by the key alone', async () => {
    const sql = `SELECT value FROM nexus.metrics WHERE topic = '${TOPIC}' AND time < now() - interval '105 minutes'`;
    const rows = await postgres.sql(sql, name);
    expect(rows.length).toBeGreaterThan(50);
    expect(new Set(rows.map(([value]) => value))).toEqual(new Set(['-1']));
    const plan = (await postgres.sql(`EXPLAIN ${sql}`, name)).join('\n');
    expect(plan).toMatch(/Index Cond: \(?\(tag_id = t.tag_id\) AND \("?time"? < /);
    expect(plan).not.toMatch(/Seq Scan on (samples|_hyper)/);
  });
});
