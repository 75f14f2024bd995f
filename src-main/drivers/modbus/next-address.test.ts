import { expect, it } from 'vitest';
import { ModbusTcpConnection } from './connection.ts';
import { nextAddress } from './next-address.ts';

const connection = (notation: '40001' | '400001' | 'wire'): ModbusTcpConnection =>
  ModbusTcpConnection.parse({ host: '10.0.0.5', notation });

it.each([
  ['40108', 'uint16', '40109'],
  ['40108', 'float32', '40110'],
  ['40108', 'float64', '40112'],
  ['HR107:int32:CDAB', undefined, '40110:int32:CDAB'],
  ['00012', undefined, '00013'],
  ['40010:string(5)', undefined, '40013:string(5)'],
  ['40010.3', undefined, '40010.4'],
  ['40010.15', undefined, '40011.0'],
  ['40010.0-3', undefined, '40010.4-7'],
  ['40010.10-14', undefined, '40011.0-4'],
  ['49999', 'uint16', '410000'],
] as const)('goes from %s as %s on to %s', (address, dataType, next) => {
  expect(nextAddress({ address, dataType }, connection('40001'))).toBe(next);
});

it('writes the next address in the notation of the device, and has none behind the last', () => {
  expect(nextAddress({ address: 'HR107', dataType: 'float32' }, connection('wire'))).toBe('HR109');
  expect(nextAddress({ address: '465536' }, connection('400001'))).toBeUndefined();
  expect(nextAddress({ address: '465533', dataType: 'float32' }, connection('400001'))).toBe('465535');
  expect(() => nextAddress({ address: '40000' }, connection('40001'))).toThrow('40000 does not exist');
});
