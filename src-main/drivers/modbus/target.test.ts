import { describe, expect, it } from 'vitest';
import type { DriverTag } from '../driver.ts';
import { ModbusTcpConnection } from './connection.ts';
import { modbusTcp } from './manifest.ts';
import { resolveTarget } from './target.ts';

const connection = ModbusTcpConnection.parse({ host: 'plc', byte_order: 'CDAB' });

function check(tag: DriverTag, settings: Partial<ModbusTcpConnection> = {}) {
  return modbusTcp.checkTag(tag, { ...connection, ...settings });
}

describe('a tag', () => {
  it('takes its type from its field, its address or its area', () => {
    expect(resolveTarget({ address: 'HR0' }, connection)).toMatchObject({ dataType: 'uint16', count: 1 });
    expect(resolveTarget({ address: 'HR0', dataType: 'int32' }, connection)).toMatchObject({
      dataType: 'int32',
      count: 2,
    });
    expect(resolveTarget({ address: 'HR0:float64' }, connection)).toMatchObject({ dataType: 'float64', count: 4 });
    expect(resolveTarget({ address: 'C0' }, connection).dataType).toBe('bool');
    expect(resolveTarget({ address: 'HR0.3' }, connection).dataType).toBe('bool');
    expect(resolveTarget({ address: 'HR0.3-5' }, connection).dataType).toBe('bits');
    expect(resolveTarget({ address: 'HR0', dataType: 'string', length: 5 }, connection)).toMatchObject({
      count: 3,
      length: 5,
    });
  });

  it('takes the order of the device for wide values only', () => {
    expect(resolveTarget({ address: 'HR0:int32' }, connection).order).toBe('CDAB');
    expect(resolveTarget({ address: 'HR0:int32', byteOrder: 'DCBA' }, connection).order).toBe('DCBA');
    expect(resolveTarget({ address: 'HR0:int16' }, connection).order).toBe('ABCD');
    expect(resolveTarget({ address: 'HR0:string(4)' }, connection).order).toBe('ABCD');
  });

  it('that says the same thing twice is right', () => {
    expect(check({ address: 'HR0:float32:ABCD', dataType: 'float32', byteOrder: 'ABCD' })).toBeUndefined();
  });
});

describe('a tag at fault', () => {
  it.each([
    [
      { address: 'HR0:float32', dataType: 'int16' },
      'data_type',
      'The address says data type float32 and the tag says int16. Keep one of them.',
    ],
    [{ address: 'C0', dataType: 'int16' }, 'data_type', 'A coil is one bit and cannot hold int16. Use bool.'],
    [
      { address: 'HR0.3', dataType: 'int16' },
      'data_type',
      'HR0.3 names bits of a register, which cannot hold int16. Use bool or bits.',
    ],
    [{ address: 'HR0.3-5', dataType: 'bool' }, 'data_type', 'HR0.3-5 names 3 bits, and bool holds one. Use bits.'],
    [
      { address: 'HR0:ABCD', byteOrder: 'CDAB' },
      'byte_order',
      'The address says byte order ABCD and the tag says CDAB. Keep one of them.',
    ],
    [
      { address: 'HR0', dataType: 'int32', byteOrder: 'HGFEDCBA' },
      'byte_order',
      'Byte order HGFEDCBA is for 64-bit values, and int32 is not one. Use ABCD, CDAB, BADC or DCBA.',
    ],
    [
      { address: 'HR0', dataType: 'string' },
      'length',
      'HR0 is a string without a length. Write for example string(20).',
    ],
    [{ address: 'HR0:string(251)' }, 'length', 'Length 251 is outside 1–250 characters. One read carries 250 at most.'],
    [{ address: 'HR0', length: 4 }, 'length', 'Length 4 has no meaning for uint16. Leave it empty or use string.'],
    [{ address: '4' }, 'address', '“4” names no area. Write for example 40108, HR107 or holding:107.'],
    // ux.md 2.9, mb.addrMax, word for word.
    [
      { address: '49999', dataType: 'float32' },
      'address',
      'FLOAT32 at 49999 needs one more register, and 5-digit notation ends at 49999. Switch this device to 6-digit notation (400001–465536).',
    ],
    [
      { address: 'HR65535:int64' },
      'address',
      'INT64 at 465536 (wire 65535) needs 3 more registers, and holding registers end at 465536 (wire 65535). Use a lower address.',
    ],
  ] as const)('%j is told at the field %s', (tag, field, message) => {
    expect(check(tag)).toMatchObject({ field, message });
  });

  it('is one that the device cannot read in one request', () => {
    expect(check({ address: 'HR0:float64' }, { max_registers: 2 })).toEqual({
      field: 'data_type',
      message:
        'float64 at HR0:float64 takes 4 registers, and this device reads 2 at most. Raise max_registers or use a shorter type.',
    });
  });
});
