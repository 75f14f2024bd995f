import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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
