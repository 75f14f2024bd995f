import { describe, expect, it } from 'vitest';
import { parseAddress } from './address.ts';
import { foreignAddress } from './foreign-address.ts';

describe('an address of another program', () => {
  it.each([
    ['1!400001', { address: '4:1' }, 0],
    ['1!40108.3', { address: '4:108.3' }, 107],
    ['2!000012', { address: '0:12' }, 11],
    ['1!400001.20H', { address: '4:1', dataType: 'string', length: 20 }, 0],
    ['400100.20H', { address: '4:100', dataType: 'string', length: 20 }, 99],
    ['ns=1;s=[PLC]HR107', { address: '4:107' }, 106],
    ['[PLC]HRF1', { address: '4:1', dataType: 'float32' }, 0],
    ['[PLC]IRUI_64300', { address: '3:300', dataType: 'uint64' }, 299],
    ['[PLC]HR7.15', { address: '4:7.15' }, 6],
    ['[PLC]C1', { address: '0:1' }, 0],
  ] as const)('%s is %j, register %i on the wire', (text, expected, wire) => {
    expect(foreignAddress(text)).toEqual(expected);
    expect(parseAddress(expected.address, '40001').wire).toBe(wire);
  });

  it.each(['1!400001#BL', '40001', 'N7:0', '[PLC]N7:0', '1!700001', ''])('%j is none that we know', (text) => {
    expect(foreignAddress(text)).toBeUndefined();
  });
});
