import { counterValue } from '../../../src-main/log/counter-frame.ts';
import { CounterLog, timeOf } from '../../../src-main/log/counter-log.ts';
import { FaultyDisk } from '../../../src-main/log/faulty-disk.ts';
import { compressedName, segmentName } from '../../../src-main/log/log-disk.ts';
import { LogReader } from '../../../src-main/log/log-reader.ts';
import { endOf } from '../../../src-main/log/read-log.ts';
import { SEGMENT_HEADER_BYTES } from '../../../src-main/log/segment/segment-format.ts';
import { SegmentScanner } from '../../../src-main/log/segment/segment-scanner.ts';
import { SegmentCompressor } from '../../../src-main/log/space/segment-compressor.ts';
import type { Random } from '../../../src-main/testing/random-from.ts';
import { decodeBatch } from '../../../src-shared/domain/batch-frame.ts';
import { type Damage, damaged } from './damage.ts';

/** Batches of the sound log. */
export const BATCHES = 400;

/** Where a batch stands in its segment. */
interface Place {
  readonly n: number;
  readonly from: number;
  readonly to: number;
}

/** A sound log as files, and which batch stands where in them. */
export interface SoundFolder {
  readonly files: ReadonlyMap<string, Buffer>;
  readonly places: ReadonlyMap<string, readonly Place[]>;
}

/** A sound log of some ten segments, written by four runs; `compressed` has all but the newest ones packed. */
export async function soundFolder(kind: 'plain' | 'compressed'): Promise<SoundFolder> {
  const disk = new FaultyDisk();
  for (let from = 0; from < BATCHES; from += BATCHES / 4) {
    const log = new CounterLog(disk, { from });
    log.write(BATCHES / 4);
    // One of them is found as after a crash.
    if (from !== BATCHES / 4) log.writer.close();
  }
  const places = new Map<string, readonly Place[]>();
  for (const ordinal of disk.list()) places.set(segmentName(ordinal), placesIn(disk, ordinal));
  const compressor = new SegmentCompressor(disk);
  while (kind === 'compressed' && (await compressor.step(disk.segments())) === 'compressed');
  // Of a packed segment no part can be told from another one.
  for (const { ordinal, isCompressed } of disk.segments()) {
    const whole = places.get(segmentName(ordinal))!.map(({ n }) => ({ n, from: 0, to: Number.POSITIVE_INFINITY }));
    if (isCompressed) places.set(compressedName(ordinal), whole);
  }
  return { files: new Map(disk.names().map((name) => [name, Buffer.from(disk.content(name))])), places };
}

/** A copy of the folder with something wrong in it, and the batches that may be lost by that. */
export class DamagedFolder {
  readonly disk = new FaultyDisk();
  readonly damages: readonly (Damage & { readonly name: string })[];
  readonly hit = new Set<number>();

  constructor({ files, places }: SoundFolder, random: Random) {
    const damages = new Map<string, Damage & { readonly name: string }>();
    const names = [...files.keys()];
    for (let count = 1 + random(3); count > 0; count--) {
      const name = names[random(names.length)]!;
      damages.set(name, { ...damaged(files.get(name)!, random), name });
    }
    this.damages = [...damages.values()];
    for (const [name, bytes] of files) this.disk.put(name, Buffer.from(damages.get(name)?.bytes ?? bytes));
    for (const { name, from, to } of this.damages) {
      const isHeader = from < SEGMENT_HEADER_BYTES;
      for (const place of places.get(name)!)
        if (isHeader || (place.from < to && place.to > from)) this.hit.add(place.n);
    }
  }
}

/** What a sink reads, with every value that is not what was written. */
export interface Read {
  readonly numbers: readonly number[];
  readonly wrongValues: number;
  readonly accounted: number;
  readonly damagedPlaces: number;
}

/** Reads all there is, judging each batch: right values of the right tags at the right time. */
export function readJudged(disk: FaultyDisk): Read {
  const reader = new LogReader(disk);
  const numbers: number[] = [];
  let wrongValues = 0;
  const head = endOf(disk);
  for (let record = reader.next(head); record; record = reader.next(head)) {
    if (record.kind === 'gap') continue;
    const { batch, names } = record;
    const n = Math.floor(batch.value[0]! / 10_000);
    const isRight = [1, 2].every((tag, row) => {
      const name = names.tag(batch.tag[row]!);
      return batch.value[row] === counterValue(tag, n) && (name === undefined || name === `tag ${tag}`);
    });
    if (!isRight || batch.count !== 2 || batch.receivedUs !== timeOf(n)) wrongValues += batch.count;
    numbers.push(n);
  }
  const accounted = reader.startPoints + reader.missingPoints - reader.repeatedPoints + numbers.length * 2;
  reader.close();
  return { numbers, wrongValues, accounted, damagedPlaces: reader.damagedPlaces };
}

function placesIn(disk: FaultyDisk, ordinal: number): Place[] {
  const file = disk.open(ordinal)!;
  const scanner = new SegmentScanner(file, ordinal);
  const places: Place[] = [];
  for (let from = scanner.offset; ; from = scanner.offset) {
    const record = scanner.next(file.sizeBytes);
    if (!record) break;
    if (record.kind !== 'batch') continue;
    const { value } = decodeBatch(record.buffer, record.payloadAt, record.payloadBytes);
    places.push({ n: Math.floor(value[0]! / 10_000), from, to: scanner.offset });
  }
  file.close();
  return places;
}
