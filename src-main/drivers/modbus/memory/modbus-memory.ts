import type { DriverMemory } from '../../memory.ts';
import type { UnitConnection } from '../unit-connection.ts';
import { memoryAreas } from './memory-areas.ts';
import { memoryOrders, memoryTag } from './memory-tag.ts';

/** The registers and coils of a unit, whatever carries its requests. */
export const modbusMemory: DriverMemory<UnitConnection> = {
  title: 'Registers',
  byteOrders: memoryOrders,
  areas: memoryAreas,
  tagAt: memoryTag,
};
