import { describe, expect, it } from 'vitest';
import { drivers } from '../drivers/registry.ts';
import { exportDevices } from './export-devices.ts';
import { readDevices } from './import-devices.ts';

const UID = 'c0ffee00-0000-4000-8000-000000000001';
const boiler = `id: boiler
uid: ${UID}
protocol: modbus-tcp
uns_prefix: acme/p/a/l/boiler
connection: { host: 10.0.0.5 }
tags:
  - { id: level, uid: c0ffee00-0000-4000-8000-000000000002, address: "holding:1" }
`;
const text = new Map([
  ['nexus.yaml', 'project: { name: P }\n'],
  ['devices/boiler.yaml', boiler],
  ['devices/pump.yaml', boiler.replaceAll('boiler', 'pump').replaceAll('c0ffee00', 'c0ffee01')],
]);

describe('exporting devices', () => {
  it('makes one file that an empty project imports again', () => {
    const exported = exportDevices(text);
    const taken = readDevices('devices.yaml', exported, new Map(), drivers);
    expect(taken).toMatchObject({ devices: ['boiler', 'pump'], tags: 2 });
    expect(taken.files.get('devices/boiler.yaml')).toContain(UID);
  });

  it('leaves identities out for a copy that has a history of its own', () => {
    expect(exportDevices(text, { identities: false })).not.toContain('uid');
  });

  it('takes the devices that are named, and says which one is missing', () => {
    expect(exportDevices(text, { ids: ['pump'] })).not.toContain('boiler');
    expect(() => exportDevices(text, { ids: ['fan'] })).toThrow('There is no device “fan”.');
  });
});
