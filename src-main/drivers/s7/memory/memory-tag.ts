import { NexusError } from '../../../../src-shared/errors/nexus-error.ts';
import type { DriverTag } from '../../driver.ts';
import type { MemoryValue } from '../../memory.ts';
import { TYPE_OF } from '../s7-type.ts';
import { s7Places } from './places.ts';

/** A tag that reads a value of our types; its address says the type. @throws NexusError NX_ADDRESS_*, NX_REQUEST_INVALID. */
export function memoryTag({ area, start, bit, dataType, length }: MemoryValue): DriverTag {
  const type = area === 'T' ? 'TIMER' : area === 'C' ? 'COUNTER' : bit === undefined ? TYPE_OF[dataType] : 'BOOL';
  if (type === undefined)
    throw new NexusError('NX_REQUEST_INVALID', `An S7 CPU has no ${dataType}. Choose another type.`, { dataType });
  return { address: s7Places.addressOf({ area, start, bit, type, length }) };
}
