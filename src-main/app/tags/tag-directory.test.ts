import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { drivers } from '../../drivers/registry.ts';
import { importDevices } from '../../project/import-devices.ts';
import { openProject } from '../../project/load-project.ts';
import { givenProjectFolder, type ProjectFolder } from '../../testing/project-folder.ts';
import { deviceJob } from '../devices/device-job.ts';
import { TagDirectory } from './tag-directory.ts';

const DEMO = fileURLToPath(new URL('../../../resources/demo-plant/devices.yaml', import.meta.url));
let folder: ProjectFolder;
let directory: TagDirectory;

beforeEach(async () => {
  folder = await givenProjectFolder({ 'nexus.yaml': 'project: { name: Test }\n' });
  await importDevices(DEMO, folder.path, drivers);
  directory = new TagDirectory();
  directory.apply((await openProject(folder.path, drivers)).devices);
});
afterEach(() => folder.remove());

describe('the directory of tags', () => {
  it('numbers tags without holes and finds them by topic and by name', () => {
    const numbers = directory.devices.flatMap((device) => device.tags.map((tag) => tag.number));
    expect(numbers).toEqual(Array.from({ length: directory.tagCount }, (_, i) => i));
    const entry = directory.tag('meter-1', 'frequency');
    expect(directory.byTopic('acme/plant1/utilities/power/meter-1/frequency')).toBe(entry);
    expect(entry.uid).toMatch(/^[0-9a-f-]{36}$/);
  });

  // MQTT 5.0, 4.7.1: `+` is one level, `#` the rest, the level above included.
  it.each([
    ['#', 48],
    ['acme/plant1/utilities/steam/#', 18],
    ['acme/+/utilities/+/+/steam_pressure', 1],
    ['acme/plant1/utilities/power/meter-1/#', 11],
    ['acme/plant1', 0],
    ['acme/+', 0],
    ['nowhere/#', 0],
  ])('finds by %s %i tags', (filter, count) => {
    expect(directory.matching(filter)).toHaveLength(count);
  });

  it('leaves entries of unchanged devices as they are, and keeps numbers through removal and return', async () => {
    const { devices } = await openProject(folder.path, drivers);
    const before = directory.devices;
    const [boiler, ...others] = devices;
    const { tags } = boiler!;
    const changed = { ...boiler!, tags: tags.slice(1) };
    const change = directory.apply([changed, ...others]);
    expect([change.added, change.removed]).toEqual([[], []]);
    expect(change.changed.map(({ after }) => after.device.id)).toEqual([boiler!.id]);
    expect(directory.devices.slice(1)).toEqual(before.slice(1));
    expect(directory.devices[1]).toBe(before[1]);
    expect(() => directory.tag(boiler!.id, tags[0]!.id)).toThrow('has no tag');
    expect(directory.matching('#')).toHaveLength(47);
    expect(directory.apply(others).removed.map(({ device }) => device.id)).toEqual([boiler!.id]);
    directory.apply(devices);
    expect(directory.devices.map(({ number, tags: own }) => [number, own.map((tag) => tag.number)])).toEqual(
      before.map(({ number, tags: own }) => [number, own.map((tag) => tag.number)]),
    );
    expect(directory.tagCount).toBe(48);
  });

  it('shows an address in every notation, with the type and order that apply', () => {
    const view = directory.view(directory.tag('boiler-1', 'feed_temperature'));
    expect(view).toMatchObject({
      dataType: 'float32',
      byteOrder: 'CDAB',
      unit: '°C',
      euHigh: 120,
      pollIntervalMs: 500,
    });
    expect(view.notations).toEqual(expect.arrayContaining(['40109', '400109', 'HR108']));
  });

  it('says what is not there', () => {
    expect(() => directory.device('boiler')).toThrow('There is no device “boiler”. Known: boiler-1');
    expect(() => directory.tag('boiler-1', 'nope')).toThrow('has no tag “nope”');
    expect(() => directory.byTopic('a/b')).toThrow('No tag has the topic “a/b”');
  });

  it('makes a job that points at the simulator where there is one, and at the device otherwise', () => {
    const entry = directory.device('boiler-1');
    expect(deviceJob(entry, 15_099, directory)).toMatchObject({
      simulated: true,
      connection: { host: '127.0.0.1', port: 15_099 },
      pollIntervalMs: 500,
    });
    expect(deviceJob(entry, undefined, directory)).toMatchObject({ simulated: false, connection: { port: 15_020 } });
    expect(structuredClone(deviceJob(entry, undefined, directory))).toEqual(deviceJob(entry, undefined, directory));
  });

  it('reads a project whose identities were written, byte for byte the same the next time', async () => {
    const path = `${folder.path}/devices/boiler-1.yaml`;
    const before = await readFile(path, 'utf8');
    await openProject(folder.path, drivers);
    expect(await readFile(path, 'utf8')).toBe(before);
  });
});
