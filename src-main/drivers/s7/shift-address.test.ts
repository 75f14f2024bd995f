import { expect, it } from 'vitest';
import { shiftAddress } from './shift-address.ts';

it.each([
  ['DB10.DBD4:REAL', undefined, 4, 'DB10.DBD8:REAL'],
  ['DB10.DBD4', 'float32', -2, 'DB10.DBD2'],
  ['DB10.DBX4.3', undefined, 1, 'DB10.DBX5.3'],
  ['MW10', undefined, -10, 'MW0'],
  ['DB1.DBB20:STRING[30]', undefined, 32, 'DB1.DBB52:STRING[30]'],
  ['DB10.DBD2:REAL', undefined, -4, undefined],
] as const)('moves %s as %s by %i to %s', (address, dataType, by, moved) => {
  expect(shiftAddress({ address, dataType }, by)).toBe(moved);
});
