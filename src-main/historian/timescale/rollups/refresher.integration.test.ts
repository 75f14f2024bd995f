import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '../../../kernel/logger.ts';
import { FakeClock } from '../../../testing/fake-clock.ts';
import { PostgresProcess } from '../../../testing/postgres-process.ts';
import { postgresMissing } from '../../../testing/postgres-programs.ts';
import { randomFrom } from '../../../testing/random-from.ts';
import type { Database } from '../link/database.ts';
import { openDatabase } from '../link/open-database.ts';
import { timeParameter } from '../link/pg-time.ts';
import { Refresher } from './refresher.ts';
import { CELL_OF_POINTS, cellStart, ROLLUP_UNITS } from './rollup-units.ts';
import { RollupIntake } from './stored-stretches.ts';

const SECOND = 1e6;
const HOUR = 3_600 * SECOND;
const TAGS = 5;

interface Point {
  readonly tagId: number;
  readonly timeUs: number;
  readonly epoch: number;
}

describe.each(['plain', 'apache'] as const)('rollups of our own in a server of the kind %s', (kind) => {
  describe.skipIf(postgresMissing(kind) !== undefined)('with a real server', () => {
    let server: PostgresProcess;
    let database: Database;
    let clock: FakeClock;
    let intake: RollupIntake;
    let schemas = 0;

    beforeAll(async () => {
      server = await PostgresProcess.start(kind);
    });

    afterAll(() => server.dispose());

    beforeEach(async () => {
      database = await openDatabase({ url: server.url(), schema: `rollups_${++schemas}` }, silentLogger);
      clock = new FakeClock();
      intake = new RollupIntake(database.schema);
      const { schema } = database;
      const names = `INSERT INTO ${schema}.tags (project_uid, tag_uid, topic) SELECT 'p', n, 'topic ' || n FROM generate_series(1, ${TAGS}) n`;
      await database.query(names);
      await database.query(`UPDATE ${schema}.upkeep_state SET at = ${cellStart('1 hour', '$1::timestamptz')}`, [
        timeParameter(clock.wallUs()),
      ]);
    });

    afterEach(() => database.close());

    /** Stores points in one transaction as intake does; the value is the second of the time. */
    const put = (points: readonly Point[]): Promise<void> =>
      database.lease(async (client) => {
        await client.query('BEGIN');
        await client.query(
          `INSERT INTO ${database.schema}.samples (tag_id, time, epoch, value, quality, flags)
           SELECT tag, 'epoch'::timestamptz + us * interval '1 us', epoch, us / 1000000 % 1000,
             CASE WHEN us / 1000000 % 7 = 0 THEN -2147483648 ELSE 0 END, 0
           FROM unnest($1::int[], $2::bigint[], $3::int[]) AS p (tag, us, epoch) ON CONFLICT DO NOTHING`,
          [points.map(({ tagId }) => tagId), points.map(({ timeUs }) => timeUs), points.map(({ epoch }) => epoch)],
        );
        await intake.note(client, {
          count: points.length,
          tagId: Int32Array.from(points, ({ tagId }) => tagId),
          epoch: Int32Array.from(points, ({ epoch }) => epoch),
          fromUs: Float64Array.from(points, ({ timeUs }) => timeUs),
          toUs: Float64Array.from(points, ({ timeUs }) => timeUs),
        });
        await client.query('COMMIT');
      });

    /** Cells that differ from what their points say, of all that is below the line. */
    const differences = async (): Promise<number> => {
      const { schema } = database;
      const columns = 'time, tag_id, epoch, min, max, sum, count, bad, first, last, first_time, last_time';
      let found = 0;
      for (const { table, interval } of ROLLUP_UNITS) {
        const line = cellStart(interval, `(SELECT at FROM ${schema}.upkeep_state WHERE name = 'line')`);
        const rows = await database.query(
          `WITH cells AS (SELECT ${columns} FROM ${schema}.${table} WHERE time < ${line}),
           points AS (
             SELECT ${columns} FROM (
               SELECT ${cellStart(interval, 's.time')} AS start, tag_id, epoch, ${CELL_OF_POINTS} FROM ${schema}.samples s
               WHERE s.time < ${line} GROUP BY 1, 2, 3) p (${columns}))
           (SELECT * FROM cells EXCEPT SELECT * FROM points) UNION ALL (SELECT * FROM points EXCEPT SELECT * FROM cells)`,
        );
        found += rows.length;
      }
      return found;
    };

    const count = async (table: string, sum = 'count(*)'): Promise<number> => {
      const [row] = await database.query<{ n: string }>(`SELECT ${sum} AS n FROM ${database.schema}.${table}`);
      return Number(row!.n);
    };

    it('agree with the points, whatever is stored before, at and above the line while it rises', async () => {
      const refresher = new Refresher(database, 'tables', clock, { settleMs: 0 });
      const random = randomFrom(7);
      const startUs = clock.wallUs();
      let writing = 3;
      const write = async (): Promise<void> => {
        for (let batch = 0; batch < 40; batch++) {
          const points = Array.from({ length: 20 }, () => ({
            tagId: 1 + random(TAGS),
            // Half of it follows the clock, the rest comes up to two days late.
            timeUs: (Math.floor(clock.wallUs() / SECOND) - random(random(2) === 0 ? 3_600 : 48 * 3_600)) * SECOND,
            epoch: random(10) === 0 ? 1 : 0,
          }));
          await put(points);
        }
        writing--;
      };
      const refresh = async (): Promise<void> => {
        while (writing > 0 || (await refresher.step())) {
          await refresher.step();
          if (writing > 0 && clock.wallUs() - startUs < 30 * HOUR) clock.stall(600_000);
        }
      };
      await Promise.all([write(), write(), write(), refresh()]);
      clock.stall(600_000);
      while (await refresher.step());
      expect(await count('rollup_late')).toBe(0);
      expect(await count('rollup_invalid')).toBe(0);
      expect(await differences()).toBe(0);
      expect(await count('samples_1hour', 'sum(count + bad)')).toBeGreaterThan(1_000);
      for (const width of ['1min', '1hour', '1day'])
        expect(await count(`metrics_${width}`, 'sum(count + bad)')).toBe(await count('samples'));
    });

    it('let two engines work beside each other without harm', async () => {
      const both = [1, 2].map(() => new Refresher(database, 'tables', clock, { settleMs: 0 }));
      const points = Array.from({ length: 3_000 }, (_, i) => ({
        tagId: 1 + (i % TAGS),
        timeUs: Math.floor((clock.wallUs() - i * 60 * SECOND) / SECOND) * SECOND,
        epoch: 0,
      }));
      for (let at = 0; at < points.length; at += 500) await put(points.slice(at, at + 500));
      await Promise.all(
        both.map(async (refresher) => {
          for (let idle = 0; idle < 3; ) idle = (await refresher.step()) ? 0 : idle + 1;
        }),
      );
      while (await both[0]!.step());
      expect(await differences()).toBe(0);
    });

    it('know the epoch that each tag is in, also where the transaction that told it was undone', async () => {
      const at = (epoch: number) => ({ tagId: 2, timeUs: clock.wallUs(), epoch });
      await put([at(0)]);
      expect(await count('tag_epochs')).toBe(0);
      await expect(
        database.lease(async (client) => {
          await client.query('BEGIN');
          await intake.note(client, {
            count: 1,
            tagId: Int32Array.of(2),
            epoch: Int32Array.of(3),
            fromUs: Float64Array.of(0),
            toUs: Float64Array.of(0),
          });
          throw new RangeError('undone');
        }),
      ).rejects.toThrow('undone');
      await put([at(3)]);
      await put([at(3)]);
      await put([at(1)]);
      expect(await count('tag_epochs', 'max(epoch)')).toBe(3);
    });
  });
});
