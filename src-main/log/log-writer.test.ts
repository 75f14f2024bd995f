import { describe, expect, it } from 'vitest';
import { counterFrame, counterValue, seededRandom } from './counter-frame.ts';
import { FaultyDisk } from './faulty-disk.ts';
import { LogWriter } from './log-writer.ts';
import { endOf, readLog } from './read-log.ts';

const MS = 1_000;

/** A log on `disk` with devices 1…3, each with two tags, whose batches are numbered on from `from`. */
class Run {
  readonly writer: LogWriter;
  nowUs: number;
  n: number;

  constructor(disk: FaultyDisk, from = 0, options: { segmentBytes?: number; queueBytes?: number } = {}) {
    this.n = from;
    this.nowUs = 1e15 + from * MS;
    this.writer = new LogWriter(disk, {
      segmentBytes: 4_096,
      queueBytes: 64 * 1_024,
      wallUs: () => this.nowUs,
      ...options,
    });
    this.writer.names(
      [1, 2, 3].map((device) => [device, `device ${device}`] as const),
      [1, 2, 3].flatMap((device) => [0, 1].map((i) => [device * 10 + i, `tag ${device * 10 + i}`] as const)),
    );
  }

  append(): string | undefined {
    const device = (this.n % 3) + 1;
    this.nowUs += MS;
    return this.writer.append(counterFrame(device, [device * 10, device * 10 + 1], this.n++, this.nowUs), 2);
  }

  appendMany(count: number): void {
    for (let i = 0; i < count; i++) this.append();
  }
}

/** The numbers of the readings that the log holds of the first tag of every device, sorted. */
function numbersIn(disk: FaultyDisk, head = endOf(disk)): number[] {
  const { values } = readLog(disk, head);
  const numbers: number[] = [];
  for (const [uid, list] of values) {
    const tag = Number(uid.slice(4));
    for (const value of list) {
      expect(value).toBe(counterValue(tag, Math.floor(value / 10_000)));
      if (tag % 10 === 0) numbers.push(Math.floor(value / 10_000));
    }
  }
  return numbers.sort((a, b) => a - b);
}

const missingFrom = (list: readonly number[], wanted: readonly number[]): number[] => {
  const present = new Set(list);
  return wanted.filter((number) => !present.has(number));
};

const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

