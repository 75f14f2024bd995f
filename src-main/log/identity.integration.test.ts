import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LogAndHistorian, settled, startLogAndHistorian, TEST_PROJECT } from '../historian/log-and-historian.ts';
import { Lifetime } from '../kernel/lifetime.ts';
import { counterFrame } from './counter-frame.ts';

const TAGS = [1, 2];
const START = 1_763_700_000e6;
/** Blocks are sealed at 100 points, so that marks of several ages exist. */
const SETTINGS = { log: { segmentBytes: 64 * 1_024 }, historian: { sealPoints: 100 } } as const;
let root: string;
let lifetime: Lifetime;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'nexus-identity-'));
  lifetime = new Lifetime('test');
  lifetime.defer(() => rmSync(root, { recursive: true }));
});

afterEach(() => lifetime.dispose());

async function open(folder: string): Promise<LogAndHistorian> {
  const running = lifetime.add(await startLogAndHistorian(join(root, folder), SETTINGS));
  running.log.names(
    [[1, 'device 1']],
    TAGS.map((tag) => [tag, `tag ${tag}`] as const),
  );
  return running;
}

async function append(running: LogAndHistorian, from: number, to: number): Promise<void> {
  for (let n = from; n < to; n++) running.log.append(counterFrame(1, TAGS, n, START + n * 1e6), TAGS.length);
  await settled(running);
}

/** The numbers of the readings that the historian holds of one tag, in the order of time. */
async function stored({ historian }: LogAndHistorian, tag = 1): Promise<number[]> {
  const range = { fromUs: START, toUs: START + 1e12 };
  const { series } = await historian.series({
    projectUid: TEST_PROJECT,
    tagUid: `tag ${tag}`,
    deviceUid: 'device 1',
    ...range,
  });
  return series.kind === 'raw' ? [...series.value].map((value) => (value - tag) / 10_000) : [];
}

const numbers = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);
const copy = (from: string, to: string): void => {
  rmSync(join(root, to), { recursive: true, force: true });
  cpSync(join(root, from), join(root, to), { recursive: true });
};

describe('the identity of a log', () => {
  it('keeps new data new when the log is put back to an older state and the historian is not', async () => {
    const first = await open('plant');
    await append(first, 0, 250);
    copy('plant/log', 'backup');
    await append(first, 250, 500);
    await first.dispose();
    copy('backup', 'plant/log');

    // A log that went on under its old id would number these as it numbered 250…499, which the historian has marked.
    const second = await open('plant');
    await append(second, 500, 900);
    const found = await stored(second);
    expect(found.filter((n) => n >= 500)).toEqual(numbers(500, 900));
    expect(found.filter((n) => n < 250)).toEqual(numbers(0, 250));
    expect(new Set(found).size).toBe(found.length);
    const { delivered, queued, dropped, quarantined } = second.historian.counts;
    expect(delivered + queued + dropped + quarantined).toBe(second.log.head!.totalPoints);
  });

  it('keeps new data new when log and historian are put back together', async () => {
    const first = await open('plant');
    await append(first, 0, 250);
    await first.dispose();
    copy('plant', 'backup');
    const second = await open('plant');
    await append(second, 250, 500);
    await second.dispose();
    copy('backup', 'plant');
    const third = await open('plant');
    await append(third, 500, 900);
    expect(await stored(third)).toEqual([...numbers(0, 250), ...numbers(500, 900)]);
    expect(third.historian.counts).toEqual({ delivered: 1_300, queued: 0, dropped: 0, quarantined: 0 });
  });

  it('gives the two halves of a cloned folder ids of their own', async () => {
    const first = await open('plant');
    await append(first, 0, 150);
    await first.dispose();
    copy('plant', 'clone');
    const [original, clone] = [await open('plant'), await open('clone')];
    expect(original.log.head!.logId).not.toBe(clone.log.head!.logId);
    await append(original, 150, 400);
    await append(clone, 1_000, 1_300);
    expect(await stored(original)).toEqual(numbers(0, 400));
    expect(await stored(clone, 2)).toEqual([...numbers(0, 150), ...numbers(1_000, 1_300)]);
  });

  it('fills history from a restored log whose later life the historian has seen and let go of, without doubling', async () => {
    const first = await open('plant');
    await append(first, 0, 300);
    copy('plant/log', 'backup');
    await first.dispose();
    for (let life = 1; life <= 3; life++) {
      const next = await open('plant');
      await append(next, life * 300, (life + 1) * 300);
      await next.dispose();
    }
    copy('backup', 'plant/log');
    const last = await open('plant');
    await append(last, 1_200, 1_500);
    const found = await stored(last);
    expect(new Set(found).size).toBe(found.length);
    expect(found.filter((n) => n < 300)).toEqual(numbers(0, 300));
    expect(found.filter((n) => n >= 1_200)).toEqual(numbers(1_200, 1_500));
  });
});
