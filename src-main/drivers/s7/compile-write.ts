import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { DriverTag, WriteValue } from '../driver.ts';
import { makeCodec } from './codec.ts';
import { formatTarget } from './format-address.ts';
import type { S7Request } from './request.ts';
import { resolveTarget, type Target } from './target.ts';
import { assertWritable } from './writable.ts';
import { makeWriteRequest, WRITE_OVERHEAD } from './write-request.ts';

/** One value on its way to one place, ready to be sent. */
export interface CompiledWrite {
  readonly target: Target;
  readonly request: S7Request;
}

/**
 * Encodes one value into the one request that writes it. A bit is sent as a bit: its neighbours are not touched.
 *
 * @throws NexusError as `resolveTarget`; NX_ADDRESS_READ_ONLY, NX_VALUE_TYPE and NX_VALUE_RANGE for what cannot be
 * written exactly or in one message of this size.
 */
export function compileWrite(tag: DriverTag, value: WriteValue, pduSize: number): CompiledWrite {
  const target = resolveTarget(tag);
  assertWritable(target);
  assertPresentable(target, value);
  const codec = makeCodec(target);
  const { area, db, start, count, type, bit } = target;
  if (type === 'BOOL') {
    const byte = new Uint8Array(1);
    codec.write(new DataView(byte.buffer), 0, value);
    return { target, request: makeWriteRequest(target, Uint8Array.of(byte[0]! >> bit), bit) };
  }
  const bytes = new Uint8Array(area.cell === 'word' ? count * 2 : count);
  codec.write(new DataView(bytes.buffer), 0, value);
  const span = codec.span?.(value) ?? { start: 0, count: bytes.length };
  assertOneMessage(target, span.count, pduSize);
  const range = area.cell === 'word' ? target : { area, db, start: start + span.start, count: span.count };
  return { target, request: makeWriteRequest(range, bytes.subarray(span.start, span.start + span.count)) };
}

/** A CPU may hold NaN and the infinities and is read as it is, but nobody means to write them. */
function assertPresentable({ type }: Target, value: WriteValue): void {
  if ((type !== 'REAL' && type !== 'LREAL') || typeof value !== 'number') return;
  if (!Number.isFinite(value)) {
    const takes = type === 'REAL' ? 'numbers up to ±3.4028235e38' : 'numbers up to ±1.7976931348623157e308';
    throw new NexusError('NX_VALUE_RANGE', `${value} cannot be written to ${type}. It takes ${takes}.`, {
      value: String(value),
    });
  }
  if (type === 'REAL' && value !== 0 && Math.fround(value) === 0)
    throw new NexusError('NX_VALUE_RANGE', `${value} would become 0 in REAL. It takes 0 and ±1.4e-45 or more.`, {
      value,
    });
}

/** Two messages would be two writes, and the first may succeed alone. */
function assertOneMessage(target: Target, bytes: number, pduSize: number): void {
  const most = pduSize - WRITE_OVERHEAD;
  if (bytes <= most) return;
  throw new NexusError(
    'NX_VALUE_RANGE',
    `The text for ${formatTarget(target)} takes ${bytes} bytes, and one write to this CPU carries ${most}. Write a shorter text.`,
    { bytes, most },
  );
}
