import { describe, expect, it } from 'vitest';
import { CounterLog, CounterSink, readAll, unexplained } from '../counter-log.ts';
import { FaultyDisk } from '../faulty-disk.ts';
import { LogReader } from '../log-reader.ts';

const BUDGET = 40_960;
const BALLAST = 8_192;
/** Below this the disk of these tests counts as low. */
const LOW = 30_000;

const segmentBytes = (disk: FaultyDisk): number => disk.segments().reduce((sum, { bytes }) => sum + bytes, 0);
const upTo = (count: number, from = 0): number[] => Array.from({ length: count - from }, (_, i) => from + i);

/** A log of ten segments with its ballast on a disk that others share. */
function shared(room: object = {}): { disk: FaultyDisk; log: CounterLog } {
  const disk = new FaultyDisk();
  disk.capacityBytes = 200_000;
  const options = { budgetBytes: BUDGET, ballastBytes: BALLAST, lowDiskBytes: LOW, ...room };
  const log = new CounterLog(disk, { queueBytes: 20_000, room: options });
  for (let second = 0; second < 12; second++) log.writer.tend();
  return { disk, log };
}

/** Leaves `freeBytes` of the disk. */
function leave(disk: FaultyDisk, freeBytes: number): void {
  disk.neighbourBytes += disk.space().freeBytes - freeBytes;
}

