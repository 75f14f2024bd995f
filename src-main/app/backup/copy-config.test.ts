import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { drivers } from '../../drivers/registry.ts';
import { systemClock } from '../../kernel/clock.ts';
import { readProjectText } from '../../project/project-text.ts';
import { ProjectEditor } from '../../project/revisions/project-editor.ts';
import { isSameText, RevisionStore } from '../../project/revisions/revision-store.ts';
import { givenProjectFolder, type ProjectFolder } from '../../testing/project-folder.ts';
import { copyRevisions, writeConfig } from './copy-config.ts';

const PATHS = ['devices/a.yaml', 'devices/b.yaml', 'devices/c.yaml'];
let folder: ProjectFolder;
let plant: string;

beforeEach(async () => {
  const device = (id: string): string =>
    `id: ${id}\ndescription: "0"\nprotocol: modbus-tcp\nuns_prefix: a/${id}\nconnection: { host: 127.0.0.1 }
tags:\n  - { id: t, address: HR0 }\n`;
  folder = await givenProjectFolder({ 'plant/nexus.yaml': 'project: { name: Plant }\n' });
  for (const id of ['a', 'b', 'c']) await folder.write(`plant/devices/${id}.yaml`, device(id));
  plant = join(folder.path, 'plant');
});
afterEach(() => folder.remove());

describe('the copy of a configuration', () => {
  it('is never half of a change, however many are applied meanwhile', async () => {
    const editor = await ProjectEditor.open(plant, drivers, systemClock);
    let isChanging = true;
    const changing = (async (): Promise<void> => {
      for (let n = 1; isChanging; n++) {
        // All three files say the same number, before and after.
        const change = (text: ReadonlyMap<string, string>): Map<string, string> =>
          new Map(PATHS.map((path) => [path, text.get(path)!.replace(/description: "\d+"/, `description: "${n}"`)]));
        await editor.change(change, { author: 'test', comment: '' });
        await systemClock.sleep(100);
      }
    })();
    const seen = new Set<string>();
    for (let i = 0; i < 15; i++) {
      const to = join(folder.path, `copy-${i}`);
      await mkdir(to);
      const { text, revision } = await copyRevisions(plant, to, new AbortController().signal);
      await writeConfig(to, text);
      const numbers = new Set(PATHS.map((path) => /description: "(\d+)"/.exec(text.get(path)!)![1]!));
      expect(numbers.size).toBe(1);
      seen.add([...numbers][0]!);
      const newest = (await new RevisionStore(join(to, '.nexus/revisions')).newest())!;
      expect(newest.number).toBe(revision);
      expect(isSameText(newest, await readProjectText(to))).toBe(true);
      await systemClock.sleep(20);
    }
    isChanging = false;
    await changing;
    expect(seen.size, 'changes during the test').toBeGreaterThan(3);
  });

  it('takes a change along that a crash cut off, and the copy finishes it', async () => {
    await ProjectEditor.open(plant, drivers, systemClock);
    const store = new RevisionStore(join(plant, '.nexus/revisions'));
    const before = await readProjectText(plant);
    const wanted = new Map([...before].map(([path, content]) => [path, content.replace('"0"', '"7"')]));
    await store.begin(wanted, { timeUs: 1, author: 'test', comment: '' });
    await folder.write('plant/devices/a.yaml', wanted.get('devices/a.yaml')!);
    const to = join(folder.path, 'copy');
    await mkdir(to);
    const { text } = await copyRevisions(plant, to, new AbortController().signal);
    await writeConfig(to, text);
    const { current } = await ProjectEditor.open(to, drivers, systemClock);
    expect(current.revision.number).toBe(2);
    expect(current.project.text).toEqual(wanted);
  });

  it('needs no engine to have run', async () => {
    const to = join(folder.path, 'copy');
    await mkdir(to);
    const { text, revision } = await copyRevisions(plant, to, new AbortController().signal);
    expect([text.size, revision]).toEqual([4, undefined]);
  });
});
