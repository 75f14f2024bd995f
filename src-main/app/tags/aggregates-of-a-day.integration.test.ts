import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { AggregateFunction } from '../../../src-shared/domain/aggregate.ts';
import { encodeBatch } from '../../../src-shared/domain/batch-frame.ts';
import { isBad, STATUS } from '../../../src-shared/domain/quality.ts';
import { type LogAndHistorian, startLogAndHistorian, TEST_PROJECT } from '../../historian/log-and-historian.ts';
import { PointTable, WINDOW_COLUMNS, windowSql } from '../../historian/window-sql.ts';
import { systemClock } from '../../kernel/clock.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import { DAY_S, type Day, dayOfValues } from '../../testing/day-of-values.ts';
import { PostgresProcess } from '../../testing/postgres-process.ts';
import { postgresMissing } from '../../testing/postgres-programs.ts';
import { everyTag, type TagEntry } from './tag-directory.ts';

const SECOND_US = 1_000_000;
const WINDOWS_US = { '1s': SECOND_US, '10s': 10 * SECOND_US, '1min': 60 * SECOND_US, '5min': 300 * SECOND_US } as const;

type WindowRow = Readonly<Record<(typeof WINDOW_COLUMNS)[number], number>>;
interface Stored {
  readonly timeUs: number;
  readonly value: number;
  readonly status: number;
}

/** What SQL says of a window. Without a point of its own it is what was held. */
function valueOf(row: WindowRow, fn: AggregateFunction): number {
  if (fn === 'count') return row.count;
  if (fn === 'twa') return row.area / row.covered;
  if (fn === 'std') return row.count === 0 ? 0 : Math.sqrt(row.squares / row.count);
  return row.count === 0 ? row.area / row.covered : row[fn];
}

/** A day takes a busy machine a while. */
const settle = (isSettled: () => boolean): Promise<void> =>
  vi.waitFor(() => expect(isSettled()).toBe(true), { timeout: 90_000, interval: 10 });

const EXACT: readonly AggregateFunction[] = ['count', 'min', 'max', 'first', 'last'];

const rowOf = (cells: readonly unknown[]): WindowRow =>
  Object.fromEntries(WINDOW_COLUMNS.map((name, i) => [name, Number(cells[i])])) as unknown as WindowRow;

describe('the aggregates of a day', () => {
  let day: Day;
  let lifetime: Lifetime;

  beforeAll(async () => {
    // Young enough that nothing of it is too old to be kept, and begun in the middle of a window.
    const fromUs = Math.floor(systemClock.wallUs() / SECOND_US - DAY_S - 3_600) * SECOND_US + 250_000;
    day = await dayOfValues(fromUs);
  }, 60_000);
  afterEach(() => lifetime.dispose());

  async function store(historian: Parameters<typeof startLogAndHistorian>[1]): Promise<LogAndHistorian> {
    const folder = mkdtempSync(join(tmpdir(), 'nexus-day-'));
    lifetime.defer(() => rmSync(folder, { recursive: true, force: true }));
    const running = lifetime.add(await startLogAndHistorian(folder, historian));
    const { log } = running;
    log.names(
      [[day.entry.number, day.entry.uid]],
      everyTag(day.entry).map(({ number, uid }) => [number, uid]),
    );
    let produced = 0;
    for (const [at, batch] of day.batches.entries()) {
      produced += batch.count;
      log.append(encodeBatch(batch), batch.count);
      if (at % 2_000 === 0) await settle(() => log.counts.pending < 1_000);
    }
    await settle(() => log.counts.pending === 0 && running.historian.counts.queued === 0);
    // To the point: everything that the day made is stored, once.
    expect(log.counts).toMatchObject({ produced, accepted: produced, rejected: 0 });
    expect(running.historian.counts).toEqual({ delivered: produced, queued: 0, dropped: 0, quarantined: 0 });
    expect(produced).toBeGreaterThan(3 * DAY_S);
    return running;
  }

  async function scan({ historian }: LogAndHistorian, { uid }: TagEntry): Promise<Stored[]> {
    const found: Stored[] = [];
    const query = { projectUid: TEST_PROJECT, tagUid: uid, fromUs: 0, toUs: systemClock.wallUs() };
    for await (const { timeUs, value, status } of historian.scan(query))
      for (let i = 0; i < timeUs.length; i++) found.push({ timeUs: timeUs[i]!, value: value[i]!, status: status[i]! });
    return found;
  }

  /** @param ask what the database makes of the raw points of a tag. */
  async function expectSame(
    running: LogAndHistorian,
    ask: (tag: TagEntry, windowUs: number) => Promise<readonly WindowRow[]> | readonly WindowRow[],
  ): Promise<void> {
    let compared = 0;
    for (const made of day.entry.derived) {
      const { window, fn, of } = made.derived!;
      const windowUs = WINDOWS_US[window];
      const stored = (await scan(running, made)).filter(({ status }) => !isBad(status));
      const rows = (await ask(of, windowUs)).slice(0, stored.length);
      const place = `${made.tag.id} of ${stored.length} windows`;
      expect(
        stored.map(({ timeUs }) => timeUs),
        place,
      ).toEqual(rows.map((row) => (row.window + 1) * windowUs));
      // The last windows are under way when the day ends.
      expect(stored.length, place).toBeGreaterThan((DAY_S * SECOND_US - 150 * SECOND_US) / windowUs - 2);
      for (const [i, { value, status }] of stored.entries()) {
        const row = rows[i]!;
        const expected = valueOf(row, fn);
        const isExact = EXACT.includes(fn) && row.count > 0;
        const slack = isExact ? 0 : 1e-12 * Math.max(Math.abs(expected), fn === 'std' ? row.max : 0);
        if (!(Math.abs(value - expected) <= slack)) expect(value, `${place}, window ${i}`).toBe(expected);
        const isWhole = row.covered === windowUs && row.bad === 0;
        if ((status === STATUS.Good) !== isWhole) expect(status, `${place}, window ${i}`).toBe(isWhole);
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(50_000);
  }

  it('are those that SQL makes of the raw points of the embedded historian', async () => {
    lifetime = new Lifetime('day in a file');
    const running = await store({});
    const table = lifetime.add(new PointTable());
    for (const tag of day.entry.tags) {
      const points = await scan(running, tag);
      table.add(
        tag.uid,
        points.map(({ timeUs, value, status }) => ({ timeUs, value: isBad(status) ? null : value })),
      );
    }
    await expectSame(running, ({ uid }, windowUs) => table.windows(uid, windowUs).map(rowOf));
  }, 60_000);

  it.skipIf(postgresMissing('plain'))(
    'are those that PostgreSQL makes of its own rows',
    async () => {
      lifetime = new Lifetime('day in a database');
      const server = lifetime.add(await PostgresProcess.start('plain'));
      const name = await server.createDatabase();
      const running = await store({ historian: { database: { url: server.url(name) } } });
      await server.sql(
        `CREATE VIEW points AS SELECT tag_uid AS tag, (extract(epoch FROM time) * 1000000)::bigint AS t, value AS v
       FROM nexus.samples JOIN nexus.tags USING (tag_id)`,
        name,
      );
      await expectSame(running, async ({ uid }, windowUs) => {
        const sql = windowSql(uid, windowUs, { least: 'least', greatest: 'greatest' });
        return (await server.sql(sql, name)).map((cells) => rowOf(cells));
      });
    },
    120_000,
  );
});
