import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FULL_DISK_SETTINGS, type FullDiskReport } from './full-disk-engine.ts';

const ENGINE = fileURLToPath(new URL('./full-disk-engine.ts', import.meta.url));
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nexus-full-disk-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** Runs the engine on a file system of 64 MiB that only it can see. */
async function runOnSmallDisk(): Promise<FullDiskReport> {
  const script = 'mount -t tmpfs -o size=64m none "$1" && exec "$2" "$3" "$1"';
  const command = ['-rm', 'sh', '-c', script, 'sh', folder, process.execPath, ENGINE];
  const { stdout } = await promisify(execFile)('unshare', command, { timeout: 110_000, maxBuffer: 2 ** 20 });
  return JSON.parse(stdout) as FullDiskReport;
}

// A mount that belongs to one process is a thing of Linux.
describe.skipIf(process.platform !== 'linux')('a log on a disk that another program fills', () => {
  it('says so within 2 s, keeps polling, and is normal within 5 s of the room being back: nothing is lost unseen', async () => {
    const report = await runOnSmallDisk();
    expect(report.restarts).toBe(0);
    expect(report.kinds).toContain('full');
    expect(report.msToFull).toBeLessThan(2_000);
    expect(report.msToNormal).toBeLessThan(5_000);
    expect(report.msToBallast).toBeLessThan(15_000);
    expect(report.ballastBefore).toBe(FULL_DISK_SETTINGS.ballastBytes);
    expect(report.ballastWhileFull).toBe(0);
    expect(report.mostUsedBytes).toBeLessThanOrEqual(FULL_DISK_SETTINGS.budgetBytes + FULL_DISK_SETTINGS.segmentBytes);

    const { produced, accepted, rejected, pending } = report.counts;
    expect(pending).toBe(0);
    expect(accepted + rejected).toBe(produced);
    expect(accepted).toBeGreaterThan(300_000);
    expect(rejected).toBeGreaterThan(0);
    expect(report.totalPoints).toBe(accepted);
    expect(report.readPoints + report.missingPoints).toBe(accepted);
    expect(report.droppedPoints).toBeGreaterThan(0);
    expect(report.unexplained).toBe(0);
  });
});
