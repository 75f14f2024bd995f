import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeBatch } from '../../src-shared/domain/batch-frame.ts';
import { Lifetime } from '../kernel/lifetime.ts';
import { counterFrame, counterValue } from '../log/counter-frame.ts';
import { type LogAndHistorian, settled, startLogAndHistorian, TEST_PROJECT, until } from './log-and-historian.ts';

const TAGS = [1, 2, 3];
const START = 1_763_700_000e6;
const SECOND = 1e6;
let folder: string;
let lifetime: Lifetime;
let workers: Worker[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nexus-historian-'));
  workers = [];
  lifetime = new Lifetime('test');
  lifetime.defer(() => rmSync(folder, { recursive: true }));
  const remember = (worker: Worker): void => void workers.push(worker);
  process.on('worker', remember);
  lifetime.defer(() => void process.off('worker', remember));
});

afterEach(() => lifetime.dispose());

async function start(): Promise<LogAndHistorian> {
  const running = lifetime.add(await startLogAndHistorian(folder, { log: { segmentBytes: 100_000 } }));
  running.log.names(
    [[1, 'device 1']],
    TAGS.map((tag) => [tag, `tag ${tag}`] as const),
  );
  return running;
}

function append({ log }: LogAndHistorian, count: number, from = 0): void {
  for (let n = from; n < from + count; n++) log.append(counterFrame(1, TAGS, n, START + n * SECOND), TAGS.length);
}

const query = (tag: number) => ({
  projectUid: TEST_PROJECT,
  tagUid: `tag ${tag}`,
  deviceUid: 'device 1',
  fromUs: START,
  toUs: START + 1e6 * SECOND,
});

