import { describe, expect, it } from 'vitest';
import { decodeBatch } from '../../src-shared/domain/batch-frame.ts';
import { counterFrame, counterValue, seededRandom } from './counter-frame.ts';
import { FaultyDisk } from './faulty-disk.ts';
import { LogReader } from './log-reader.ts';
import { LogWriter } from './log-writer.ts';
import { endOf, readLog } from './read-log.ts';
import { SegmentScanner } from './segment/segment-scanner.ts';

const TAGS = [1, 2, 3, 4, 5];

function openWriter(disk: FaultyDisk, segmentBytes = 8_192): LogWriter {
  const writer = new LogWriter(disk, { segmentBytes, queueBytes: 1e6, wallUs: () => 1e15 });
  writer.names(
    [[1, 'device 1']],
    TAGS.map((tag) => [tag, `tag ${tag}`] as const),
  );
  return writer;
}

/** A log of `count` batches, numbered from `from`, one commit for each ten. */
function fill(disk: FaultyDisk, count: number, from = 0): LogWriter {
  const writer = openWriter(disk);
  for (let n = from; n < from + count; n++) {
    writer.append(counterFrame(1, TAGS, n, 1e15 + n), TAGS.length);
    if (n % 10 === 9) writer.commit();
  }
  writer.commit();
  return writer;
}

function copyOf(disk: FaultyDisk): FaultyDisk {
  const copy = new FaultyDisk();
  for (const ordinal of disk.list()) copy.replace(ordinal, Buffer.from(disk.bytes(ordinal)));
  return copy;
}

/** A stretch of bytes of one segment. */
interface Stretch {
  readonly ordinal: number;
  readonly from: number;
  readonly to: number;
}

/** Flips a bit, writes zeros or cuts the end off, somewhere in one segment. */
function damage(disk: FaultyDisk, random: () => number): Stretch {
  const ordinals = disk.list();
  const ordinal = ordinals[Math.floor(random() * ordinals.length)]!;
  const bytes = disk.bytes(ordinal);
  const from = Math.floor(random() * bytes.length);
  const kind = random();
  if (kind < 0.4) {
    bytes[from]! ^= 1 << Math.floor(random() * 8);
    return { ordinal, from, to: from + 1 };
  }
  if (kind < 0.8) {
    const to = Math.min(bytes.length, from + Math.floor(random() * 600));
    bytes.fill(0, from, to);
    return { ordinal, from, to };
  }
  disk.replace(ordinal, Buffer.from(bytes.subarray(0, from)));
  return { ordinal, from, to: bytes.length };
}

/** Where each batch lies. The header and the names stand for all batches of their segment. */
function placesOf(disk: FaultyDisk): (Stretch & { readonly n: number | 'all' })[] {
  return disk.list().flatMap((ordinal) => {
    const places: (Stretch & { readonly n: number | 'all' })[] = [{ ordinal, from: 0, to: 128, n: 'all' }];
    const scanner = new SegmentScanner(disk.open(ordinal)!, ordinal);
    let from = scanner.offset;
    for (let record = scanner.next(1e9); record; record = scanner.next(1e9)) {
      const isBatch = record.kind === 'batch';
      const n = isBatch ? decodeBatch(record.buffer, record.payloadAt, record.payloadBytes).value[0]! : Number.NaN;
      if (isBatch || record.kind === 'names') {
        places.push({ ordinal, from, to: scanner.offset, n: isBatch ? Math.floor(n / 10_000) : 'all' });
      }
      from = scanner.offset;
    }
    return places;
  });
}

