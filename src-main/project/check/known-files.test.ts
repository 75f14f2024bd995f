import { describe, expect, it } from 'vitest';
import { modbusTcp } from '../../drivers/all.ts';
import type { DriverManifest } from '../../drivers/driver.ts';
import { uidsAdded } from '../assign-uids.ts';
import { CONFIG_FILE, deviceFile } from '../project-layout.ts';
import { checkProject } from './check-project.ts';
import { KnownFiles } from './known-files.ts';

const UID = '00000000-0000-4000-8000-00000000000';

const device = (id: string, n: number, tag = 'level'): string => `# ${id}
id: ${id}
uid: ${UID}${n}
protocol: modbus-tcp
uns_prefix: acme/${id}
connection: { host: 10.0.0.${n} }
tags:
  - { id: ${tag}, uid: ${UID.slice(0, -1)}1${n}, address: HR1 }
`;

const project = (files: Readonly<Record<string, string>>): ReadonlyMap<string, string> =>
  new Map([
    [CONFIG_FILE, 'project: { name: Plant }\n'],
    ...Object.entries(files).map(([id, content]) => [deviceFile(id), content] as const),
  ]);

/** Modbus, and how many tags it was asked to look at. */
function counted(): { readonly drivers: readonly DriverManifest[]; readonly looked: () => number } {
  let looks = 0;
  const manifest = modbusTcp as DriverManifest;
  const checkTag: DriverManifest['checkTag'] = (tag, connection) => {
    looks++;
    return manifest.checkTag(tag, connection);
  };
  const looked = (): number => {
    const count = looks;
    looks = 0;
    return count;
  };
  return { drivers: [{ ...manifest, checkTag }], looked };
}

describe('files that were checked before', () => {
  it('are not checked again while they are the same, and come to the same', () => {
    const known = new KnownFiles();
    const { drivers, looked } = counted();
    const [a, b] = [device('a', 1), device('b', 2)];
    const first = checkProject(project({ a, b }), drivers, { known });
    expect(looked()).toBe(2);
    const again = checkProject(project({ a, b }), drivers, { known });
    expect(looked()).toBe(0);
    expect([again.devices, again.faults]).toEqual([first.devices, first.faults]);
    checkProject(project({ a: device('a', 3), b }), drivers, { known });
    expect(looked()).toBe(1);
    checkProject(project({ b }), drivers, { known });
    checkProject(project({ a: device('a', 3), b }), drivers, { known });
    expect(looked(), 'what was removed is forgotten').toBe(1);
  });

  it('are still named with their lines by faults that span devices', () => {
    const known = new KnownFiles();
    const { drivers } = counted();
    const a = device('a', 1);
    checkProject(project({ a }), drivers, { known });
    const { faults } = checkProject(project({ a, b: device('b', 1).replace('acme/b', 'acme/a') }), drivers, { known });
    expect(faults.map(({ code, file, line }) => [code, file, line])).toEqual([
      ['DUP_ID', 'devices/b.yaml', 3],
      ['DUP_ENDPOINT', 'devices/b.yaml', 6],
      ['DUP_ID', 'devices/b.yaml', 8],
      ['TOPIC_COLLISION', 'devices/b.yaml', 8],
    ]);
    expect(faults[1]!.message).toContain('devices/a.yaml:6');
  });

  it('keep their own faults, and are asked for identities until they have them', () => {
    const known = new KnownFiles();
    const { drivers } = counted();
    const bad = device('a', 1).replace('HR1', 'nonsense');
    const bare = device('b', 2).replaceAll(/(?:, )?uid: [0-9-]+\n?/g, '');
    for (let turn = 0; turn < 2; turn++) {
      const { faults, files, devices } = checkProject(project({ a: bad, b: bare }), drivers, { known });
      expect(faults).toMatchObject([{ code: 'ADDR_SYNTAX', file: 'devices/a.yaml', line: 8 }]);
      expect(devices.length).toBe(2);
      expect(uidsAdded(files).get('devices/b.yaml')).toMatch(/^# b\nid: b\nuid: /);
    }
  });
});