async function numbersOf({ historian }: LogAndHistorian, tag: number): Promise<number[]> {
  const { series } = await historian.series(query(tag));
  return series.kind === 'raw' ? [...series.value].map((value) => (value - tag) / 10_000) : [];
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

describe('the historian host and its client', () => {
  it('has what the log accepted, balances to the point and lets go of segments that it sealed', async () => {
    const running = await start();
    append(running, 5_000);
    await settled(running);
    expect(await numbersOf(running, 2)).toEqual(upTo(5_000));
    expect(running.historian.counts).toEqual({ delivered: 15_000, queued: 0, dropped: 0, quarantined: 0 });
    const progress = await running.historian.refresh();
    expect(progress).toMatchObject({ totalPoints: 15_000, tags: 3 });
    expect(progress!.sealedPoints).toBeGreaterThan(9_000);
    expect(progress!.trimBelow).toBeGreaterThan(1);
  });

  it('answers buckets and last values with buffers of their own', async () => {
    const running = await start();
    append(running, 1_000);
    await settled(running);
    const { series } = await running.historian.series({ ...query(1), toUs: START + 1_000 * SECOND, buckets: 10 });
    expect(series).toMatchObject({ kind: 'buckets', count: new Float64Array(10).fill(100) });
    const last = await running.historian.last({ projectUid: TEST_PROJECT, tagUids: ['tag 3', 'no tag'] });
    expect(last.value).toEqual(Float64Array.of(counterValue(3, 999), Number.NaN));
  });

  it('scans piece by piece over the host, also what is not sealed, and ends a scan that is left early', async () => {
    const running = await start();
    append(running, 5_000);
    await settled(running);
    const { deviceUid: _, ...asked } = query(2);
    const seen: number[] = [];
    for await (const { value } of running.historian.scan({ ...asked, rows: 600 })) {
      expect(value.length).toBeLessThanOrEqual(600);
      seen.push(...value);
    }
    expect(seen.map((value) => (value - 2) / 10_000)).toEqual(upTo(5_000));
    for await (const { value } of running.historian.scan(asked)) {
      expect(value.length).toBeGreaterThan(0);
      break;
    }
    const cancelled = new AbortController();
    const scan = running.historian.scan({ ...asked, rows: 600 }, cancelled.signal);
    await scan.next();
    cancelled.abort();
    await expect(scan.next()).rejects.toMatchObject({ code: 'NX_CANCELLED' });
    await expect(running.historian.scan({ ...asked, rows: 0 }).next()).rejects.toMatchObject({
      code: 'NX_REQUEST_INVALID',
    });
  });

  it('starts again by itself when it is killed while it works, and has every point once', async () => {
    const running = await start();
    for (let kill = 0; kill < 4; kill++) {
      append(running, 2_000, kill * 2_000);
      await until(() => running.historianHost.state === 'running');
      await workers.findLast((worker) => worker.threadName === 'historian')!.terminate();
    }
    await until(() => running.historianHost.state === 'running');
    await running.historian.series(query(1));
    await settled(running);
    await until(() => running.historian.progress!.totalPoints === 24_000);
    for (const tag of TAGS) expect(await numbersOf(running, tag)).toEqual(upTo(8_000));
    expect(running.historian.counts).toEqual({ delivered: 24_000, queued: 0, dropped: 0, quarantined: 0 });
    expect(running.historianHost.restarts).toBe(4);
  });

  it('fills a historian that was deleted from all that the log still has', async () => {
    const first = await start();
    append(first, 500);
    await settled(first);
    await first.dispose();
    rmSync(join(folder, 'historian.db'));
    const second = await start();
    append(second, 100, 500);
    await settled(second);
    expect(await numbersOf(second, 1)).toEqual(upTo(600));
    expect(second.historian.counts).toEqual({ delivered: 1_800, queued: 0, dropped: 0, quarantined: 0 });
  });

  it('seals for a log that runs short of room, so that its segments can go', async () => {
    const running = await start();
    append(running, 900);
    await settled(running);
    const before = (await running.historian.refresh())!.trimBelow;
    const { segment } = running.log.head!;
    expect(before).toBeLessThan(segment);
    running.historian.release(segment);
    await until(() => running.historian.progress!.trimBelow >= segment);
    expect(await numbersOf(running, 1)).toEqual(upTo(900));
    await settled(running);
  });

  it('stops working on a question that is called off', async () => {
    const running = await start();
    const batch = Array.from({ length: 1_000 }, (_, i) => i);
    for (let n = 0; n < 400_000; n += batch.length) {
      const times = Float64Array.from(batch, (i) => START + (n + i) * SECOND);
      const column = { tag: new Uint32Array(batch.length).fill(1), status: new Uint32Array(batch.length) };
      const rows = { count: batch.length, device: 1, origin: 'local' as const, receivedUs: times[0]! };
      running.log.append(encodeBatch({ ...rows, ...column, timeUs: times, value: times }), batch.length);
    }
    await settled(running);
    const asked = new AbortController();
    const answer = running.historian.series(query(1), 10_000, asked.signal);
    asked.abort();
    await expect(answer).rejects.toMatchObject({ code: 'NX_CANCELLED' });
    const never = running.historian.series(query(1), 10_000, AbortSignal.abort());
    await expect(never).rejects.toMatchObject({ code: 'NX_CANCELLED' });
    expect((await running.historian.series(query(1))).series.timeUs.length).toBe(400_000);
  });

  it('runs without history while its file cannot be used, says why, and has all of it afterwards', async () => {
    mkdirSync(join(folder, 'historian.db'));
    const running = await start();
    append(running, 500);
    await until(() => running.historian.fault !== undefined && running.log.counts.accepted === 1_500);
    expect(running.historian.fault).toMatchObject({ code: 'NX_HISTORY_UNAVAILABLE' });
    await expect(running.historian.series(query(1))).rejects.toThrow(/is a folder/);
    expect(running.historian.counts).toMatchObject({ delivered: 0, queued: 1_500 });
    rmdirSync(join(folder, 'historian.db'));
    await until(() => running.historian.fault === undefined);
    await settled(running);
    expect(await numbersOf(running, 3)).toEqual(upTo(500));
    expect(running.historian.counts).toEqual({ delivered: 1_500, queued: 0, dropped: 0, quarantined: 0 });
    expect(running.historianHost.restarts).toBe(0);
  });

  it('goes on in a new file when the old one turns out to be damaged, and keeps the old one', async () => {
    const first = await start();
    append(first, 500);
    await settled(first);
    await first.dispose();
    const database = new DatabaseSync(join(folder, 'historian.db'));
    const root = database.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'block_data'").get()!.rootpage;
    database.close();
    const file = openSync(join(folder, 'historian.db'), 'r+');
    writeSync(file, Buffer.alloc(4_096, 0x5a), 0, 4_096, (Number(root) - 1) * 4_096);
    closeSync(file);
    // Only the first block that is written meets the damage.
    const second = await start();
    append(second, 4_000, 500);
    await until(() => readdirSync(folder).some((name) => name.includes('.damaged-')));
    await settled(second);
    await until(() => second.historian.progress!.totalPoints === 13_500);
    const { delivered, dropped } = second.historian.counts;
    expect(delivered + dropped).toBe(13_500);
    expect(delivered).toBeGreaterThan(11_000);
    expect(second.historianHost.restarts).toBe(0);
  });

  it('copies itself to a checked file while it works; put back, the copy is filled up from the log, and the balance holds', async () => {
    const first = await start();
    append(first, 3_000);
    await settled(first);
    const copy = join(folder, 'backup', 'historian.db');
    const copying = first.historian.backup(copy);
    append(first, 3_000, 3_000);
    expect((await copying).bytes).toBeGreaterThan(10_000);
    await settled(first);
    await expect(first.historian.backup(copy)).rejects.toMatchObject({ code: 'NX_BACKUP' });
    await first.dispose();
    for (const suffix of ['', '-wal', '-shm']) rmSync(join(folder, `historian.db${suffix}`), { force: true });
    renameSync(copy, join(folder, 'historian.db'));
    const second = await start();
    append(second, 100, 6_000);
    await settled(second);
    const found = (await Promise.all(TAGS.map((tag) => numbersOf(second, tag)))) as [number[], ...number[][]];
    const { delivered, dropped, queued, quarantined } = second.historian.counts;
    expect([queued, quarantined]).toEqual([0, 0]);
    expect(delivered + dropped).toBe(18_300);
    expect(found.flat().length).toBe(delivered);
    for (const numbers of found) expect(new Set(numbers).size).toBe(numbers.length);
    // What the log had let go of since the copy was made is gone; what it had before and has still is there.
    expect(found[0].slice(0, 1_000)).toEqual(upTo(1_000));
    expect(found[0].slice(-100)).toEqual(upTo(6_100).slice(-100));
  });

  it('says NX_HISTORY_UNAVAILABLE while the host is down, and refuses what has no sense', async () => {
    const running = await start();
    append(running, 1);
    await settled(running);
    await expect(running.historian.series({ ...query(1), toUs: START })).rejects.toMatchObject({
      code: 'NX_REQUEST_INVALID',
    });
    await expect(running.historian.series({ ...query(1), buckets: 0 })).rejects.toMatchObject({
      code: 'NX_REQUEST_INVALID',
    });
    await running.dispose();
    await expect(running.historian.series(query(1))).rejects.toMatchObject({ code: 'NX_HISTORY_UNAVAILABLE' });
  });
});