describe('the log on a disk that fills up', () => {
  it('makes its ballast of real bytes, after a start as after a power cut in the middle of it', () => {
    const { disk } = shared();
    expect(disk.sizeOf('ballast')).toBe(BALLAST);
    expect(new Set(disk.content('ballast')).size).toBeGreaterThan(200);
    disk.put('ballast', Buffer.alloc(100, 1));
    const log = new CounterLog(disk, { room: { budgetBytes: BUDGET, ballastBytes: BALLAST, lowDiskBytes: LOW } });
    for (let second = 0; second < 12; second++) log.writer.tend();
    expect(disk.sizeOf('ballast')).toBe(BALLAST);
  });

  it('shrinks its budget step by step to a quarter while others take the room, and back when it returns', () => {
    const { disk, log } = shared();
    log.write(400);
    const used = segmentBytes(disk);
    expect(log.writer.room.isLow).toBe(false);
    const budgets: number[] = [];
    for (let second = 0; second < 5; second++) {
      leave(disk, LOW - 1_000);
      log.writer.tend();
      budgets.push(log.writer.room.budgetBytes / BUDGET);
      expect(segmentBytes(disk)).toBeLessThanOrEqual(log.writer.room.budgetBytes + 4_096);
    }
    expect(budgets).toEqual([0.75, 0.5, 0.25, 0.25, 0.25]);
    expect(disk.sizeOf('ballast')).toBe(BALLAST);
    expect(used - segmentBytes(disk)).toBeGreaterThan(BUDGET * 0.5);
    const { numbers, gaps, reader } = readAll(disk, log.writer.head);
    expect(log.writer.room.droppedPoints).toBe(800 - numbers.length * 2);
    expect(gaps.reduce((sum, { points }) => sum + points!, 0)).toBe(reader.startPoints);

    disk.neighbourBytes = 0;
    log.writer.tend();
    expect([log.writer.room.isLow, log.writer.room.budgetBytes]).toEqual([false, BUDGET]);
  });

  it('gives the ballast up when it is needed, and makes it again when there is ample room', () => {
    const { disk, log } = shared();
    log.write(50);
    for (let second = 0; second < 4; second++) {
      leave(disk, 2_000);
      log.writer.tend();
    }
    expect(disk.sizeOf('ballast')).toBeUndefined();
    disk.neighbourBytes = 0;
    log.writer.tend();
    expect(disk.sizeOf('ballast')).toBe(BALLAST);
    expect(log.writer.room.droppedPoints).toBe(0);
  });

  it('goes on within the room of the ballast when the disk is full, and records what it drops before it does', () => {
    const { disk, log } = shared();
    log.write(400);
    const before = segmentBytes(disk);
    leave(disk, 0);
    expect(log.write(100).fault).toBeUndefined();
    expect(disk.sizeOf('ballast')).toBeUndefined();
    log.write(10);
    expect(segmentBytes(disk)).toBeLessThan(before);
    const { numbers, gaps, reader } = readAll(disk, log.writer.head);
    expect(numbers).toEqual(upTo(510, 510 - numbers.length));
    expect(log.writer.room.droppedPoints).toBe(reader.startPoints);
    expect(gaps.reduce((sum, { points }) => sum + points!, 0)).toBe(reader.startPoints);
  });

  it('keeps a quarter of its budget from a program that takes all that becomes free', () => {
    const { disk, log } = shared();
    log.write(400);
    leave(disk, 0);
    for (let second = 0; second < 8; second++) {
      for (let i = 0; i < 5; i++) {
        log.write(10);
        leave(disk, 0);
      }
      log.writer.tend();
    }
    expect(disk.sizeOf('ballast')).toBeUndefined();
    expect(log.writer.commit().fault?.context).toMatchObject({ code: 'ENOSPC', isDiskFull: true });
    expect(segmentBytes(disk)).toBeGreaterThan(BUDGET / 4 - 2 * 4_096);
    expect(segmentBytes(disk)).toBeLessThan(BUDGET / 2);
  });

  it('goes round in its own room on a disk that stays full: the newest points are taken', () => {
    const { disk, log } = shared({ ballastBytes: 0 });
    log.write(400);
    leave(disk, 0);
    for (let i = 0; i < 100; i++) {
      expect(log.write(10).fault).toBeUndefined();
      if (i % 5 === 4) log.writer.tend();
    }
    const { numbers, reader } = readAll(disk, log.writer.head);
    expect(numbers.at(-1)).toBe(1_399);
    expect(reader.startPoints + numbers.length * 2).toBe(2_800);
  });

  it('counts and explains every point when the ballast is gone too and others take all that becomes free', () => {
    const { disk, log } = shared({ ballastBytes: 0 });
    log.write(400);
    leave(disk, 0);
    const slow = new CounterSink(new LogReader(disk)).read(log.writer.head, 1);
    let refused = 0;
    for (let i = 0; i < 60; i++) {
      const before = disk.list().length;
      for (let j = 0; j < 10; j++) if (log.append() !== undefined) refused++;
      log.writer.commit();
      // The other program takes all that becomes free.
      leave(disk, 0);
      expect(disk.list().length).toBeGreaterThanOrEqual(Math.max(1, before - 2));
    }
    expect(log.writer.room.droppedPoints).toBeGreaterThan(0);
    const known = (): number => slow.reader.startPoints + slow.reader.missingPoints + slow.numbers.length * 2;
    slow.read(log.writer.head);
    expect(known()).toBe(log.writer.head.totalPoints);
    expect(refused).toBeGreaterThan(0);

    disk.neighbourBytes = 0;
    log.writer.tend();
    expect(log.writer.commit().fault).toBeUndefined();
    log.write(100);
    slow.read(log.writer.head);
    expect(known()).toBe(log.writer.head.totalPoints);
    expect(slow.numbers.slice(-100)).toEqual(upTo(log.n, log.n - 100));
    expect(unexplained(slow, log.n)).toEqual([]);
  });

  it('keeps the totals of the folder although the disk is full from the first batch of a run on', () => {
    const { disk, log } = shared({ ballastBytes: 0 });
    log.write(400);
    log.writer.close();
    leave(disk, 0);
    const next = new CounterLog(disk, { from: 400, room: { budgetBytes: BUDGET, lowDiskBytes: LOW } });
    for (let i = 0; i < 40; i++) {
      next.write(1);
      leave(disk, 0);
    }
    expect(new CounterLog(disk).writer.head.totalPoints).toBe(next.writer.head.totalPoints);
    expect(next.writer.head.totalPoints).toBeGreaterThanOrEqual(800);
    disk.neighbourBytes = 0;
    next.write(1);
    expect(next.writer.head.totalPoints).toBe(next.n * 2);
  });

  it('refuses the newest and drops nothing where the oldest are wanted', () => {
    const { disk, log } = shared({ whenFull: 'reject_new', ballastBytes: 0 });
    log.write(200);
    leave(disk, 0);
    log.write(50);
    expect(log.writer.queuedPoints).toBeGreaterThan(0);
    expect(log.writer.room.droppedPoints).toBe(0);
    expect(readAll(disk, log.writer.head).numbers.slice(0, 200)).toEqual(upTo(200));
  });

  it.each(['the write of a group', 'the change to a new segment', 'the record of a drop'])(
    'loses nothing that was accepted when the disk is full during %s',
    (moment) => {
      for (let left = 0; left < 3_000; left += 37) {
        const { disk, log } = shared({
          ballastBytes: 0,
          ...(moment === 'the record of a drop' && { budgetBytes: 12_000 }),
        });
        log.write(moment === 'the write of a group' ? 3 : 44);
        const sink = new CounterSink(new LogReader(disk)).read(log.writer.head);
        leave(disk, left);
        for (let i = 0; i < 12; i++) log.write(5);
        disk.neighbourBytes = 0;
        log.writer.commit();
        sink.read(log.writer.head);
        expect(log.writer.queuedPoints).toBe(0);
        expect(sink.reader.missingPoints + sink.numbers.length * 2, `${left} bytes left`).toBe(
          104 * 2 - (moment === 'the write of a group' ? 82 : 0),
        );
        expect(sink.numbers).toEqual(sink.numbers.toSorted((a, b) => a - b));
      }
    },
  );

  it('leaves a segment that cannot be removed where it is, without a record at each commit', () => {
    const { disk, log } = shared({ ballastBytes: 0 });
    log.write(300);
    disk.refusesRemove = true;
    log.write(300);
    const records = readAll(disk, log.writer.head).gaps.length;
    log.write(100);
    expect(readAll(disk, log.writer.head)).toMatchObject({ gaps: { length: records }, numbers: upTo(700) });
    expect(String(log.writer.room.removalFault)).toContain('EPERM');
    disk.refusesRemove = false;
    log.writer.tend();
    log.write(100);
    expect(segmentBytes(disk)).toBeLessThanOrEqual(BUDGET + 4_096);
    expect(log.writer.room.removalFault).toBeUndefined();
  });
});
