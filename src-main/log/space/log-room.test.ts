import { describe, expect, it } from 'vitest';
import { CounterLog, CounterSink, readAll, timeOf, unexplained } from '../counter-log.ts';
import { FaultyDisk } from '../faulty-disk.ts';
import { LogReader } from '../log-reader.ts';

const SEGMENT = 4_096;
const BUDGET = 40_960;

const usedBytes = (disk: FaultyDisk): number => disk.segments().reduce((sum, { bytes }) => sum + bytes, 0);
const upTo = (count: number, from = 0): number[] => Array.from({ length: count - from }, (_, i) => from + i);

/** A log with a budget of ten segments. A segment holds about 44 batches. */
function limited(disk = new FaultyDisk(), room: object = {}): { disk: FaultyDisk; log: CounterLog } {
  return { disk, log: new CounterLog(disk, { room: { budgetBytes: BUDGET, ...room } }) };
}

describe('the budget of the log', () => {
  it('is neither passed by more than a segment nor left unused by more, although it is filled three times over', () => {
    const { disk, log } = limited();
    let written = 0;
    let isFull = false;
    for (let i = 0; written < BUDGET * 3; i++) {
      written += log.write(10).bytes;
      const used = usedBytes(disk);
      expect(log.writer.room.usedBytes).toBe(used);
      expect(used).toBeLessThanOrEqual(BUDGET + SEGMENT);
      isFull ||= log.writer.room.droppedPoints > 0;
      if (isFull) expect(used).toBeGreaterThanOrEqual(BUDGET - SEGMENT);
    }
    const { numbers, reader } = readAll(disk, log.writer.head);
    expect(log.writer.room.droppedPoints).toBe(log.writer.head.totalPoints - numbers.length * 2);
    expect(reader.startPoints).toBe(log.writer.room.droppedPoints);
    expect(numbers).toEqual(upTo(log.n, log.n - numbers.length));
    expect(log.writer.room.droppedPoints).toBeGreaterThan(1_000);
  });

  it('tells a sink that was away what it lost, once and to the point, and a sink that kept up nothing', () => {
    const { disk, log } = limited();
    const current = new CounterSink(new LogReader(disk));
    const slow = new CounterSink(new LogReader(disk));
    for (let i = 0; i < 150; i++) {
      log.write(10);
      current.read(log.writer.head);
      if (i === 10) slow.read(log.writer.head, 100);
    }
    expect(current.numbers).toEqual(upTo(1_500));
    expect([current.reader.missingPoints, current.gaps]).toEqual([0, []]);

    slow.read(log.writer.head);
    const lost = upTo(1_500).filter((n) => !slow.numbers.includes(n));
    expect(lost.length).toBeGreaterThan(500);
    expect(lost).toEqual(upTo(lost.at(-1)! + 1, lost[0]));
    expect(slow.reader.missingPoints).toBe(lost.length * 2);
    expect(slow.gaps.reduce((sum, { points }) => sum + points!, 0)).toBe(lost.length * 2);
    expect(slow.gaps.map(({ reason }) => reason)).toEqual(slow.gaps.map(() => 'dropped'));
    // The segment that was being read when it was dropped was read to its end: the gap begins behind it.
    expect(Math.min(...slow.gaps.map(({ fromUs }) => fromUs))).toBe(timeOf(lost[0]! - 1));
    expect(Math.max(...slow.gaps.map(({ toUs }) => toUs))).toBe(timeOf(lost.at(-1)!));
    expect(slow.read(log.writer.head).gaps.length).toBe(slow.gaps.length);
  });

  it('tells a new reader only of segments from its first one on', () => {
    const { disk, log } = limited();
    log.write(1_000);
    const first = disk.list()[0]!;
    expect(first).toBeGreaterThan(10);
    const gapsFrom = (from: number) => new CounterSink(new LogReader(disk, from)).read(log.writer.head).gaps;
    expect(gapsFrom(first)).toEqual([]);
    expect(gapsFrom(first - 1)).toMatchObject([{ fromSegment: first - 1, toSegment: first - 1 }]);
    const all = gapsFrom(1);
    const segments = all.flatMap(({ fromSegment = 0, toSegment = 0 }) => upTo(toSegment + 1, fromSegment));
    expect(segments.sort((a, b) => a - b)).toEqual(upTo(first, 1));
    expect(all.reduce((sum, { points }) => sum + points!, 0)).toBe(log.writer.room.droppedPoints);
  });

  it('counts as missing what is gone since a reader kept its place', () => {
    const { disk, log } = limited();
    log.write(300);
    const before = new CounterSink(new LogReader(disk)).read(log.writer.head, 150);
    const { segment, segmentPoints } = before.reader;
    const startPoints = segmentPoints!.reduce((sum, points) => sum + points, 0);
    log.write(700);
    const after = new CounterSink(new LogReader(disk, segment, segmentPoints)).read(log.writer.head);
    expect(after.reader.missingPoints + after.numbers.length * 2).toBe(log.writer.head.totalPoints - startPoints);
    expect(after.reader.missingPoints).toBeGreaterThan(500);
  });

  it('drops nothing that sinks have let go of, and counts nothing of it', () => {
    const { disk, log } = limited();
    for (let i = 0; i < 100; i++) {
      log.write(10);
      log.writer.trim(log.writer.head.segment - 3);
    }
    expect(log.writer.room.droppedPoints).toBe(0);
    expect(disk.list().length).toBeLessThan(6);
  });

  it('keeps in its own records what the segments told that go: the whole loss of a sink that is away for long', () => {
    const { disk, log } = limited();
    const slow = new CounterSink(new LogReader(disk)).read(log.writer.head, 1);
    log.write(10);
    slow.read(log.writer.head, 1);
    log.write(8_000);
    slow.read(log.writer.head);
    expect(slow.reader.missingPoints).toBeGreaterThan(10_000);
    expect(slow.gaps.reduce((sum, { points }) => sum + points!, 0)).toBe(slow.reader.missingPoints);
    expect(unexplained(slow, log.n)).toEqual([]);
    expect(usedBytes(disk)).toBeLessThan(BUDGET + SEGMENT);
  });

  it('is kept after a start with a smaller one, a few segments at a time, without losing the totals', () => {
    const disk = new FaultyDisk();
    new CounterLog(disk).write(1_000);
    const { log } = limited(disk);
    log.n = 1_000;
    expect(disk.list().length).toBeGreaterThan(20);
    log.write(100);
    expect(usedBytes(disk)).toBeLessThan(BUDGET + SEGMENT);
    expect(log.writer.head.totalPoints).toBe(2_200);
    expect(new CounterLog(disk).writer.head.totalPoints).toBe(2_200);
    expect(readAll(disk, log.writer.head).reader.startPoints).toBe(log.writer.room.droppedPoints);
  });

  it('counts damaged segments that are dropped by the numbering', () => {
    const { disk, log } = limited();
    log.write(300);
    for (const ordinal of [1, 2, 4]) disk.bytes(ordinal)[20]! ^= 1;
    log.write(700);
    const { reader } = readAll(disk, log.writer.head);
    // Nothing says where the very first one began: its points are only known to lie before the second sound one.
    expect(reader.startPoints - log.writer.room.droppedPoints).toBeGreaterThanOrEqual(0);
    expect(reader.startPoints - log.writer.room.droppedPoints).toBeLessThan(2 * 100);
  });

  it('refuses the newest instead where that is wanted, and takes on when a sink lets go', () => {
    const { disk, log } = limited(undefined, { whenFull: 'reject_new' });
    const reasons: (string | undefined)[] = [];
    for (let i = 0; i < 1_500; i++) {
      reasons.push(log.append());
      if (i % 10 === 9) log.writer.commit();
    }
    const taken = reasons.indexOf('full');
    expect(new Set(reasons.slice(taken))).toEqual(new Set(['full']));
    expect(usedBytes(disk)).toBeGreaterThan(BUDGET - SEGMENT);
    expect(usedBytes(disk)).toBeLessThan(BUDGET + SEGMENT);
    expect(readAll(disk, log.writer.head).numbers).toEqual(upTo(taken));
    expect(log.writer.room.droppedPoints).toBe(0);

    log.writer.trim(5);
    expect(log.append()).toBeUndefined();
    log.writer.commit();
    const { gaps } = new CounterSink(new LogReader(disk, 5)).read(log.writer.head);
    expect(gaps[0]).toMatchObject({ reason: 'dropped', fromUs: timeOf(taken) - 1 });
    expect(gaps.at(-1)!.toUs).toBe(timeOf(1_499));
    expect(gaps.reduce((sum, { points }) => sum + points!, 0)).toBe((1_500 - taken) * 2);
  });

  it('asks from 80 % on for what brings it back to 70 %', () => {
    const { disk, log } = limited();
    while (usedBytes(disk) < BUDGET * 0.8) {
      expect(log.writer.room.pressureBelow).toBeUndefined();
      log.write(5);
    }
    const below = log.writer.room.pressureBelow!;
    const left = disk.segments().filter(({ ordinal }) => ordinal >= below);
    const leftBytes = left.reduce((sum, { bytes }) => sum + bytes, 0);
    expect(leftBytes).toBeLessThanOrEqual(BUDGET * 0.7);
    expect(leftBytes).toBeGreaterThan(BUDGET * 0.7 - SEGMENT);
    log.writer.trim(below);
    expect(log.writer.room.pressureBelow).toBeUndefined();
  });
});

