import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CursorFile } from '../../log/cursor/cursor-file.ts';
import { givenProjectFolder, type ProjectFolder } from '../../testing/project-folder.ts';
import { RemovedSinks } from './removed-sinks.ts';
import { sinkCursorFile } from './sink-files.ts';

let folder: ProjectFolder;
beforeEach(async () => {
  folder = await givenProjectFolder();
});
afterEach(() => folder.remove());

async function givenCursor(sink: string, segment: number, delivered: number): Promise<void> {
  const file = new CursorFile(sinkCursorFile(folder.path, sink));
  file.cursor.begin(segment, 0);
  file.cursor.counts.delivered = delivered;
  await file.close();
}

const dropper = { actor: 'ada', via: 'rest', reason: 'the contract has ended' } as const;

describe('sinks that are not configured any more', () => {
  it('are those that have a cursor, with the place they had come to', async () => {
    await givenCursor('mqtt', 3, 10);
    await givenCursor('mqtt-cloud', 5, 20);
    await givenCursor('mqtt-here', 7, 30);
    const removed = await RemovedSinks.find(folder.path, new Set(['mqtt-here']));
    expect(removed.places).toEqual([
      { sink: 'mqtt', segment: 3, points: 10 },
      { sink: 'mqtt-cloud', segment: 5, points: 20 },
    ]);
    await removed.dispose();
  });

  it('are gone for good once they are given up, and who did it stays known', async () => {
    await givenCursor('mqtt-cloud', 5, 20);
    const first = await RemovedSinks.find(folder.path, new Set());
    await first.drop('mqtt-cloud', 77, 1e15, dropper);
    expect(first.places).toEqual([]);
    await expect(first.drop('mqtt-cloud', 77, 1e15, dropper)).rejects.toMatchObject({ code: 'NX_NOT_FOUND' });
    await first.dispose();
    const second = await RemovedSinks.find(folder.path, new Set());
    expect(second.places).toEqual([]);
    expect(second.dropped).toEqual([{ sink: 'mqtt-cloud', points: 77, atUs: 1e15, ...dropper }]);
    await second.dispose();
  });

  it('keep nobody from starting where their journal is damaged', async () => {
    const journal = join(folder.path, '.nexus', 'sinks', 'dropped');
    mkdirSync(journal, { recursive: true });
    writeFileSync(join(journal, '00000001.jsonl'), 'rubbish\n{"sink":1}\n');
    const removed = await RemovedSinks.find(folder.path, new Set());
    expect(removed.dropped).toEqual([]);
    await removed.dispose();
  });
});
