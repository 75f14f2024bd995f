import { describe, expect, it } from 'vitest';
import { restoreDevice } from './restore-device.ts';

const uid = (of: number): string => `7a1c1c5e-1111-4a1a-8a1a-00000000000${of}`;
const file = (id: string, of: number, every = '1s'): [string, string] => [
  `devices/${id}.yaml`,
  `id: ${id}\nuid: ${uid(of)}\npoll_interval: ${every}\n`,
];

describe('one device of an older revision', () => {
  it('comes back alone: the others stay as they are', () => {
    const now = new Map([file('boiler', 1, '500ms'), file('pump', 2, '500ms')]);
    const then = new Map([file('boiler', 1), file('pump', 2)]);
    expect([...restoreDevice(now, then, 'boiler')]).toEqual([file('boiler', 1)]);
  });

  it('has its old name again where it was renamed, recognised by its identity', () => {
    const now = new Map([file('kettle', 1), file('pump', 2)]);
    const then = new Map([file('boiler', 1), file('pump', 2)]);
    expect([...restoreDevice(now, then, 'kettle')]).toEqual([['devices/kettle.yaml', undefined], file('boiler', 1)]);
  });

  it('goes where it was not there yet, and comes back where it is no more', () => {
    const now = new Map([file('pump', 2)]);
    const then = new Map([file('boiler', 1)]);
    expect([...restoreDevice(now, then, 'pump')]).toEqual([['devices/pump.yaml', undefined]]);
    expect([...restoreDevice(now, then, 'boiler')]).toEqual([file('boiler', 1)]);
    expect(() => restoreDevice(now, then, 'mixer')).toThrow('Neither the project nor that revision');
  });
});
