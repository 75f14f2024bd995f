import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { drivers } from '../drivers/registry.ts';
import { givenProjectFolder, type ProjectFolder } from '../testing/project-folder.ts';
import type { Fault } from './check/fault.ts';
import { loadProject, openProject } from './load-project.ts';

const CONFIG = 'project: { name: Test plant }\n';
const device = (id: string, rest: string): string =>
  `id: ${id}\nprotocol: modbus-tcp\nuns_prefix: acme/plant/${id}\nconnection: { host: 127.0.0.1 }\n${rest}`;

let folder: ProjectFolder | undefined;
afterEach(() => folder?.remove());

async function faultsOf(files: Readonly<Record<string, string>>): Promise<readonly Fault[]> {
  folder = await givenProjectFolder({ 'nexus.yaml': CONFIG, ...files });
  return (await loadProject(folder.path, drivers)).faults;
}

/** The one fault of a device made of this text. */
async function faultOf(rest: string): Promise<Fault> {
  const faults = await faultsOf({ 'devices/d.yaml': device('d', rest) });
  expect(faults.map((fault) => fault.message)).toHaveLength(1);
  return faults[0]!;
}

const tag = (fields: string): string => `tags:\n  - { id: t, ${fields} }\n`;

describe('a project', () => {
  it('without faults loads, and gets its identities once, comments and order kept', async () => {
    const text = device(
      'd',
      `# the boiler of hall 2\ntags:\n  - id: t # main\n    address: "40001"\n    data_type: uint16\n`,
    );
    folder = await givenProjectFolder({ 'nexus.yaml': CONFIG, 'devices/d.yaml': text });
    const first = await openProject(folder.path, drivers);
    const written = await readFile(join(folder.path, 'devices/d.yaml'), 'utf8');
    expect(written).toContain('# the boiler of hall 2');
    expect(written).toContain('# main');
    expect(written.match(/uid: [0-9a-f-]{36}/g)).toHaveLength(2);
    const second = await openProject(folder.path, drivers);
    expect(second.devices[0]!.tags[0]!.uid).toBe(first.devices[0]!.tags[0]!.uid);
    expect(second.config.project.uid).toBe(first.config.project.uid);
    expect(await readFile(join(folder.path, 'devices/d.yaml'), 'utf8')).toBe(written);
  });

  it('names all of twenty faults in one pass, each with file, line and path', async () => {
    const faults = await faultsOf({
      'nexus.yaml': 'project: { name: "" }\nserver: { port: 70000 }\nacess: { login: off }\n',
      'devices/a.yaml': device(
        'a',
        `poll_interval: 20ms
enabled: maybe
tags:
  - { id: t1, address: "40000", data_type: uint16 }
  - { id: t1, address: "40001", data_type: uint16 }
  - { id: t3, address: nonsense, data_type: uint16 }
  - { id: t4, address: "40001", data_type: FLOAT }
  - { id: "bad id", address: "40001" }
  - { id: t6, data_type: uint16 }
  - { id: t7, address: "40001", data_type: uint16, scal: 2 }
  - { id: t8, address: "40001", data_type: uint16, access: }
`,
      ),
      'devices/b.yaml': device(
        'b',
        `tags:
  - { id: t1, address: "40001", data_type: uint16, raw_low: 0, raw_high: 0, eu_low: 0, eu_high: 10 }
  - { id: t2, address: "40001", data_type: uint16, clamp_low: 120, clamp_high: 100 }
  - { id: t3, address: "40001", data_type: uint16, unit_from: bar, unit: Cel }
  - { id: t4, address: "40001", data_type: uint16, topic_suffix: a/+/b }
  - { id: t5, address: "40001", data_type: uint16, topic_suffix: t1 }
  - { id: t6, address: "49999", data_type: float32 }
  - { id: t7, address: "40001", data_type: uint16, scale: 0 }
`,
      ),
      'devices/c.yaml': 'id: c\nid: c\n',
      'devices/e.yaml':
        'id: e\nprotocol: modbus-tpc\nuns_prefix: acme/e\nconnection: { host: 192.168.1.300, port: 0 }\n',
      'devices/f.yaml': device('other', ''),
      'devices/g.yaml': '{ "id": [',
      'devices/response.yaml': device('response', ''),
    });
    expect(faults.length).toBeGreaterThanOrEqual(20);
    for (const fault of faults) {
      expect(fault.message, fault.path).toMatch(/[.?\]]$/);
      expect(fault.message).not.toMatch(/\b(invalid|illegal|please|oops|failed to|unable to)\b/i);
      expect(fault.line, `${fault.file} ${fault.path} ${fault.message}`).toBeGreaterThan(0);
    }
    const files = new Set(faults.map((fault) => fault.file));
    expect([...files].sort()).toEqual(
      ['nexus.yaml', ...['a', 'b', 'c', 'e', 'f', 'g', 'response'].map((id) => `devices/${id}.yaml`)].sort(),
    );
  });

  it.each([
    ['poll_interval: 20ms\n', 'poll_interval', 'below this gateway’s minimum of 50 ms'],
    [tag('address: "40000", data_type: uint16'), 'tags[0].address', '40000 does not exist in 5-digit notation'],
    [tag('address: "49999", data_type: float32'), 'tags[0].address', 'needs one more register'],
    [
      tag('address: "40001", data_type: FLOAT'),
      'tags[0].data_type',
      '“FLOAT” is not a data type here. Use float32 or float64.',
    ],
    [tag('address: "40001", scal: 2'), 'tags[0].scal', 'Did you mean “scale”?'],
    [tag('data_type: uint16'), 'tags[0].address', '“address” is missing'],
    [
      tag('address: "40001", data_type: uint16, raw_low: 5, raw_high: 5, eu_low: 0, eu_high: 1'),
      'tags[0].raw_high',
      'divide by zero',
    ],
    [
      tag('address: "40001", data_type: uint16, clamp_low: 120, clamp_high: 100'),
      'tags[0].clamp_low',
      'Clamp low 120 is above clamp high 100.',
    ],
    [tag('address: "40001", data_type: uint16, topic_suffix: "a/+/b"'), 'tags[0].topic_suffix', 'which MQTT reserves'],
    [tag('address: "00001", data_type: bool, scale: 2'), 'tags[0].scale', 'no number to scale'],
  ])('says of %j what is wrong at %s', async (rest, path, message) => {
    expect(await faultOf(rest)).toMatchObject({
      file: 'devices/d.yaml',
      path,
      message: expect.stringContaining(message),
    });
  });

  it('finds the same topic in two devices', async () => {
    const same = (id: string): string =>
      device(id, tag('address: "40001", data_type: uint16')).replace(`acme/plant/${id}`, 'acme/same');
    const faults = await faultsOf({ 'devices/a.yaml': same('a'), 'devices/b.yaml': same('b') });
    expect(faults.filter(({ severity }) => severity === 'error').map((fault) => fault.message)).toEqual([
      'Topic acme/same/t is already published by a · t. Rename one of them.',
    ]);
  });

  it.each([
    ['a: {__proto__: {x: 1}}', 'FORBIDDEN_KEY'],
    [`a: ${'['.repeat(10_000)}`, 'DEPTH'],
    ['a: 1\na: 2', 'DUP_KEY'],
    ['a: [1, 2', 'SYNTAX'],
    ['', 'NULL_NOT_ALLOWED'],
    [`a: ${'x'.repeat(9 * 1024 * 1024)}`, 'TOO_LARGE'],
  ])('survives a hostile file', async (text, code) => {
    const faults = await faultsOf({ 'devices/d.yaml': text });
    expect(faults.map((fault) => fault.code)).toContain(code);
    expect(({} as { x?: number }).x).toBeUndefined();
  });

  it('is not there where there is no nexus.yaml', async () => {
    folder = await givenProjectFolder();
    await expect(loadProject(folder.path, drivers)).rejects.toMatchObject({ code: 'NX_PROJECT_NOT_FOUND' });
  });
});
