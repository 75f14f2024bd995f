import { mkdir, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { drivers } from '../../drivers/registry.ts';
import { givenProjectFolder, type ProjectFolder } from '../../testing/project-folder.ts';
import { loadProject } from '../load-project.ts';
import { readProjectText, withChanges } from '../project-text.ts';

const DEVICE = 'id: d\nprotocol: modbus-tcp\nuns_prefix: acme/d\nconnection: { host: plc }\nname: Kühlung\n';

let folder: ProjectFolder | undefined;
afterEach(() => folder?.remove());

async function given(file: string, bytes: Uint8Array): Promise<ProjectFolder> {
  folder = await givenProjectFolder({ 'nexus.yaml': 'project: { name: P }\n', 'devices/d.yaml': DEVICE });
  await writeFile(join(folder.path, file), bytes);
  return folder;
}

describe('a file of a project', () => {
  it.each([
    ['Latin-1', Buffer.from(DEVICE, 'latin1'), 'not UTF-8 in line 5. Save it as UTF-8.'],
    ['UTF-16', Buffer.from(`\ufeff${DEVICE}`, 'utf16le'), 'The file is UTF-16.'],
    ['a surrogate in UTF-8', Buffer.from('69643a20eda080', 'hex'), 'not UTF-8 in line 1.'],
  ])('in %s is told, and the others are checked too', async (_name, bytes, word) => {
    const { path } = await given('devices/d.yaml', bytes);
    await writeFile(join(path, 'devices/e.yaml'), 'id: [');
    const { faults } = await loadProject(path, drivers);
    expect(faults.map(({ code, file }) => `${code} ${file}`)).toEqual([
      'ENCODING devices/d.yaml',
      'SYNTAX devices/e.yaml',
    ]);
    expect(faults[0]!.message).toContain(word);
  });

  it('with a byte order mark is read, and keeps it', async () => {
    const { path } = await given('devices/d.yaml', Buffer.from(`\ufeff${DEVICE}`));
    const { faults, text, devices } = await loadProject(path, drivers);
    expect(faults).toEqual([]);
    expect(devices[0]!.name).toBe('Kühlung');
    expect(text.get('devices/d.yaml')).toBe(`\ufeff${DEVICE}`);
  });

  it('of 200 MB is refused before it is read, with flat memory', async () => {
    const { path } = await given('devices/big.yaml', Buffer.from('id: big\n'));
    await truncate(join(path, 'devices/big.yaml'), 200 * 2 ** 20);
    const before = process.resourceUsage().maxRSS;
    const { faults } = await loadProject(path, drivers);
    const grownKiB = process.resourceUsage().maxRSS - before;
    expect(faults.map(({ code, file, message }) => `${code} ${file} ${message}`)).toEqual([
      'TOO_LARGE devices/big.yaml The file has 200.0 MiB; the limit is 8 MiB. It was not read. Split the device.',
    ]);
    expect(grownKiB).toBeLessThan(100 * 1_024);
  });

  it('that is the settings and cannot be read is a fault, not a missing project', async () => {
    const { path } = await given('nexus.yaml', Buffer.from([0x70, 0xff, 0xfe]));
    expect((await loadProject(path, drivers)).faults.map(({ code }) => code)).toEqual(['ENCODING']);
  });

  it('that is a folder is told', async () => {
    const { path } = await given('devices/d.yaml', Buffer.from(DEVICE));
    await mkdir(join(path, 'devices/f.yaml'));
    expect((await loadProject(path, drivers)).faults.map(({ code, file }) => `${code} ${file}`)).toEqual([
      'FILE_NAME devices/f.yaml',
    ]);
  });

  it('that cannot be read stays a fault while others change, and goes when it is replaced', async () => {
    const { path } = await given('devices/d.yaml', Buffer.from([0xff]));
    const text = await readProjectText(path);
    expect(withChanges(text, new Map([['devices/e.yaml', DEVICE]])).refused).toHaveLength(1);
    expect(withChanges(text, new Map([['devices/d.yaml', DEVICE]])).refused).toBeUndefined();
  });
});
