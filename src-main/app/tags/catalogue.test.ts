import { afterEach, describe, expect, it } from 'vitest';
import { drivers } from '../../drivers/registry.ts';
import { LastValues } from '../../live/last-values.ts';
import { openProject } from '../../project/load-project.ts';
import { givenProjectFolder } from '../../testing/project-folder.ts';
import { RemoteTags } from '../remote/remote-tags.ts';
import { cataloguePage, labelsOf } from './catalogue.ts';
import { TagDirectory } from './tag-directory.ts';

const PUMPS = `
id: pumps
name: Cooling pumps
protocol: modbus-tcp
uns_prefix: acme/cooling/pumps
connection: { host: 127.0.0.1 }
tags:
  - { id: speed, name: Pump speed, unit: rpm, address: "40001", data_type: uint16, owner: Maintenance, classification: process }
  - { id: old, address: "40002", data_type: uint16, enabled: false, owner: Ünal }
  - { id: level, description: Level of the tank, address: "40003:float32", aggregates: [{ window: 1min, functions: [avg] }] }
`;
const KPI = `
id: kpi
protocol: calculated
uns_prefix: acme/kpi
tags:
  - { id: double, address: "{pumps/speed} * 2 + {pumps/speed}" }
  - { id: mean, address: "avg({double}, {pumps/speed})" }
`;

const folders: { remove(): Promise<void> }[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await folder.remove();
});

async function givenParts() {
  const folder = await givenProjectFolder({
    'nexus.yaml': 'project: { name: Test }\n',
    'devices/kpi.yaml': KPI,
    'devices/pumps.yaml': PUMPS,
  });
  folders.push(folder);
  const directory = new TagDirectory();
  directory.apply((await openProject(folder.path, drivers)).devices);
  const remote = new RemoteTags(directory);
  remote.add({ topic: 'acme/berlin/press/force', devicePath: 'acme/berlin/press', tag: 'force', unit: 'kN' });
  // What is published from here comes back over a broker too, and is no other tag for it.
  remote.add({ topic: 'acme/kpi/mean', devicePath: 'acme/kpi', tag: 'mean' });
  const last = new LastValues();
  last.grow(directory.tagCount);
  return { directory, remote, last };
}

const ALL = { q: '', offset: 0, limit: 100 };

describe('the catalogue', () => {
  it('has every tag of the project and of other gateways once, those that are switched off too', async () => {
    const { rows, total } = cataloguePage(await givenParts(), ALL);
    expect(total).toBe(7);
    expect(rows.map(({ device, id, enabled }) => [device, id, enabled])).toEqual([
      ['kpi', 'double', true],
      ['kpi', 'mean', true],
      ['pumps', 'speed', true],
      ['pumps', 'old', false],
      ['pumps', 'level', true],
      ['pumps', 'level.1min.avg', true],
      ['acme/berlin/press', 'force', true],
    ]);
    expect(rows[2]).toMatchObject({
      deviceName: 'Cooling pumps',
      name: 'Pump speed',
      unit: 'rpm',
      dataType: 'uint16',
      classification: 'process',
      owner: 'Maintenance',
      topic: 'acme/cooling/pumps/speed',
      lastUs: null,
    });
  });

  it('tells which calculated tags are made of a tag, each once', async () => {
    const { rows } = cataloguePage(await givenParts(), ALL);
    const users = Object.fromEntries(rows.map(({ device, id, usedBy }) => [`${device}/${id}`, usedBy]));
    expect(users['pumps/speed']).toEqual(['kpi/double', 'kpi/mean']);
    expect(users['kpi/double']).toEqual(['kpi/mean']);
    expect(users['pumps/level']).toEqual([]);
  });

  it('finds by every word, wherever it stands and in any case', async () => {
    const parts = await givenParts();
    const found = (q: string): string[] => cataloguePage(parts, { ...ALL, q }).rows.map(({ id }) => id);
    expect(found('MAINTENANCE rpm')).toEqual(['speed']);
    expect(found('ünal')).toEqual(['old']);
    expect(found('tank level')).toEqual(['level', 'level.1min.avg']);
    expect(found('berlin')).toEqual(['force']);
    expect(found('rpm bar')).toEqual([]);
  });

  it('asks fields as the pages do', async () => {
    const parts = await givenParts();
    const found = (q: string): string[] => cataloguePage(parts, { ...ALL, q }).rows.map(({ id }) => id);
    expect(found('dev:pumps -is:off')).toEqual(['speed', 'level', 'level.1min.avg']);
    expect(found('is:used type:uint*')).toEqual(['speed']);
    expect(found('owner:maint*|Ünal')).toEqual(['speed', 'old']);
    expect(found('is:remote')).toEqual(['force']);
  });

  it('gives pages that put together are the whole', async () => {
    const parts = await givenParts();
    const whole = cataloguePage(parts, ALL).rows;
    expect(whole.find(({ id }) => id === 'level.1min.avg')).toMatchObject({
      derived: true,
      dataType: 'float64',
      description: 'Level of the tank',
    });
    const pages = [0, 2, 4, 6].map((offset) => cataloguePage(parts, { q: '', offset, limit: 2 }));
    expect(pages.flatMap(({ rows }) => rows)).toEqual(whole);
    expect(pages.map(({ total }) => total)).toEqual([7, 7, 7, 7]);
  });

  it('tells the labels that are used, those of most tags first', async () => {
    const { directory } = await givenParts();
    expect(labelsOf(directory, 'owner')).toEqual(['Maintenance', 'Ünal']);
    expect(labelsOf(directory, 'classification')).toEqual(['process']);
  });

  it('tells when the last point came', async () => {
    const parts = await givenParts();
    const { number } = parts.directory.tag('pumps', 'level');
    parts.last.apply({
      device: 0,
      origin: 'local',
      receivedUs: 5_000_001,
      count: 1,
      tag: Uint32Array.of(number),
      timeUs: Float64Array.of(5_000_000),
      value: Float64Array.of(1.5),
      status: Uint32Array.of(0),
      cells: [],
    });
    const row = cataloguePage(parts, { ...ALL, q: 'tank' }).rows[0];
    expect(row?.lastUs).toBe(5_000_000);
  });
});
