import { describe, expect, it } from 'vitest';
import { CounterLog, type CounterSink, readAll } from './counter-log.ts';
import { FaultyDisk } from './faulty-disk.ts';
import { segmentName } from './log-disk.ts';
import { endOf } from './read-log.ts';
import { SegmentCompressor } from './space/segment-compressor.ts';

const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

/** A folder with 400 batches in some ten segments, which was stopped in order. */
function folder(): FaultyDisk {
  const disk = new FaultyDisk();
  const log = new CounterLog(disk);
  log.write(400);
  log.writer.close();
  return disk;
}

/** Opens the folder as it is, writes on, and reads everything: what any damage must leave possible. */
function goOn(disk: FaultyDisk): CounterSink & { readonly total: number } {
  new SegmentCompressor(disk).clean();
  const log = new CounterLog(disk, { from: 10_000, room: { budgetBytes: 1e6 } });
  log.writer.tend();
  expect(log.write(20).fault).toBeUndefined();
  const sink = readAll(disk, log.writer.head);
  expect(sink.numbers.slice(-20)).toEqual(upTo(20).map((n) => n + 10_000));
  const total = log.writer.head.totalPoints;
  const known = sink.reader.startPoints + sink.reader.missingPoints + sink.numbers.length * 2;
  expect(known - sink.reader.repeatedPoints).toBe(total);
  return Object.assign(sink, { total });
}

describe('a log folder with', () => {
  it('a tail of zeros, as a file system may leave it, has every record before it', () => {
    const disk = folder();
    const last = disk.list().at(-1)!;
    const batches = Buffer.from(disk.bytes(last));
    disk.replace(last, Buffer.concat([batches, Buffer.alloc(5_000)]));
    const { numbers, reader, total } = goOn(disk);
    expect(numbers.slice(0, -20)).toEqual(upTo(400));
    expect([total, reader.damagedPlaces]).toEqual([840, 1]);
  });

  it('a segment of 0 bytes loses what stood there, counted', () => {
    const disk = folder();
    disk.replace(3, Buffer.alloc(0));
    const { reader, total } = goOn(disk);
    expect([total, reader.damagedPlaces]).toEqual([840, 1]);
    expect(reader.missingPoints).toBeGreaterThan(50);
  });

  it('nothing but a newest segment of 0 bytes goes on counting from the one before', () => {
    const disk = folder();
    const next = disk.list().at(-1)! + 1;
    disk.replace(next, Buffer.alloc(0));
    const { numbers, total } = goOn(disk);
    expect(numbers.slice(0, -20)).toEqual(upTo(400));
    expect(total).toBe(840);
    expect(disk.list().at(-1)).toBe(next + 1);
  });

  it('a segment missing in the middle loses that one, counted and without a word that it was dropped', () => {
    const disk = folder();
    disk.remove(4);
    const { reader, gaps, total } = goOn(disk);
    expect(total).toBe(840);
    expect(reader.missingPoints).toBeGreaterThan(50);
    expect(gaps.map(({ reason }) => reason)).toEqual(['stopped']);
  });

  it('a segment of another node in the place of one of its own reads on behind it, and the numbers show it', () => {
    const disk = folder();
    const other = new FaultyDisk();
    new CounterLog(other, { from: 5_000 }).write(300);
    const before = readAll(disk, endOf(disk));
    disk.replace(3, Buffer.from(other.bytes(3)));
    const { numbers, total } = goOn(disk);
    expect(total).toBe(840);
    const foreign = numbers.filter((n) => n >= 5_000 && n < 10_000);
    expect(foreign.length).toBeGreaterThan(20);
    // All of its own but those of the one segment.
    expect(before.numbers.filter((n) => !numbers.includes(n)).length).toBeLessThan(50);
  });

  it('a segment of another node behind its own starts, and takes no part of its own for written', () => {
    const disk = folder();
    const other = new FaultyDisk();
    new CounterLog(other, { from: 5_000 }).write(2_000);
    const theirs = other.list().at(-1)!;
    disk.replace(theirs, Buffer.from(other.bytes(theirs)));
    const { numbers } = goOn(disk);
    expect(numbers.slice(0, 400)).toEqual(upTo(400));
  });

  it('files that are none of its own leaves them alone', () => {
    const disk = folder();
    const strange = ['notes.txt', `${segmentName(3)}.bak`, '3.seg', 'cursor-x.json'];
    for (const name of strange) disk.put(name, Buffer.from('x'));
    expect(goOn(disk).numbers.slice(0, -20)).toEqual(upTo(400));
    expect(disk.names()).toEqual(expect.arrayContaining(strange));
  });

  it('a compressed segment cut short or empty loses that one, counted', async () => {
    for (const length of [0, 5, 100, 144, 200]) {
      const disk = folder();
      const compressor = new SegmentCompressor(disk);
      while ((await compressor.step(disk.segments())) === 'compressed');
      const name = `${segmentName(2)}.zst`;
      disk.put(name, Buffer.from(disk.content(name).subarray(0, length)));
      const { reader, total } = goOn(disk);
      expect([total, reader.damagedPlaces]).toEqual([840, 1]);
      expect(reader.missingPoints).toBeGreaterThan(50);
    }
  });
});
