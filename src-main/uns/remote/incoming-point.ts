import { isBad, statusOfClassic } from '../../../src-shared/domain/quality.ts';
import type { DecodedPoint, DecodedValue } from '../payload/decoded-point.ts';
import type { RemoteCell, RemotePoint } from './remote-point.ts';

/** A point of any payload, with what the payload says of its tag. */
export interface IncomingPoint {
  /** Of the tag. */
  readonly topic: string;
  readonly value: DecodedValue;
  /** µs since 1970 UTC; undefined where the payload has no time that can be read. */
  readonly timeUs: number | undefined;
  /** OPC UA StatusCode. */
  readonly status: number;
  readonly unit?: string | undefined;
  readonly tag?: string | undefined;
  /** Id of the device; where it stands in the namespace is told by the topic. */
  readonly device?: string | undefined;
  /** Identity of the log that the point was read from. */
  readonly log?: string | undefined;
}

const INTEGER = /^-?[1-9]\d{15,19}$/;
const LARGEST_EXACT = BigInt(Number.MAX_SAFE_INTEGER);

export function incomingPoint(decoded: DecodedPoint): IncomingPoint {
  const { topic, value, timeUs, quality = 192, unit, tag, device, meta } = decoded;
  return { topic, value, timeUs, status: statusOfClassic(quality), unit, tag, device, log: meta?.log };
}

/**
 * Fills `point`. @returns false for a point without a time: it could not be told from itself when it comes again.
 */
export function fillPoint({ value, timeUs, status }: IncomingPoint, point: RemotePoint): boolean {
  if (timeUs === undefined || !Number.isFinite(timeUs)) return false;
  point.timeUs = timeUs;
  point.status = status;
  point.value = Number.NaN;
  point.cell = undefined;
  if (isBad(status) || value === null) return true;
  if (typeof value === 'number') point.value = value;
  else if (typeof value === 'boolean') point.value = value ? 1 : 0;
  else point.cell = cellOf(value);
  if (typeof point.cell?.value === 'bigint') point.value = Number(point.cell.value);
  return true;
}

/** JSON does not say what a text was: digits that no float64 holds are the integer that they spell, as our `json` writes it. */
function cellOf(value: string | bigint | Uint8Array): RemoteCell {
  if (typeof value === 'bigint') return integerCell(value) ?? { kind: 'string', value: String(value) };
  // Out of the buffer of the socket, which is used again.
  if (typeof value !== 'string') return { kind: 'bytes', value: value.slice() };
  const integer = INTEGER.test(value) ? BigInt(value) : 0n;
  const isLarge = integer > LARGEST_EXACT || integer < -LARGEST_EXACT;
  return (isLarge && integerCell(integer)) || { kind: 'string', value };
}

function integerCell(value: bigint): RemoteCell | undefined {
  if (BigInt.asIntN(64, value) === value) return { kind: 'int64', value };
  return BigInt.asUintN(64, value) === value ? { kind: 'uint64', value } : undefined;
}
