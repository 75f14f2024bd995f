import { zstdDecompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../counter-frame.ts';
import { CounterLog, readAll } from '../counter-log.ts';
import { FaultyDisk } from '../faulty-disk.ts';
import { compressedName, segmentName } from '../log-disk.ts';
import { recoverLog } from '../recovery.ts';
import { headerOf } from '../segment/segment-scanner.ts';
import { SegmentCompressor } from './segment-compressor.ts';

const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

/** A log of many segments, all of its backlog compressed. */
async function compressed(batches = 1_000): Promise<{ disk: FaultyDisk; log: CounterLog }> {
  const disk = new FaultyDisk();
  const log = new CounterLog(disk);
  log.write(batches);
  await compressAll(disk, log);
  return { disk, log };
}

async function compressAll(disk: FaultyDisk, log: CounterLog): Promise<void> {
  const compressor = new SegmentCompressor(disk);
  log.writer.room.lookAgain();
  while ((await compressor.step(log.writer.room.closed)) === 'compressed') log.writer.room.lookAgain();
}

describe('the compression of the backlog', () => {
  it('leaves the newest segments alone, takes less room, and readers see no difference', async () => {
    const disk = new FaultyDisk();
    const log = new CounterLog(disk);
    log.write(1_000);
    const plainBytes = log.writer.room.usedBytes;
    const before = recoverLog(disk);
    await compressAll(disk, log);
    const forms = disk.segments().map(({ isCompressed }) => isCompressed);
    // The open one and four closed ones stay.
    expect(forms).toEqual(forms.map((_, i) => i < forms.length - 5));
    expect(log.writer.room.usedBytes).toBeLessThan(plainBytes * 0.6);
    expect(log.writer.room.usedBytes).toBe(disk.segments().reduce((sum, { bytes }) => sum + bytes, 0));
    const { numbers, reader, gaps } = readAll(disk, log.writer.head);
    expect(numbers).toEqual(upTo(1_000));
    expect([reader.missingPoints, reader.damagedPlaces, gaps.length]).toEqual([0, 0, 0]);
    expect(recoverLog(disk)).toEqual(before);
  });

  it('makes files that every zstd program unpacks to the segment, behind a frame that it skips', async () => {
    const disk = new FaultyDisk();
    const log = new CounterLog(disk);
    log.write(500);
    const plain = Buffer.from(disk.bytes(1));
    await compressAll(disk, log);
    const file = disk.content(compressedName(1));
    // RFC 8878 3.1.2: magic 0x184D2A5?, then the size of the frame.
    expect(file.readUInt32LE(0)).toBe(0x184d2a50);
    expect(zstdDecompressSync(file.subarray(8 + file.readUInt32LE(4)))).toEqual(plain);
  });

  it('takes what is trimmed or dropped while it works for what it is', async () => {
    const disk = new FaultyDisk();
    const log = new CounterLog(disk);
    log.write(500);
    const step = new SegmentCompressor(disk).step(log.writer.room.closed);
    log.writer.trim(3);
    expect(await step).toBe('idle');
    expect(disk.names().filter((name) => !/\.seg$/.test(name))).toEqual([]);
    expect(disk.list()[0]).toBe(3);
  });

  it('drops compressed segments like others, counted to the point', async () => {
    const { disk, log } = await compressed();
    const next = new CounterLog(disk, { from: 1_000, room: { budgetBytes: 20_000 } });
    next.write(300);
    const { reader, numbers, gaps } = readAll(disk, next.writer.head);
    expect(next.writer.room.droppedPoints).toBe(reader.startPoints);
    expect(reader.startPoints).toBe(numbers[0]! * 2);
    expect(gaps.filter(({ reason }) => reason === 'dropped').reduce((sum, { points }) => sum + points!, 0)).toBe(
      reader.startPoints,
    );
    expect(log.writer.head.totalPoints).toBe(2_000);
  });

  it('leaves a segment as it is when the disk is full or refuses', async () => {
    const disk = new FaultyDisk();
    const log = new CounterLog(disk);
    log.write(500);
    const names = disk.names();
    disk.failingSyncs = 1;
    const compressor = new SegmentCompressor(disk);
    await expect(compressor.step(log.writer.room.closed)).rejects.toThrow('EIO');
    expect(disk.names()).toEqual(names);
    disk.capacityBytes = 1_000;
    expect(await compressor.step(log.writer.room.closed)).toBe('idle');
    expect(readAll(disk, log.writer.head).numbers).toEqual(upTo(500));
  });

  it('counts a damaged copy like a damaged segment: the rest is whole and no value is wrong', async () => {
    const { disk, log } = await compressed();
    const names = disk.names().filter((name) => name.endsWith('.zst'));
    let losses = 0;
    for (let seed = 1; seed <= 300; seed++) {
      const random = seededRandom(seed);
      const name = names[Math.floor(random() * names.length)]!;
      const whole = disk.content(name);
      const hurt = Buffer.from(whole.subarray(0, random() < 0.2 ? Math.floor(random() * whole.length) : whole.length));
      if (hurt.length > 0) hurt[Math.floor(random() * hurt.length)]! ^= 1 << Math.floor(random() * 8);
      disk.put(name, hurt);
      const { numbers, reader } = readAll(disk, log.writer.head);
      expect(numbers, `seed ${seed}`).toEqual(numbers.toSorted((a, b) => a - b));
      expect(reader.startPoints + reader.missingPoints + numbers.length * 2, `seed ${seed}`).toBe(2_000);
      if (numbers.length < 1_000) losses++;
      expect(numbers.length).toBeGreaterThan(900);
      expect(reader.damagedPlaces > 0 || numbers.length === 1_000 || name === names[0]).toBe(true);
      disk.put(name, whole);
    }
    expect(losses).toBeGreaterThan(200);
  });

  it('leaves at least one of the two at a power cut at any moment, and clears the rest away', async () => {
    let moments = 0;
    for (let changes = 0; ; changes++) {
      const disk = new FaultyDisk();
      const log = new CounterLog(disk);
      log.write(400);
      disk.changesLeft = changes;
      const done = await new SegmentCompressor(disk).step(log.writer.room.closed).catch(() => 'cut' as const);
      for (let seed = 1; seed <= 20; seed++) {
        const found = disk.afterPowerCut(seededRandom(seed + changes * 100));
        new SegmentCompressor(found).clean();
        expect(readAll(found, log.writer.head).numbers, `seed ${seed} after ${changes} changes`).toEqual(upTo(400));
        const copies = found.names().filter((name) => name.startsWith(segmentName(1)));
        expect(copies.length).toBe(1);
        expect(copies[0]).toMatch(/\.seg(\.zst)?$/);
        moments++;
      }
      if (done === 'compressed') break;
    }
    expect(moments).toBeGreaterThan(100);
  });

  it('gives the header of a compressed segment without unpacking it', async () => {
    const { disk } = await compressed(400);
    const whole = disk.content(compressedName(1));
    disk.put(compressedName(1), whole.subarray(0, 200));
    expect(headerOf(disk, 1)).toMatchObject({ ordinal: 1 });
  });
});