describe('the age limit of the log', () => {
  const HOUR_US = 3_600e6;

  it('drops segments whose newest point is older, counted', () => {
    const { disk, log } = limited(undefined, { maxAgeMs: 3_600_000 });
    log.write(200);
    log.nowUs += HOUR_US / 2;
    log.write(50);
    log.writer.tend();
    expect(log.writer.room.droppedPoints).toBe(0);
    log.nowUs += HOUR_US / 2;
    for (let second = 0; second < 3; second++) log.writer.tend();
    const { numbers, gaps } = readAll(disk, log.writer.head);
    expect(numbers.length).toBeLessThan(100);
    expect(log.writer.room.droppedPoints).toBe((250 - numbers.length) * 2);
    expect(new Set(gaps.map(({ reason }) => reason))).toEqual(new Set(['dropped']));
    expect(gaps.reduce((sum, { points }) => sum + points!, 0)).toBe(log.writer.room.droppedPoints);
  });

  it('is not passed by a clock that is set: a step of fifty years drops nothing', () => {
    const { disk, log } = limited(undefined, { maxAgeMs: 3_600_000 });
    log.write(200);
    const stepUs = 50 * 365 * 24 * HOUR_US;
    log.nowUs += stepUs;
    log.writer.clockStepped(stepUs);
    log.write(50);
    log.writer.tend();
    expect(log.writer.room.droppedPoints).toBe(0);
    log.nowUs += HOUR_US + 1e6;
    log.write(50);
    for (let second = 0; second < 3; second++) log.writer.tend();
    const { numbers } = readAll(disk, log.writer.head);
    expect(numbers[0]).toBeGreaterThanOrEqual(200);
    expect(log.writer.room.droppedPoints).toBe((300 - numbers.length) * 2);
  });
});
