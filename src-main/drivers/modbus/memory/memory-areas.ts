import type { MemoryNotation } from '../../../../src-shared/domain/memory-notation.ts';
import type { MemoryArea } from '../../memory.ts';
import { ALL_AREAS, AREA_SIZE, type Area } from '../area.ts';
import type { UnitConnection } from '../unit-connection.ts';

const TITLES = {
  holding: 'Holding registers',
  input: 'Input registers',
  coil: 'Coils',
  discrete: 'Discrete inputs',
} as const;

/** The four tables of a device, registers first. */
export function memoryAreas(connection: UnitConnection): readonly MemoryArea[] {
  return ALL_AREAS.toReversed()
    .toSorted((a, b) => Number(b.name === 'holding') - Number(a.name === 'holding'))
    .map((area) => ({
      id: area.name,
      title: TITLES[area.name],
      cell: area.cell,
      first: 0,
      last: AREA_SIZE - 1,
      isLastKnown: false,
      perRequest: area.cell === 'bit' ? connection.max_bits : connection.max_registers,
      notations: notationsOf(area).toSorted((a, b) => rank(a, connection) - rank(b, connection)),
    }));
}

const rank = ({ id }: MemoryNotation, { notation }: UnitConnection): number => (id === notation ? 0 : 1);

const notationsOf = ({ digit, prefix }: Area): readonly MemoryNotation[] => [
  { id: '40001', title: `${digit}0001`, prefix: digit, base: 1, digits: 4, radix: 10 },
  { id: '400001', title: `${digit}00001`, prefix: digit, base: 1, digits: 5, radix: 10 },
  { id: 'wire', title: `${prefix} 0`, prefix: `${prefix} `, base: 0, digits: 1, radix: 10 },
  { id: 'hex', title: '0x0000', prefix: '0x', base: 0, digits: 4, radix: 16 },
];
