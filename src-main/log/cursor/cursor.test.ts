import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Cursor, type RecordPlace } from './cursor.ts';
import { CursorFile } from './cursor-file.ts';

const place = (seq: number, { logId = 'log a', segment = 3, lane = 1 } = {}): RecordPlace => ({
  logId,
  segment,
  lane,
  seq,
});
let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nexus-cursor-'));
  path = join(folder, 'sinks', 'publisher.json');
});

afterEach(() => rmSync(folder, { recursive: true }));

/** A cursor that handled records 1–5 of two logs and four rows of a sixth. */
async function givenSaved(): Promise<void> {
  const file = new CursorFile(path);
  file.cursor.begin(2, 100);
  file.cursor.pass(place(5, { logId: 'log a' }));
  file.cursor.pass(place(5, { logId: 'log b', segment: 4 }));
  file.cursor.passRows(place(6, { logId: 'log b', segment: 4 }), 4);
  file.cursor.counts.delivered = 34;
  await file.close();
}

describe('a cursor', () => {
  it('takes a record for handled under its own log and lane only', () => {
    const cursor = new Cursor();
    cursor.pass(place(7));
    expect(cursor.has(place(7))).toBe(true);
    expect(cursor.has(place(8))).toBe(false);
    expect(cursor.has(place(1, { lane: 2 }))).toBe(false);
    expect(cursor.has(place(1, { logId: 'log of a restored backup' }))).toBe(false);
  });

  it('knows how many rows of a record were handled until it is handled whole', () => {
    const cursor = new Cursor();
    cursor.passRows(place(8), 40);
    expect([cursor.rowsOf(place(8)), cursor.rowsOf(place(9)), cursor.has(place(8))]).toEqual([40, 0, false]);
    cursor.pass(place(8));
    expect([cursor.rowsOf(place(8)), cursor.has(place(8))]).toEqual([0, true]);
  });

  it('remembers a bounded number of logs, the latest', () => {
    const cursor = new Cursor();
    for (let log = 0; log < 200; log++) cursor.pass(place(1, { logId: `log ${log}` }));
    expect(cursor.state().logs).toHaveLength(64);
    expect(cursor.has(place(1, { logId: 'log 199' }))).toBe(true);
  });

  it('goes on where one that began at its end is, with the points of both', () => {
    const behind = new Cursor();
    behind.begin(1, 10);
    behind.pass(place(9, { segment: 2, lane: 2 }));
    behind.counts.delivered = 80;
    const ahead = new Cursor();
    ahead.begin(3, 100);
    ahead.pass(place(12, { segment: 3 }));
    ahead.passRows(place(4, { logId: 'log b', segment: 5 }), 6);
    ahead.counts.delivered = 41;
    ahead.counts.quarantined = 2;
    behind.join(ahead);
    // Ten points of the backlog had been trimmed.
    expect(behind.counts).toEqual({ before: 10, delivered: 121, dropped: 10, quarantined: 2 });
    expect(behind.handledPoints).toBe(ahead.handledPoints);
    expect([behind.segment, behind.logId, behind.part?.rows]).toEqual([5, 'log b', 6]);
    expect([behind.has(place(9, { lane: 2 })), behind.has(place(12)), behind.has(place(13))]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('adds up to where the log says that it is, whichever of them is ahead', () => {
    const cursor = new Cursor();
    cursor.counts.delivered = 70;
    cursor.counts.before = 30;
    cursor.alignTo(120, 'dropped');
    expect(cursor.counts).toEqual({ before: 30, delivered: 70, dropped: 20, quarantined: 0 });
    cursor.alignTo(25, 'dropped');
    expect(cursor.handledPoints).toBe(25);
  });
});

describe('the file of a cursor', () => {
  it('is not there at the first start, and brings everything back at the next', async () => {
    expect(new CursorFile(path).origin).toBe('none');
    expect(new CursorFile(path).origin).toBe('none');
    await givenSaved();
    const { origin, cursor, oldestNeeded } = new CursorFile(path);
    expect([origin, cursor.segment, cursor.logId, oldestNeeded]).toEqual(['found', 4, 'log b', 4]);
    expect(cursor.part).toEqual({ lane: 1, seq: 6, rows: 4 });
    expect(cursor.counts).toEqual({ before: 100, delivered: 34, dropped: 0, quarantined: 0 });
    expect(cursor.has(place(5, { logId: 'log a' }))).toBe(true);
  });

  it('is exact after a kill: what was marked since the last save counts', async () => {
    await givenSaved();
    const killed = new CursorFile(path);
    killed.cursor.pass(place(6, { logId: 'log b', segment: 4 }));
    killed.cursor.passRows(place(1, { logId: 'log c', segment: 5 }), 2);
    killed.cursor.counts.delivered += 12;
    killed.mark();
    const { cursor, oldestNeeded } = new CursorFile(path);
    expect([cursor.logId, cursor.part, cursor.counts.delivered]).toEqual(['log c', { lane: 1, seq: 1, rows: 2 }, 46]);
    expect(cursor.has(place(5, { logId: 'log a' }))).toBe(true);
    // A power cut may bring the saved file back.
    expect(oldestNeeded).toBe(4);
  });

  it('keeps what is not meant for its sink, in the file and in the mark', async () => {
    await givenSaved();
    const file = new CursorFile(path);
    file.cursor.counts.excluded = 8;
    file.mark();
    expect(new CursorFile(path).cursor.counts).toMatchObject({ delivered: 34, excluded: 8 });
    await file.close();
    rmSync(`${path}.mark`);
    const { cursor } = new CursorFile(path);
    expect([cursor.counts.excluded, cursor.handledPoints]).toEqual([8, 142]);
    cursor.alignTo(140, 'dropped');
    expect(cursor.handledPoints).toBe(140);
  });

  it('reads the mark of a version that knew nothing of that', async () => {
    await givenSaved();
    const killed = new CursorFile(path);
    killed.cursor.counts.delivered = 77;
    killed.mark();
    const mark = readFileSync(`${path}.mark`);
    const old = Buffer.from(mark.subarray(0, 156));
    old.write('NXMARK1', 0, 'latin1');
    old.writeUInt32LE(crc32(old.subarray(0, 152)), 152);
    writeFileSync(`${path}.mark`, old);
    const { cursor, damagedFiles } = new CursorFile(path);
    expect([damagedFiles, cursor.counts]).toEqual([0, { before: 100, delivered: 77, dropped: 0, quarantined: 0 }]);
  });

  it('uses no mark that is older than the save', async () => {
    await givenSaved();
    const old = readFileSync(`${path}.mark`);
    const file = new CursorFile(path);
    file.cursor.counts.delivered = 99;
    await file.save();
    await file.close();
    writeFileSync(`${path}.mark`, old);
    expect(new CursorFile(path).cursor.counts.delivered).toBe(99);
  });

  // F2 of the list of bad inputs (reliability reference 5).
  const damages: Readonly<Record<string, string>> = {
    'is empty': '',
    'is cut off': '{"version":1,"save":3,"segm',
    'is another kind of JSON': '[]',
    'is null': 'null',
    'has a later version': '{"version":2}',
    'has a count below 0':
      '{"version":1,"save":1,"segment":1,"logId":"","part":null,"counts":{"before":-1,"delivered":0,"dropped":0,"quarantined":0},"logs":[]}',
    'has too few lanes':
      '{"version":1,"save":1,"segment":1,"logId":"","part":null,"counts":{"before":0,"delivered":0,"dropped":0,"quarantined":0},"logs":[["a",[1]]]}',
  };
  for (const [name, text] of Object.entries(damages)) {
    it(`that ${name} is replaced by its mark, and without one counts as damaged`, async () => {
      await givenSaved();
      const file = new CursorFile(path);
      file.mark();
      writeFileSync(path, text);
      const marked = new CursorFile(path);
      expect([marked.origin, marked.damagedFiles, marked.cursor.counts.delivered]).toEqual(['found', 1, 34]);
      writeFileSync(`${path}.mark`, 'rubbish');
      const damaged = new CursorFile(path);
      expect([damaged.origin, damaged.damagedFiles, damaged.cursor.handledPoints]).toEqual(['damaged', 2, 0]);
      await damaged.save();
      expect(new CursorFile(path).origin).toBe('found');
    });
  }

  it('is gone with its mark when it is removed, also while it is being saved', async () => {
    await givenSaved();
    const file = new CursorFile(path);
    file.mark();
    expect(CursorFile.isAt(path)).toBe(true);
    await Promise.all([file.save(), file.remove()]);
    expect(CursorFile.isAt(path)).toBe(false);
    expect(new CursorFile(path).origin).toBe('none');
  });

  it('that cannot be read or written stops nothing', async () => {
    mkdirSync(path, { recursive: true });
    mkdirSync(`${path}.mark`);
    const file = new CursorFile(path);
    expect([file.origin, file.damagedFiles]).toEqual(['damaged', 1]);
    file.mark();
    await expect(file.save()).rejects.toThrow('EISDIR');
  });
});
