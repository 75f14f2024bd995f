import { describe, expect, it } from 'vitest';
import { Tag } from '../../src-shared/domain/tag.ts';
import { configChanges, hashOf, signedConfig } from './signed-config.ts';

const DEVICE = { protocol: 'modbus-tcp', connection: { host: '10.0.0.1', port: 502, password: 'secret' } };
const of = (more: object, device = DEVICE) =>
  signedConfig(Tag.parse({ id: 'pt', address: '40001', scale: 1, ...more }), device);

describe('what a signature is about', () => {
  it('is named where it differs, and only that', () => {
    expect(configChanges(of({}), of({ name: 'Other', poll_interval: '5s', deadband: { absolute: 1 } }))).toEqual([]);
    expect(configChanges(of({}), of({ scale: 2, unit: 'bar', address: '40003' }))).toEqual([
      'address 40001 → 40003',
      'scale 1 → 2',
      'unit none → bar',
    ]);
  });

  it('tells that the connection differs, and never what is in it', () => {
    const moved = of({}, { ...DEVICE, connection: { ...DEVICE.connection, host: '10.0.0.2' } });
    expect(configChanges(of({}), moved)).toEqual(['connection of the device']);
    expect(JSON.stringify(of({}))).not.toMatch(/secret|10\.0\.0/);
  });

  it('has the same hash whatever the order of its keys', () => {
    expect(hashOf({ a: 1, b: { c: [1, 2], d: null } })).toBe(hashOf({ b: { d: null, c: [1, 2] }, a: 1 }));
    expect(hashOf({ a: 1 })).not.toBe(hashOf({ a: '1' }));
  });
});
