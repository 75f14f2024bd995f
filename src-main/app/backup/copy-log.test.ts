import { appendFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CounterLog, readAll } from '../../log/counter-log.ts';
import { compressedName, folderDisk, segmentName } from '../../log/log-disk.ts';
import { recoverLog } from '../../log/recovery.ts';
import { SegmentCompressor } from '../../log/space/segment-compressor.ts';
import { givenProjectFolder, type ProjectFolder } from '../../testing/project-folder.ts';
import { copyLog, damagedInCopy } from './copy-log.ts';

let folder: ProjectFolder;
let from: string;
let to: string;
let log: CounterLog;

beforeEach(async () => {
  folder = await givenProjectFolder();
  from = join(folder.path, 'log');
  to = join(folder.path, 'copy');
  log = new CounterLog(folderDisk(from));
});
afterEach(() => folder.remove());

const never = new AbortController().signal;
const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

/** What an engine does while the log is copied: `at` is called each time before a segment is. */
function meanwhile(at: (call: number) => void): AbortSignal {
  let calls = 0;
  return {
    get aborted() {
      at(calls++);
      return false;
    },
  } as AbortSignal;
}

describe('the copy of a log', () => {
  it('holds every batch, plain or compressed, and nothing else of the folder', async () => {
    log.write(600);
    const compressor = new SegmentCompressor(folderDisk(from));
    log.writer.room.lookAgain();
    while ((await compressor.step(log.writer.room.closed)) === 'compressed') log.writer.room.lookAgain();
    writeFileSync(join(from, 'ballast'), 'x');
    const copied = await copyLog(from, to, never);
    const disk = folderDisk(to);
    expect(disk.segments().filter(({ isCompressed }) => isCompressed).length).toBeGreaterThan(3);
    expect(copied.segments).toBe(disk.list().length);
    expect(readdirSync(to)).not.toContain('ballast');
    expect(readAll(disk, log.writer.head).numbers).toEqual(upTo(600));
    expect(damagedInCopy(from, to)).toEqual([]);
  });

  it('ends with a whole record where the newest segment was being written', async () => {
    log.write(100);
    const newest = segmentName(folderDisk(from).list().at(-1)!);
    const size = statSync(join(from, newest)).size;
    // The first half of a record, as a copy may catch it.
    const bytes = await readFile(join(from, newest));
    appendFileSync(join(from, newest), bytes.subarray(size - 200, size - 100));
    await copyLog(from, to, never);
    expect(statSync(join(to, newest)).size).toBe(size);
    expect(recoverLog(folderDisk(to))).toMatchObject({ damagedBytes: 0, damagedPlaces: 0 });
  });

  it('has no hole when segments are trimmed while it is made', async () => {
    log.write(600);
    const ordinals = folderDisk(from).list();
    expect(ordinals.length).toBeGreaterThan(6);
    // When the second is to be copied the first four are gone.
    const signal = meanwhile((call) => {
      if (call === 1) for (const ordinal of ordinals.slice(0, 4)) rmSync(join(from, segmentName(ordinal)));
    });
    const { segments } = await copyLog(from, to, signal);
    expect(folderDisk(to).list()).toEqual(ordinals.slice(4));
    expect(segments).toBe(ordinals.length - 4);
  });

  it('takes the compressed copy of a segment that was compressed meanwhile', async () => {
    log.write(600);
    const [first] = folderDisk(from).list();
    const compressor = new SegmentCompressor(folderDisk(from));
    log.writer.room.lookAgain();
    await compressor.step(log.writer.room.closed);
    const packed = await readFile(join(from, compressedName(first!)));
    expect(readdirSync(from)).not.toContain(segmentName(first!));
    await copyLog(from, to, never);
    expect(await readFile(join(to, compressedName(first!)))).toEqual(packed);
  });

  it('is nothing where there is no log yet', async () => {
    expect(await copyLog(join(folder.path, 'none'), to, never)).toEqual({ segments: 0, bytes: 0 });
  });

  it('is checked by its headers against the original', async () => {
    log.write(300);
    await copyLog(from, to, never);
    const [first, second] = folderDisk(to).list();
    writeFileSync(join(to, segmentName(second!)), 'no header');
    expect(damagedInCopy(from, to)).toEqual([second]);
    // What is damaged in the project too is not the fault of the copy.
    writeFileSync(join(from, segmentName(first!)), 'no header');
    writeFileSync(join(to, segmentName(first!)), 'no header');
    expect(damagedInCopy(from, to)).toEqual([second]);
  });
});
