import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JobView } from '../../../src-shared/contract/jobs.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { silentLogger } from '../../kernel/logger.ts';
import { eventually } from '../../testing/eventually.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import { Downloads } from './downloads.ts';
import { JobList, type JobOutcome, type RunningJob } from './job-list.ts';

const ME = 'user:ada';
const OTHER = 'user:eve';
const ABOUT = { kind: 'history-export', title: 'Export a', actor: 'ada' } as const;
let folder: string;
let clock: FakeClock;
let jobs: JobList;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nexus-jobs-'));
  clock = new FakeClock();
  jobs = new JobList(clock, silentLogger);
});
afterEach(async () => {
  await jobs.dispose();
  rmSync(folder, { recursive: true });
});

const done = async (id: string): Promise<JobView> => {
  while (jobs.view(id, ME).state === 'running') await setImmediate();
  return jobs.view(id, ME);
};

/** Runs until it is called off. */
const endless = ({ signal }: RunningJob): Promise<JobOutcome> =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('aborted')));
  });

describe('the jobs of an engine', () => {
  it('tell how far they are, at most four times a second, and at once how they ended', async () => {
    const told: string[] = [];
    jobs.changed.on(([first]) => told.push(`${first!.state} ${first!.progress} ${first!.text}`));
    const end = Promise.withResolvers<JobOutcome>();
    const { id } = jobs.start(ABOUT, ({ progress }) => {
      for (let n = 1; n <= 50; n++) progress(n / 100, `${n} rows`);
      return end.promise;
    });
    expect(told).toEqual([]);
    await clock.advance(250);
    await clock.advance(250);
    expect(told).toEqual(['running 0.5 50 rows']);
    end.resolve({ text: '100 rows' });
    expect(await done(id)).toMatchObject({ ...ABOUT, state: 'done', progress: 1, result: null });
    expect(told).toEqual(['running 0.5 50 rows', 'done 1 100 rows']);
  });

  it('say why they were not done, and that they were called off', async () => {
    const failed = jobs.start(ABOUT, async () => {
      throw new NexusError('NX_HISTORY_FILE', 'The disk is full. Free space.');
    });
    expect(await done(failed.id)).toMatchObject({ state: 'failed', text: 'The disk is full. Free space.' });
    const { id } = jobs.start(ABOUT, endless);
    expect(await jobs.cancel(id)).toMatchObject({ state: 'cancelled', endedMs: expect.any(Number) as number });
    expect(await jobs.cancel(failed.id)).toMatchObject({ state: 'failed' });
    await expect(jobs.cancel('none')).rejects.toMatchObject({ code: 'NX_NOT_FOUND' });
  });

  it('are four at once, and all end with the engine', async () => {
    for (let i = 0; i < 4; i++) jobs.start(ABOUT, endless);
    expect(() => jobs.start(ABOUT, endless)).toThrow('4 jobs run already');
    await jobs.dispose();
    expect(jobs.views.map(({ state }) => state)).toEqual(Array.from({ length: 4 }, () => 'cancelled'));
  });

  it('are kept as the last hundred, with the files of the last ten', async () => {
    const path = (n: number): string => join(folder, String(n));
    for (let n = 0; n < 105; n++) {
      const { id } = jobs.start(ABOUT, async () => {
        writeFileSync(path(n), 'x');
        return { text: `${n}`, file: { path: path(n), name: `${n}.csv`, bytes: 1 } };
      });
      await done(id);
    }
    expect(jobs.views).toHaveLength(100);
    expect(jobs.views.filter(({ result }) => result).map(({ text }) => text)).toEqual(
      Array.from({ length: 10 }, (_, i) => `${104 - i}`),
    );
    await eventually(() => expect(existsSync(path(94))).toBe(false));
    expect(existsSync(path(95))).toBe(true);
    expect(jobs.file(jobs.views[0]!.id, ME)).toEqual({ path: path(104), name: '104.csv', bytes: 1 });
    expect(() => jobs.file(jobs.views[10]!.id, ME)).toThrow('no longer kept');
  });

  it('give their file to whoever it was made for, and show no other that there is one', async () => {
    const made = jobs.start(ABOUT, async () => ({ text: '', file: { path: '/a', name: 'a.csv', bytes: 1 } }));
    jobs.give(made, ME);
    await done(made.id);
    expect(jobs.file(made.id, ME).name).toBe('a.csv');
    expect(() => jobs.file(made.id, OTHER)).toThrow('no file for you');
    expect([ME, OTHER].map((caller) => jobs.viewsFor(caller)[0]!.result)).toEqual([{ name: 'a.csv', bytes: 1 }, null]);
  });
});

describe('one-time addresses', () => {
  it('are good once, and for a minute', async () => {
    const downloads = new Downloads(clock);
    const file = { path: '/a', name: 'a.csv' };
    const [first, late] = [downloads.issue(file), downloads.issue(file)];
    expect(first).not.toBe(late);
    expect(downloads.take(first)).toMatchObject(file);
    expect(downloads.take(first)).toBeUndefined();
    await clock.advance(60_001);
    expect(downloads.take(late)).toBeUndefined();
  });
});
