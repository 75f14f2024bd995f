import { NexusError } from '../../../../src-shared/errors/nexus-error.ts';
import type { MemoryAnswer, MemoryExtent } from '../../memory.ts';
import { AREAS, type AreaName } from '../area.ts';
import { describeException, exceptionMeaning } from '../exception.ts';
import type { Extent } from '../read-plan.ts';
import { REPLY_DATA_OFFSET } from '../read-request.ts';
import { DATA } from '../strict-client.ts';
import type { UnitConnection } from '../unit-connection.ts';

/** @throws NexusError NX_REQUEST_INVALID for an area that is none */
export function extentOf({ area: name, start, count }: MemoryExtent): Extent {
  const area = Object.hasOwn(AREAS, name) ? AREAS[name as AreaName] : undefined;
  if (area) return { area, start, count };
  throw new NexusError('NX_REQUEST_INVALID', `A Modbus device has no area “${name}”.`);
}

/** What a request for these cells brought. @param code DATA or an exception; the reply holds the bytes of the former */
export function cellsOf(
  code: number,
  reply: DataView,
  extent: Extent,
  { notation }: Pick<UnitConnection, 'notation'>,
): MemoryAnswer {
  if (code === DATA)
    return {
      kind: 'bytes',
      bytes: extent.area.cell === 'bit' ? bits(reply, extent.count) : registers(reply, extent.count),
    };
  const isMissing = exceptionMeaning(code) === 'no such address';
  return {
    kind: 'refused',
    code: isMissing ? 'mb.ex02' : 'NX_DRIVER_REJECTED',
    text: describeException(code, { ...extent, count: 1 }, notation),
    mayHoldMore: isMissing,
  };
}

const registers = (reply: DataView, count: number): Uint8Array =>
  new Uint8Array(reply.buffer, reply.byteOffset + REPLY_DATA_OFFSET, count * 2).slice();

const bits = (reply: DataView, count: number): Uint8Array =>
  Uint8Array.from({ length: count }, (_, i) => (reply.getUint8(REPLY_DATA_OFFSET + (i >> 3)) >> (i & 7)) & 1);