describe('a reader of the log', () => {
  it('follows the head: it never passes it, and goes on when it moves', () => {
    const disk = new FaultyDisk();
    const writer = openWriter(disk);
    const reader = new LogReader(disk);
    const heads = [writer.head];
    for (let n = 0; n < 300; n++) {
      writer.append(counterFrame(1, TAGS, n, 1e15 + n), TAGS.length);
      writer.commit();
      heads.push(writer.head);
    }
    let read = 0;
    for (const head of heads) {
      for (let record = reader.next(head); record; record = reader.next(head)) {
        if (record.kind !== 'batch') continue;
        expect(record.batch.value[0]).toBe(counterValue(1, read));
        read++;
      }
      expect(read * TAGS.length).toBe(head.totalPoints);
      expect(reader.positionPoints ?? 0).toBe(head.totalPoints);
    }
    expect(disk.list().length).toBeGreaterThan(5);
  });

  it('starts at the oldest segment there is and says how many points were trimmed away before it', () => {
    const disk = new FaultyDisk();
    const writer = fill(disk, 300);
    writer.trim(4);
    const { values, reader } = readLog(disk, writer.head);
    expect(reader.startPoints + values.get('tag 1')!.length * TAGS.length).toBe(1_500);
    expect(reader.positionPoints).toBe(1_500);
    expect(reader.missingPoints).toBe(0);
  });

  it('passes over what is damaged: 1,000 times the rest is whole, the loss is counted, and no value is wrong', () => {
    const disk = new FaultyDisk();
    fill(disk, 150);
    fill(disk, 150, 150);
    const places = placesOf(disk);
    const lostPoints: number[] = [];
    const countedPlaces: number[] = [];
    let confined = 0;
    for (let seed = 1; seed <= 1_000; seed++) {
      const hurt = copyOf(disk);
      const stretch = damage(hurt, seededRandom(seed));
      const isHit = (place: Stretch): boolean =>
        place.ordinal === stretch.ordinal && place.from < stretch.to && place.to > stretch.from;
      const hit = places.filter(isHit);
      const isSegmentHit = hit.some((place) => place.n === 'all');
      const mayBeLost = isSegmentHit ? places.filter((place) => place.ordinal === stretch.ordinal) : hit;
      const lossAllowed = new Set(mayBeLost.map((place) => place.n));
      const { values, reader } = readLog(hurt, endOf(hurt));
      const found = values.get('tag 1') ?? [];
      const wanted = Array.from({ length: 300 }, (_, n) => n).filter((n) => !lossAllowed.has(n));
      const numbers = found.map((value) => (value - 1) / 10_000);
      expect(numbers.filter((n) => !lossAllowed.has(n))).toEqual(wanted);
      expect(numbers).toEqual(numbers.filter(Number.isInteger).toSorted((a, b) => a - b));
      lostPoints.push((300 - numbers.length) * TAGS.length);
      countedPlaces.push(reader.damagedPlaces + Math.sign(reader.missingPoints));
      if (!isSegmentHit && hit.length > 0) confined++;
      // The next run starts, and what it writes is read behind all that.
      fill(hurt, 1, 1_000);
      expect(readLog(hurt, endOf(hurt)).values.get('tag 1')!.at(-1)).toBe(counterValue(1, 1_000));
    }
    // Cutting off whole records at the very end of a run leaves no trace; everything else that was lost was counted.
    const uncounted = lostPoints.filter((points, i) => points > 0 && countedPlaces[i] === 0);
    expect(uncounted.length).toBeLessThan(20);
    expect(confined).toBeGreaterThan(500);
  });

  it('counts to the point what a damaged record in the middle of a segment held', () => {
    const disk = new FaultyDisk();
    const writer = fill(disk, 100);
    disk.bytes(1)[1_000]! ^= 1;
    const { values, reader } = readLog(disk, writer.head);
    expect(values.get('tag 1')!.length).toBe(99);
    expect(reader.missingPoints).toBe(TAGS.length);
    expect(reader.damagedPlaces).toBe(1);
    expect(reader.positionPoints).toBe(500);
  });

  it('loses one segment, counted, when its header is damaged', () => {
    const disk = new FaultyDisk();
    const writer = fill(disk, 300);
    const before = readLog(disk, writer.head).values.get('tag 1')!.length;
    disk.bytes(2)[20]! ^= 1;
    const { values, reader } = readLog(disk, writer.head);
    const lost = before - values.get('tag 1')!.length;
    expect(lost).toBeGreaterThan(20);
    expect(reader.missingPoints).toBe(lost * TAGS.length);
  });

  it('takes from an abandoned segment only what was accepted there: the rest stands in the next one', () => {
    const disk = new FaultyDisk();
    const writer = fill(disk, 10);
    const acceptedBytes = disk.bytes(1).length;
    disk.failingSyncs = 1;
    disk.refusesTruncate = true;
    for (let n = 10; n < 20; n++) writer.append(counterFrame(1, TAGS, n, 1e15 + n), TAGS.length);
    writer.commit();
    expect(disk.bytes(1).length).toBeGreaterThan(acceptedBytes);
    // Of the ten that were written and never synced, one did not reach the disk.
    disk.bytes(1)[acceptedBytes + 5 * 176 + 60]! ^= 1;
    const { values, reader } = readLog(disk, writer.head);
    expect(values.get('tag 1')).toEqual(Array.from({ length: 20 }, (_, n) => counterValue(1, n)));
    expect(reader.missingPoints).toBe(0);
  });

  it('reads a segment once although somebody copied its file', () => {
    const disk = new FaultyDisk();
    fill(disk, 120);
    disk.replace(disk.list().at(-1)! + 1, Buffer.from(disk.bytes(1)));
    const { values, reader } = readLog(disk, endOf(disk));
    expect(values.get('tag 1')).toEqual(Array.from({ length: 120 }, (_, n) => counterValue(1, n)));
    expect(reader.damagedPlaces).toBe(1);
  });

  it('notices when the numbering goes back because the folder was put back to an older state', () => {
    const disk = new FaultyDisk();
    const writer = fill(disk, 20);
    const reader = new LogReader(disk);
    while (reader.next(writer.head));
    const older = new FaultyDisk();
    fill(older, 10);
    fill(older, 10, 500);
    disk.replace(2, older.bytes(2));
    const head = endOf(disk);
    while (reader.next(head));
    expect(reader.repeatedPoints).toBe(50);
    expect(reader.positionPoints).toBe(100);
  });
});
