import { describe, expect, it } from 'vitest';
import { counterFrame } from './counter-frame.ts';
import { FaultyDisk } from './faulty-disk.ts';
import { sumOf } from './lane.ts';
import { LogWriter } from './log-writer.ts';
import { recoverLog } from './recovery.ts';

/** One run of `count` batches of two points, in segments of about eight. */
function run(disk: FaultyDisk, count: number, end: 'stopped' | 'killed'): void {
  const writer = new LogWriter(disk, { segmentBytes: 1_200, queueBytes: 1e6, wallUs: () => 1e15 });
  writer.names(
    [[1, 'device 1']],
    [
      [1, 'tag 1'],
      [2, 'tag 2'],
    ],
  );
  for (let n = 0; n < count; n++) {
    writer.append(counterFrame(1, [1, 2], n, 1e15 + n), 2);
    writer.commit();
  }
  if (end === 'stopped') writer.close();
}

describe('the recovery of a log', () => {
  it('finds nothing in an empty folder', () => {
    expect(recoverLog(new FaultyDisk())).toMatchObject({
      nextOrdinal: 1,
      previous: 'new',
      segments: 0,
      lastReceivedUs: undefined,
    });
  });

  it('tells an ordered end from a kill', () => {
    const disk = new FaultyDisk();
    run(disk, 30, 'stopped');
    expect(recoverLog(disk)).toMatchObject({ previous: 'stopped', damagedBytes: 0, lastReceivedUs: 1e15 + 29 });
    run(disk, 5, 'killed');
    expect(recoverLog(disk)).toMatchObject({ previous: 'restart', damagedBytes: 0, lastReceivedUs: 1e15 + 4 });
    expect(sumOf(recoverLog(disk).pointsBefore)).toBe(70);
  });

  it('takes a kill for what it is although the run before was stopped and the last one wrote no batch', () => {
    const disk = new FaultyDisk();
    run(disk, 3, 'stopped');
    const size = disk.bytes(1).length;
    run(disk, 1, 'killed');
    disk.replace(2, Buffer.from(disk.bytes(2).subarray(0, 128)));
    expect(recoverLog(disk)).toMatchObject({ previous: 'restart', nextOrdinal: 3, lastReceivedUs: 1e15 + 2 });
    expect(disk.bytes(1).length).toBe(size);
  });

  it('counts a torn tail and does not change a byte of it', () => {
    const disk = new FaultyDisk();
    run(disk, 4, 'killed');
    const torn = Buffer.from(disk.bytes(1).subarray(0, -20));
    disk.replace(1, torn);
    const found = recoverLog(disk);
    expect(found).toMatchObject({ previous: 'restart', damagedPlaces: 1, lastReceivedUs: 1e15 + 2 });
    expect(sumOf(found.pointsBefore)).toBe(6);
    expect(disk.bytes(1)).toBe(torn);
  });

  it('goes back to the segment before when the newest has no readable header', () => {
    const disk = new FaultyDisk();
    run(disk, 30, 'stopped');
    const newest = disk.list().at(-1)!;
    disk.bytes(newest).fill(0, 0, 128);
    const found = recoverLog(disk);
    expect(found).toMatchObject({ previous: 'restart', nextOrdinal: newest + 1, damagedSegments: 1 });
    expect(sumOf(found.pointsBefore)).toBeGreaterThan(30);
  });

  it('starts with a folder of nothing but garbage', () => {
    const disk = new FaultyDisk();
    disk.replace(7, Buffer.alloc(5_000, 0x5a));
    disk.replace(8, Buffer.alloc(0));
    expect(recoverLog(disk)).toMatchObject({ previous: 'restart', nextOrdinal: 9, damagedSegments: 2 });
    run(disk, 1, 'stopped');
    expect(recoverLog(disk)).toMatchObject({ previous: 'stopped', lastReceivedUs: 1e15 });
  });
});
