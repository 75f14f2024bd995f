import type { MemoryNotation } from '../../../../src-shared/domain/memory-notation.ts';
import { NexusError } from '../../../../src-shared/errors/nexus-error.ts';
import type { MemoryArea } from '../../memory.ts';
import { AREA_SIZE, AREAS, type Area, type AreaName } from '../area.ts';
import type { S7Connection } from '../connection.ts';
import { readCapacity } from '../read-plan.ts';
import type { Range } from '../request.ts';

/** What every CPU has; the periphery is left out, for reading it is an access to the module itself. */
const FIXED: readonly AreaName[] = ['M', 'I', 'Q', 'T', 'C'];
/** CPUs that have the timers and counters of STEP 5. */
const OLD: readonly (string | undefined)[] = ['s7-300', 's7-400'];
const TITLES: Partial<Readonly<Record<AreaName, string>>> = {
  M: 'Bit memory',
  I: 'Inputs',
  Q: 'Outputs',
  T: 'Timers',
  C: 'Counters',
};
/** What every CPU agrees to at least. */
const SMALLEST_PDU = 240;
/** Numbers of timers and counters of the largest S7-400. */
const MOST_NUMBERS = 2_048;
const GROUP = 'Data blocks';

/** The areas that are there without asking: what is on the CPU is not known before it is asked. */
export function memoryAreas(connection: S7Connection): readonly MemoryArea[] {
  const isOld = OLD.includes(connection.cpu);
  return FIXED.filter((name) => isOld || AREAS[name].cell === 'byte').map((name) =>
    describeArea(rangeOf(name)!, connection),
  );
}

/** The area of this id, also a data block that nobody asked for yet; undefined where there can be none. */
export function memoryAreaOf(id: string, connection: S7Connection): MemoryArea | undefined {
  const range = rangeOf(id);
  return range && describeArea(range, connection);
}

/** `DB10`, `M`: where it is on the CPU; undefined for what is none. */
export function rangeOf(id: string): Pick<Range, 'area' | 'db'> | undefined {
  const db = /^DB([1-9]\d{0,4})$/.exec(id)?.[1];
  if (db !== undefined) return Number(db) < AREA_SIZE ? { area: AREAS.DB, db: Number(db) } : undefined;
  return FIXED.includes(id as AreaName) ? { area: AREAS[id as AreaName], db: 0 } : undefined;
}

/** @throws NexusError NX_REQUEST_INVALID */
export function requireRange(id: string): Pick<Range, 'area' | 'db'> {
  const range = rangeOf(id);
  if (range) return range;
  throw new NexusError('NX_REQUEST_INVALID', `An S7 CPU has no area “${id}”.`, { area: id });
}

export const idOfArea = ({ area, db }: Pick<Range, 'area' | 'db'>): string =>
  area.name === 'DB' ? `DB${db}` : area.name;

/** @param told what is known of it beside its name */
export function describeArea(
  range: Pick<Range, 'area' | 'db'>,
  { pdu_size }: Pick<S7Connection, 'pdu_size'>,
  told: Partial<Pick<MemoryArea, 'last' | 'isLastKnown' | 'fault'>> = {},
): MemoryArea {
  const { area } = range;
  const id = idOfArea(range);
  const isWord = area.cell === 'word';
  return {
    id,
    title: TITLES[area.name] ?? id,
    ...(area.name === 'DB' && { group: GROUP }),
    cell: isWord ? 'register' : 'byte',
    first: 0,
    last: (isWord ? MOST_NUMBERS : AREA_SIZE) - 1,
    isLastKnown: false,
    perRequest: Math.floor(readCapacity(Math.min(SMALLEST_PDU, pdu_size)) / (isWord ? 2 : 1)),
    notations: notationsOf(id, area),
    ...told,
  };
}

const notationsOf = (id: string, { name, cell }: Area): readonly MemoryNotation[] => [
  {
    ...{ id: 'byte', title: cell === 'word' ? `${name}0` : name === 'DB' ? 'DBB0' : `${name}B0` },
    ...{ prefix: cell === 'word' ? name : name === 'DB' ? `${id}.DBB` : `${name}B`, base: 0, digits: 1, radix: 10 },
  },
  { id: 'offset', title: '0000', prefix: '', base: 0, digits: 4, radix: 10 },
  { id: 'hex', title: '0x0000', prefix: '0x', base: 0, digits: 4, radix: 16 },
];
