import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { folderDisk, segmentName } from './log-disk.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nexus-disk-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

describe('the folder of segments', () => {
  it('is made when missing, lists its segments in order and nothing else', () => {
    const disk = folderDisk(join(folder, 'a', 'log'));
    for (const ordinal of [10, 2, 123_456]) disk.create(ordinal).close();
    writeFileSync(join(folder, 'a', 'log', 'notes.txt'), 'kept');
    disk.syncFolder();
    expect(disk.list()).toEqual([2, 10, 123_456]);
    expect(segmentName(2)).toBe('000000000002.seg');
    disk.remove(10);
    expect(disk.list()).toEqual([2, 123_456]);
  });

  it('reads back what was written, up to the end of the file', () => {
    const disk = folderDisk(folder);
    const file = disk.create(1);
    expect(file.write(Buffer.from('hello segment'), 3)).toBe(13);
    file.sync();
    expect(file.sizeBytes).toBe(16);
    const into = Buffer.alloc(100);
    expect(file.read(into, 9)).toBe(7);
    expect(into.toString('latin1', 0, 7)).toBe('segment');
    file.truncate(8);
    expect(file.sizeBytes).toBe(8);
    file.close();
  });

  it('never opens a segment twice for writing, and says when one is gone', () => {
    const disk = folderDisk(folder);
    disk.create(1).close();
    expect(() => disk.create(1)).toThrow(/EEXIST/);
    expect(disk.open(2)).toBeUndefined();
  });
});