describe('the log writer', () => {
  it('gives back every batch once, in order, over several segments', () => {
    const disk = new FaultyDisk();
    const run = new Run(disk);
    for (let i = 0; i < 20; i++) {
      run.appendMany(10);
      expect(run.writer.commit().points).toBe(20);
    }
    expect(disk.list().length).toBeGreaterThan(3);
    expect(numbersIn(disk, run.writer.head)).toEqual(upTo(200));
    expect(run.writer.head.totalPoints).toBe(400);
  });

  it('takes a new id and a new segment at each opening and counts on', () => {
    const disk = new FaultyDisk();
    const first = new Run(disk);
    first.appendMany(5);
    first.writer.close();
    const second = new Run(disk, 5);
    expect(second.writer.logId).not.toBe(first.writer.logId);
    expect(second.writer.head.totalPoints).toBe(10);
    second.appendMany(5);
    second.writer.commit();
    expect(disk.list()).toEqual([1, 2]);
    expect(numbersIn(disk, second.writer.head)).toEqual(upTo(10));
  });

  it('leaves no file behind for a run without a batch', () => {
    const disk = new FaultyDisk();
    new Run(disk).writer.close();
    expect(disk.list()).toEqual([]);
  });

  it('records no gap in a new log, “stopped” after an ordered end and “restart” after a kill', () => {
    const disk = new FaultyDisk();
    const first = new Run(disk);
    first.appendMany(4);
    first.writer.close();
    const second = new Run(disk, 100);
    second.appendMany(3);
    second.writer.commit();
    const third = new Run(disk, 200);
    third.appendMany(1);
    third.writer.commit();
    const { gaps } = readLog(disk, third.writer.head);
    // Batch n is received at 1e15 + (n + 1) ms: device n mod 3 + 1.
    expect(gaps).toEqual([
      {
        fromUs: 1e15 + 4 * MS,
        toUs: 1e15 + 103 * MS,
        reason: 'stopped',
        devices: new Map([
          ['device 1', 1e15 + 4 * MS],
          ['device 2', 1e15 + 2 * MS],
          ['device 3', 1e15 + 3 * MS],
        ]),
      },
      {
        fromUs: 1e15 + 103 * MS,
        toUs: 1e15 + 201 * MS,
        reason: 'restart',
        devices: new Map([
          ['device 1', 1e15 + 103 * MS],
          ['device 2', 1e15 + 101 * MS],
          ['device 3', 1e15 + 102 * MS],
        ]),
      },
    ]);
  });

  it('knows when a device was last heard although its batches lie in segments that recovery does not read', () => {
    const disk = new FaultyDisk();
    const run = new Run(disk);
    run.appendMany(1);
    for (let i = 0; i < 100; i++) {
      run.writer.append(counterFrame(2, [20, 21], i, 1e15 + 2 * MS + i), 2);
      run.writer.commit();
    }
    expect(disk.list().length).toBeGreaterThan(2);
    const next = new Run(disk, 500);
    expect(next.writer.recovery.devices.get('device 1')).toBe(1e15 + MS);
  });

  it('rejects what it cannot name, what is no frame, and what the queue cannot hold', () => {
    const run = new Run(new FaultyDisk(), 0, { queueBytes: 200 });
    expect(run.writer.append(counterFrame(9, [10], 0, 1), 1)).toBe('unnamed');
    expect(run.writer.append(counterFrame(1, [99], 0, 1), 1)).toBe('unnamed');
    expect(run.writer.append(new ArrayBuffer(8), 1)).toBe('damaged');
    expect(run.writer.append(counterFrame(1, [10], 0, 1), 2)).toBe('damaged');
    expect(run.append()).toBeUndefined();
    expect(run.append()).toBeUndefined();
    expect(run.append()).toBe('full');
    expect(run.writer.commit().points).toBe(4);
  });

  it('keeps the meaning that a number had when its batch came', () => {
    const disk = new FaultyDisk();
    const run = new Run(disk);
    run.append();
    run.writer.names([], [[10, 'tag 9990']]);
    run.n = 3;
    run.append();
    run.writer.commit();
    const { values } = readLog(disk, run.writer.head);
    expect(values.get('tag 10')).toEqual([counterValue(10, 0)]);
    expect(values.get('tag 9990')).toEqual([counterValue(10, 3)]);
  });

  it('keeps what it could not write while the disk is full, and writes it once there is room', () => {
    const disk = new FaultyDisk();
    const run = new Run(disk, 0, { segmentBytes: 1e6, queueBytes: 4_000 });
    run.appendMany(10);
    run.writer.commit();
    disk.capacityBytes = disk.bytes(1).length + 300;
    run.appendMany(10);
    const refused = run.writer.commit();
    expect(refused).toMatchObject({ points: 0, fault: { code: 'NX_LOG_WRITE' } });
    while (run.append() === undefined);
    const accepted = run.n - 1;
    run.writer.commit();
    expect(numbersIn(disk, run.writer.head)).toEqual(upTo(10));
    disk.capacityBytes = Number.POSITIVE_INFINITY;
    expect(run.writer.commit().points).toBe((accepted - 10) * 2);
    expect(numbersIn(disk, run.writer.head)).toEqual(upTo(accepted));
    expect(new Run(disk).writer.head.totalPoints).toBe(accepted * 2);
  });

  it('loops over short writes', () => {
    const disk = new FaultyDisk();
    disk.longestWriteBytes = 100;
    const run = new Run(disk);
    run.appendMany(20);
    run.writer.commit();
    expect(numbersIn(disk, run.writer.head)).toEqual(upTo(20));
  });

  it('never believes a segment whose sync went wrong: what was not accepted is written into a new one', () => {
    const disk = new FaultyDisk();
    const run = new Run(disk);
    run.appendMany(3);
    run.writer.commit();
    disk.failingSyncs = 1;
    run.appendMany(3);
    expect(run.writer.commit()).toEqual({ points: 6, bytes: expect.any(Number) });
    expect(disk.list()).toEqual([1, 2]);
    const found = disk.afterPowerCut(() => 0);
    expect(numbersIn(found)).toEqual(upTo(6));
    expect(new Run(found).writer.head.totalPoints).toBe(12);
  });

  it('removes trimmed segments but never its totals', () => {
    const disk = new FaultyDisk();
    const run = new Run(disk);
    run.appendMany(200);
    run.writer.commit();
    const { segment } = run.writer.head;
    run.writer.trim(segment - 1);
    expect(disk.list()).toEqual([segment - 1, segment]);
    const next = new Run(disk, 200);
    next.writer.trim(segment + 9);
    expect(disk.list()).toEqual([segment - 1, segment]);
    next.append();
    next.writer.commit();
    next.writer.trim(segment + 9);
    expect(disk.list()).toEqual([segment + 1]);
    expect(new Run(disk, 300).writer.head.totalPoints).toBe(402);
  });

  it('loses nothing that was accepted in 150 power cuts, whatever the disk did before', () => {
    let accepted = 0;
    for (let seed = 1; seed <= 50; seed++) {
      const random = seededRandom(seed);
      let disk = new FaultyDisk();
      let known: number[] = [];
      let n = 0;
      for (let life = 0; life < 3; life++) {
        const run = new Run(disk, n);
        for (let step = 0; step < 12; step++) {
          if (random() < 0.15) disk.failingSyncs = random() < 0.5 ? 1 : 3;
          disk.longestWriteBytes = random() < 0.2 ? 700 : Number.POSITIVE_INFINITY;
          disk.capacityBytes = random() < 0.1 ? 2_000 : Number.POSITIVE_INFINITY;
          run.appendMany(Math.floor(random() * 8));
          run.writer.commit();
        }
        n = run.n;
        disk.failingSyncs = 0;
        const before = numbersIn(disk, run.writer.head);
        expect(missingFrom(before, known)).toEqual([]);
        expect(before.length * 2).toBe(run.writer.head.totalPoints);
        accepted += before.length;
        disk = disk.afterPowerCut(random);
        known = numbersIn(disk);
        expect(missingFrom(known, before)).toEqual([]);
        expect(new Set(known).size).toBe(known.length);
      }
    }
    expect(accepted).toBeGreaterThan(5_000);
  });
});
