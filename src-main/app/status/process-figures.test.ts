import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLogger } from '../../kernel/logger.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import { EngineHosts, type HostUrls } from '../engine-hosts.ts';
import { ProcessFigures } from './process-figures.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nexus-figures-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('what the process takes', () => {
  it('is measured: processor since the call before, memory, time since the start, and the size of the database', async () => {
    const clock = new FakeClock();
    const database = join(folder, 'historian.db');
    await writeFile(database, 'x'.repeat(4_096));
    const figures = new ProcessFigures(clock, new EngineHosts({} as HostUrls, createLogger('error')), database);
    await vi.waitFor(() => expect(figures.take().historianBytes).toBe(4_096));
    await clock.advance(2_000);
    const taken = figures.take();
    expect(taken.uptimeS).toBe(2);
    expect(taken.pollingLoad).toBe(0);
    expect(taken.cpuPercent).toBeGreaterThanOrEqual(0);
    expect(taken.rssBytes).toBeGreaterThan(10_000_000);
    // What is not merged yet counts too, at the next measurement.
    await appendFile(`${database}-wal`, 'y'.repeat(1_000));
    await clock.advance(10_000);
    await vi.waitFor(() => expect(figures.take().historianBytes).toBe(5_096));
    await figures.dispose();
  });

  it('has no size of a database that is not there', async () => {
    const clock = new FakeClock();
    const hosts = new EngineHosts({} as HostUrls, createLogger('error'));
    const figures = new ProcessFigures(clock, hosts, join(folder, 'none.db'));
    await new Promise((done) => setImmediate(done));
    expect(figures.take().historianBytes).toBeNull();
    await figures.dispose();
  });
});
