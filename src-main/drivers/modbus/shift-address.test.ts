import { expect, it } from 'vitest';
import { ModbusTcpConnection } from './connection.ts';
import { shiftAddress } from './shift-address.ts';

const connection = (notation: '40001' | '400001' | 'wire'): ModbusTcpConnection =>
  ModbusTcpConnection.parse({ host: '10.0.0.5', notation });

it.each([
  ['40108', 'float32', -1, '40107'],
  ['40108', 'float32', 3, '40111'],
  ['HR107:int32:CDAB', undefined, 1, '40109:int32:CDAB'],
  ['00012', undefined, 1, '00013'],
  ['40010.3', undefined, 1, '40011.3'],
  ['40010.0-3', undefined, -2, '40008.0-3'],
  ['40001', 'uint16', -1, undefined],
] as const)('moves %s as %s by %i to %s', (address, dataType, by, moved) => {
  expect(shiftAddress({ address, dataType }, by, connection('40001'))).toBe(moved);
});

it('has no address whose last register lies behind the last one', () => {
  expect(shiftAddress({ address: '465535', dataType: 'float32' }, 1, connection('400001'))).toBeUndefined();
  expect(shiftAddress({ address: 'HR107' }, 1, connection('wire'))).toBe('HR108');
  expect(() => shiftAddress({ address: '40000' }, 1, connection('40001'))).toThrow('40000 does not exist');
});
