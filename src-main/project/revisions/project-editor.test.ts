import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { drivers } from '../../drivers/registry.ts';
import { systemClock } from '../../kernel/clock.ts';
import { addDevice, addTag, mergeDevice, mergeTag, removeDevice, replaceDevice, replaceTag } from './edit-device.ts';
import { NO_DIFF } from './project-diff.ts';
import { type Applied, ProjectEditor } from './project-editor.ts';
import { RevisionStore } from './revision-store.ts';

const device = (id: string): string => `# ${id}, by hand
id: ${id}
protocol: modbus-tcp
uns_prefix: acme/plant/area/line/${id}
connection:
  host: 10.0.0.5 # behind the switch
tags:
  - id: level # of the drum
    address: holding:1:float32
  - id: pressure
    address: holding:3:float32
`;

let folder: string;
let applied: Applied[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nexus-editor-'));
  await mkdir(join(folder, 'devices'));
  await writeFile(join(folder, 'nexus.yaml'), 'project:\n  name: Plant\n');
  for (const id of ['boiler', 'pump']) await writeFile(join(folder, `devices/${id}.yaml`), device(id));
  applied = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function open(): Promise<ProjectEditor> {
  const editor = await ProjectEditor.open(folder, drivers, systemClock);
  editor.onApplied = (change) => {
    applied.push(change);
    return Promise.resolve();
  };
  return editor;
}

const edit = { author: 'ada', comment: 'test' };
const onDisk = (id: string): string => readFileSync(join(folder, `devices/${id}.yaml`), 'utf8');

describe('editing a project', () => {
  it('numbers the state it finds, once', async () => {
    const first = await open();
    expect(first.current.revision).toMatchObject({ number: 1, author: 'files', comment: 'First start' });
    expect((await open()).current.revision.number).toBe(1);
  });

  it('changes one value, keeps comments and identities, and tells what differs', async () => {
    const editor = await open();
    const before = onDisk('boiler');
    const { revision } = await editor.change((text) => mergeDevice(text, 'boiler', { connection: { port: 1502 } }), {
      ...edit,
      base: 1,
    });
    expect(revision).toMatchObject({ number: 2, author: 'ada', comment: 'test' });
    expect(onDisk('boiler')).toBe(before.replace('# behind the switch\n', '# behind the switch\n  port: 1502\n'));
    expect(applied).toMatchObject([
      {
        diff: {
          devicesAdded: [],
          devicesRemoved: [],
          devicesChanged: [{ id: 'boiler', fields: [{ path: 'connection.port', before: 502, after: 1502 }] }],
          settings: [],
        },
      },
    ]);
  });

  it('adds a device with identities, renames one with its history, and removes one', async () => {
    const editor = await open();
    const form = { id: 'fan', protocol: 'modbus-tcp', uns_prefix: 'acme/p/a/l/fan', connection: { host: '10.0.0.9' } };
    await editor.change(
      (text) => addDevice(text, { ...form, tags: [{ id: 'speed', address: 'holding:1:int16' }] }),
      edit,
    );
    expect(onDisk('fan').match(/uid: [0-9a-f-]{36}/g)).toHaveLength(2);
    const uid = editor.current.project.devices.find(({ id }) => id === 'pump')!.uid;
    await editor.change((text) => mergeDevice(text, 'pump', { id: 'pump-2' }), edit);
    expect(existsSync(join(folder, 'devices/pump.yaml'))).toBe(false);
    expect(onDisk('pump-2')).toContain('# pump, by hand');
    expect(editor.current.project.devices.find(({ id }) => id === 'pump-2')!.uid).toBe(uid);
    await editor.change((text) => removeDevice(text, 'boiler'), edit);
    expect(applied.map(({ diff }) => diff)).toMatchObject([
      { devicesAdded: ['fan'] },
      { devicesChanged: [{ id: 'pump-2', formerId: 'pump' }] },
      { devicesRemoved: ['boiler'] },
    ]);
  });

  it('adds, replaces and changes tags; a replaced one keeps its identity', async () => {
    const editor = await open();
    const uid = editor.current.project.devices[0]!.tags[0]!.uid;
    await editor.change((text) => addTag(text, 'boiler', { id: 'flow', address: 'input:1' }), edit);
    await editor.change(
      (text) => replaceTag(text, 'boiler', 'level', { id: 'level', address: 'holding:9:int16' }),
      edit,
    );
    await editor.change((text) => mergeTag(text, 'boiler', 'pressure', { unit: 'bar' }), edit);
    const tags = editor.current.project.devices[0]!.tags;
    expect(tags.map(({ id, address, unit }) => [id, address, unit])).toEqual([
      ['level', 'holding:9:int16', undefined],
      ['pressure', 'holding:3:float32', 'bar'],
      ['flow', 'input:1', undefined],
    ]);
    expect(tags[0]!.uid).toBe(uid);
    expect(onDisk('boiler')).toContain('# of the drum');
  });

  it('refuses a change with faults, names all of them, and changes nothing', async () => {
    const editor = await open();
    const before = onDisk('boiler');
    const bad = { id: 'boiler', protocol: 'modbus-tcp', uns_prefix: 'a/+', poll_interval: '1ms', connection: {} };
    const change = editor.change((text) => replaceDevice(text, 'boiler', bad), edit);
    await expect(change).rejects.toMatchObject({ code: 'NX_PROJECT_INVALID' });
    const faults = editor.check(replaceDevice(editor.current.project.text, 'boiler', bad));
    expect(faults.map(({ path }) => path).sort()).toEqual(['connection.host', 'poll_interval', 'uns_prefix']);
    expect(onDisk('boiler')).toBe(before);
    expect(editor.current.revision.number).toBe(1);
    expect(applied).toEqual([]);
  });

  it('refuses a change that was made from an older revision, and one over files that were edited by hand', async () => {
    const editor = await open();
    await editor.change((text) => mergeDevice(text, 'boiler', { enabled: false }), { ...edit, base: 1 });
    const late = editor.change((text) => mergeDevice(text, 'boiler', { enabled: true }), { ...edit, base: 1 });
    await expect(late).rejects.toMatchObject({ code: 'NX_REVISION_CONFLICT', context: { base: 1, revision: 2 } });
    expect(await editor.diffOfDisk()).toEqual({ diff: NO_DIFF, faults: [] });
    writeFileSync(join(folder, 'devices/pump.yaml'), onDisk('pump').replace('10.0.0.5', '10.0.0.7'));
    const over = editor.change((text) => mergeDevice(text, 'boiler', { enabled: true }), edit);
    await expect(over).rejects.toMatchObject({
      code: 'NX_REVISION_CONFLICT',
      context: { files: ['devices/pump.yaml'] },
    });
    expect((await editor.diffOfDisk()).diff.devicesChanged).toMatchObject([{ id: 'pump' }]);
    expect((await editor.applyDisk(edit)).diff.devicesChanged).toMatchObject([
      { id: 'pump', fields: [{ path: 'connection.host', before: '10.0.0.5', after: '10.0.0.7' }] },
    ]);
  });

  it('lets changes that come together take their turns', async () => {
    const editor = await open();
    await Promise.all(
      Array.from({ length: 5 }, (_, n) =>
        editor.change((text) => addTag(text, 'boiler', { id: `t${n}`, address: `input:${n + 1}` }), edit),
      ),
    );
    expect(editor.current.revision.number).toBe(6);
    expect(editor.current.project.devices[0]!.tags).toHaveLength(7);
  });

  it('goes back to an older revision byte for byte, as a new one', async () => {
    const editor = await open();
    const before = [onDisk('boiler'), onDisk('pump')];
    await editor.change((text) => removeDevice(text, 'boiler'), edit);
    await editor.change((text) => mergeDevice(text, 'pump', { enabled: false }), edit);
    const { revision, diff } = await editor.restore(1, edit);
    expect(revision.number).toBe(4);
    expect([onDisk('boiler'), onDisk('pump')]).toEqual(before);
    expect(diff).toMatchObject({ devicesAdded: ['boiler'], devicesChanged: [{ id: 'pump' }] });
    expect(await editor.diff(1, 4)).toEqual({ devicesAdded: [], devicesRemoved: [], devicesChanged: [], settings: [] });
    await expect(editor.restore(99, edit)).rejects.toMatchObject({ code: 'NX_NOT_FOUND' });
  });

  it('says which settings take effect at the next start only', async () => {
    const editor = await open();
    writeFileSync(
      join(folder, 'nexus.yaml'),
      `${readFileSync(join(folder, 'nexus.yaml'), 'utf8')}log:\n  level: debug\nserver:\n  port: 8080\n`,
    );
    expect((await editor.applyDisk(edit)).diff.settings).toEqual([
      { path: 'server.port', before: null, after: 8080, restart: true },
      { path: 'log.level', before: 'info', after: 'debug', restart: false },
    ]);
  });

  it('finishes a change that a crash cut short after it was announced, and forgets one that was not', async () => {
    const editor = await open();
    const store = new RevisionStore(join(folder, '.nexus/revisions'));
    const next = new Map(editor.current.project.text);
    next.set('devices/boiler.yaml', onDisk('boiler').replace('10.0.0.5', '10.0.0.8'));
    next.delete('devices/pump.yaml');
    await store.begin(next, { timeUs: 1, author: 'ada', comment: 'cut short' });
    const again = await open();
    expect(again.current.revision).toMatchObject({ number: 2, comment: 'cut short' });
    expect(onDisk('boiler')).toContain('10.0.0.8');
    expect(existsSync(join(folder, 'devices/pump.yaml'))).toBe(false);
  });

  it('keeps the last hundred revisions', async () => {
    const editor = await open();
    for (let n = 0; n < 105; n++) {
      await editor.change((text) => mergeDevice(text, 'boiler', { description: `n${n}` }), edit);
    }
    const kept = await editor.revisions();
    expect([kept.length, kept[0]!.number, kept.at(-1)!.number]).toEqual([100, 7, 106]);
  });
});
