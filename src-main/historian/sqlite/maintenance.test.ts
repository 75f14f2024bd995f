import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '../../kernel/logger.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import { LogRecords } from '../log-records.ts';
import { numbers, PROJECT, SECOND, StoreBench } from '../store-bench.ts';
import { SqliteStore } from './sqlite-store.ts';

const DAY = 86_400 * SECOND;
let folder: string;
let clock: FakeClock;
let bench: StoreBench;
let log: LogRecords;
let start: number;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nexus-maintenance-'));
  clock = new FakeClock();
  log = new LogRecords();
  start = clock.wallUs() - 20 * DAY;
  const options = { databasePath: join(folder, 'historian.db'), projectUid: PROJECT, sealPoints: 200 };
  bench = new StoreBench({
    open: async ({ retention = {} } = {}) => SqliteStore.open({ ...options, retention }, clock, silentLogger),
    clear: async () => rmSync(folder, { recursive: true }),
  });
  await bench.open();
});

afterEach(() => bench.clear());

/** Each look at it takes a millisecond: whoever works by it rests often. */
class HastyClock extends FakeClock {
  override monoMs(): number {
    this.stall(1);
    return super.monoMs();
  }
}

const range = () => ({ fromUs: start, toUs: start + 30 * DAY });
/** `count` points of a tag that do not compress, `every` seconds apart, sealed ten at a time. */
async function fill(count: number, every = 1, tag = 'tag a'): Promise<number[]> {
  const values = numbers(count).map((n) => Math.sin(n * n));
  for (let n = 0; n < count; n += 10) {
    const points = numbers(10, n).map((i) => ({ tag, timeUs: start + i * every * SECOND, value: values[i]! }));
    await bench.feed([log.batch(points)]);
    await bench.seal();
  }
  return values;
}

function change(sql: string): void {
  const database = new DatabaseSync(join(folder, 'historian.db'));
  database.exec(sql);
  database.close();
}

describe('the work that nobody waits for', () => {
  it('makes full blocks of small ones, a day long at most, and finds those of an earlier run', async () => {
    const values = await fill(3_000, 10);
    const slow = await fill(60, 3 * 3_600, 'tag b');
    // Ten points of three hours each span more than a day: two blocks.
    expect(bench.store.counts().sealedBlocks).toBe(300 + 12);
    await bench.reopen();
    await bench.tidy();
    // 3,000 points in full blocks, but for the last 25 small ones, which may become fuller; of the slow tag one a day.
    expect(bench.store.counts().sealedBlocks).toBeLessThanOrEqual(11 + 25 + 12);
    expect(await bench.values(range())).toEqual(values);
    expect(await bench.values({ ...range(), tagUid: 'tag b' })).toEqual(slow);
  });

  it('leaves a damaged block and its neighbours as they are, and comes to an end', async () => {
    const values = await fill(2_000);
    await bench.store.close();
    change("UPDATE block_data SET data = x'00' WHERE id = 100");
    await bench.open();
    await bench.tidy();
    const { series, gaps } = await bench.ask(range());
    expect(gaps).toHaveLength(1);
    // 200 small ones: those beside the damaged one and the last ones stay.
    expect(bench.store.counts().sealedBlocks).toBeLessThan(80);
    const sound = values.filter((_, n) => n < 990 || n >= 1_000);
    expect(series.kind === 'raw' && [...series.value]).toEqual(sound);
  });

  it('does not disturb an answer that is being read', async () => {
    clock = new HastyClock();
    await bench.reopen();
    const values = await fill(20_000);
    const answer = bench.values(range());
    let isRead = false;
    void answer.then(() => (isRead = true));
    let stepsMeanwhile = 0;
    while (await bench.store.maintain()) {
      await new Promise((resolve) => setImmediate(resolve));
      if (!isRead) stepsMeanwhile++;
    }
    expect(stepsMeanwhile).toBeGreaterThan(3);
    expect(await answer).toEqual(values);
  });

  it('gives the room of what it removed back to the disk', async () => {
    await bench.reopen({ retention: { rawMs: 86_400_000 } });
    const count = 1_000_000;
    for (let n = 0; n < count; n += 10_000)
      await bench.feed([
        log.batch(
          numbers(10_000, n).map((i) => ({ tag: 'tag a', timeUs: start + i * SECOND, value: Math.sin(i * i) })),
        ),
      ]);
    await bench.seal();
    await bench.tidy();
    await bench.reopen({ retention: { rawMs: 86_400_000 } });
    const before = statSync(join(folder, 'historian.db')).size;
    clock.stall(700_000);
    await bench.tidy();
    await bench.reopen();
    expect(before).toBeGreaterThan(6e6);
    expect(statSync(join(folder, 'historian.db')).size).toBeLessThan(before / 3);
    expect(bench.store.counts().sealedPoints).toBe(count);
  });
});
