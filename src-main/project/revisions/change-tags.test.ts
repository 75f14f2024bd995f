import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { drivers } from '../../drivers/registry.ts';
import { systemClock } from '../../kernel/clock.ts';
import { changeTags, type TagEdit } from './change-tags.ts';
import { ProjectEditor } from './project-editor.ts';

const BOILER = `id: boiler # by hand
protocol: modbus-tcp
uns_prefix: acme/plant/area/line/boiler
connection: { host: 10.0.0.5 }
tags:
  # The drum stands outside.
  - id: level # of the drum
    address: holding:1:float32 # swapped words
  - id: pressure
    address: holding:3:float32
    deadband: { absolute: 0.1, max_interval: 60s }
  - id: flow
    address: holding:5:float32
`;

let folder: string;
let editor: ProjectEditor;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nexus-change-tags-'));
  await mkdir(join(folder, 'devices'));
  await writeFile(join(folder, 'nexus.yaml'), 'project:\n  name: Plant\n');
  await writeFile(join(folder, 'devices/boiler.yaml'), BOILER);
  editor = await ProjectEditor.open(folder, drivers, systemClock);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const change = (...edits: TagEdit[]): ReturnType<ProjectEditor['change']> =>
  editor.change((text) => changeTags(text, 'boiler', edits), { author: 'ada', comment: 'test' });
const tags = (): readonly { readonly id: string; readonly uid?: string | undefined }[] =>
  editor.current.project.devices[0]!.tags;
const ids = (): readonly string[] => tags().map(({ id }) => id);
const onDisk = (): string => readFileSync(join(folder, 'devices/boiler.yaml'), 'utf8');

describe('changing several tags at once', () => {
  it('makes one revision of changes, additions and removals, in their places, with the comments of what stays', async () => {
    const uid = tags()[0]!.uid;
    const { revision, diff } = await change(
      { kind: 'change', tag: 'level', patch: { id: 'drum_level', name: 'Drum level' } },
      { kind: 'add', tag: { id: 'b', address: 'holding:9' }, after: 'level' },
      { kind: 'add', tag: { id: 'c', address: 'holding:10' }, after: 'level' },
      { kind: 'add', tag: { id: 'first', address: 'holding:11' }, after: null },
      { kind: 'add', tag: { id: 'last', address: 'holding:12' } },
      { kind: 'remove', tag: 'pressure' },
    );
    expect(revision.number).toBe(2);
    expect(ids()).toEqual(['first', 'drum_level', 'b', 'c', 'flow', 'last']);
    expect(tags()[1]!.uid, 'a tag that is renamed keeps its history').toBe(uid);
    expect(diff.devicesChanged).toMatchObject([
      {
        tagsAdded: ['first', 'b', 'c', 'last'],
        tagsRemoved: ['pressure'],
        tagsChanged: [{ id: 'drum_level', formerId: 'level' }],
      },
    ]);
    for (const comment of ['# by hand', '# The drum stands outside.', '# of the drum', '# swapped words'])
      expect(onDisk()).toContain(comment);
  });

  it('swaps the ids of two tags, and gives a freed id to a new tag with a history of its own', async () => {
    const [level, pressure] = tags().map(({ uid }) => uid);
    await change(
      { kind: 'change', tag: 'level', patch: { id: 'pressure' } },
      { kind: 'change', tag: 'pressure', patch: { id: 'level' } },
      { kind: 'change', tag: 'flow', patch: { id: 'steam_flow' } },
      { kind: 'add', tag: { id: 'flow', address: 'holding:7' } },
    );
    expect(ids()).toEqual(['pressure', 'level', 'steam_flow', 'flow']);
    expect(tags().map(({ uid }) => uid)).toEqual([level, pressure, expect.any(String), expect.any(String)]);
    expect(new Set(tags().map(({ uid }) => uid)).size).toBe(4);
  });

  it('brings a removed tag back with the identity that it had', async () => {
    const flow = tags()[2]!;
    await change({ kind: 'remove', tag: 'flow' });
    await change({ kind: 'add', tag: { id: 'flow', uid: flow.uid, address: 'holding:5:float32' } });
    expect(tags()[2]!.uid).toBe(flow.uid);
  });

  it('makes none of the edits when one names a tag that is not there, has a fault, or goes against another', async () => {
    const before = onDisk();
    const rename: TagEdit = { kind: 'change', tag: 'level', patch: { name: 'Level' } };
    await expect(change(rename, { kind: 'remove', tag: 'leval' })).rejects.toMatchObject({
      code: 'NX_NOT_FOUND',
      text: 'Device “boiler” has no tag “leval”. Nothing was changed.',
    });
    await expect(
      change(rename, { kind: 'add', tag: { id: 'x', address: 'holding:9' }, after: 'gone' }),
    ).rejects.toThrow('gone');
    await expect(change(rename, { kind: 'remove', tag: 'level' })).rejects.toMatchObject({
      code: 'NX_REQUEST_INVALID',
    });
    await expect(change(rename, { kind: 'change', tag: 'flow', patch: { address: '40000' } })).rejects.toMatchObject({
      code: 'NX_PROJECT_INVALID',
      context: { faults: [{ path: 'tags[2].address', file: 'devices/boiler.yaml' }] },
    });
    expect(onDisk()).toBe(before);
  });

  it('puts tags into another order with their comments and identities, and what is added below one goes with it', async () => {
    const uids = new Map(tags().map(({ id, uid }) => [id, uid]));
    await change(
      { kind: 'order', tags: ['flow', 'level', 'pressure'] },
      { kind: 'add', tag: { id: 'b', address: 'holding:9' }, after: 'flow' },
      { kind: 'change', tag: 'flow', patch: { unit: 'm3/h' } },
    );
    expect(ids()).toEqual(['flow', 'b', 'level', 'pressure']);
    for (const { id, uid } of tags()) if (uids.has(id)) expect(uid).toBe(uids.get(id));
    expect(onDisk()).toMatch(/# The drum stands outside\.\s+- id: level # of the drum/);
    expect(editor.current.revision.number).toBe(2);
    await change({ kind: 'order', tags: ['level', 'b', 'flow'] }, { kind: 'remove', tag: 'pressure' });
    expect(ids()).toEqual(['level', 'b', 'flow']);
  });

  it.each([
    ['leaves a tag out', ['flow', 'level'], 'NX_REQUEST_INVALID'],
    ['names one twice', ['flow', 'flow', 'level', 'pressure'], 'NX_NOT_FOUND'],
    ['names one that is not there', ['flow', 'level', 'pressure', 'steam'], 'NX_NOT_FOUND'],
  ])('refuses an order that %s', async (_, order, code) => {
    await expect(async () => change({ kind: 'order', tags: order })).rejects.toMatchObject({ code });
    expect(ids()).toEqual(['level', 'pressure', 'flow']);
  });
});
