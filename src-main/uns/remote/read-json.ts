import { statusOfClassic } from '../../../src-shared/domain/quality.ts';
import type { RemoteCell, RemotePoint } from './remote-point.ts';

/** What a payload says of its tag besides the point. */
export interface TagFacts {
  readonly device?: string;
  readonly tag?: string;
  readonly unit?: string;
  /** Identity of the log that the point was read from, where the sender says it. */
  readonly log?: string;
}

const ISO = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/;
const INTEGER = /^-?[1-9]\d{15,19}$/;
const LARGEST_EXACT = BigInt(Number.MAX_SAFE_INTEGER);

/**
 * Reads a payload `{"value","timestamp","quality",…}` of any order and spelling that is JSON.
 * @returns undefined when it is none.
 */
export function readJson(text: string, point: RemotePoint): TagFacts | undefined {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return undefined;
  const fields = body as Readonly<Record<string, unknown>>;
  const { value, timestamp, quality, vx, device_id: device, tag_id: tag, unit, log } = fields;
  if (value === undefined || !readTime(timestamp, point) || !readValue(value, vx, point)) return undefined;
  if (quality !== undefined && !(Number.isInteger(quality) && Number(quality) >= 0 && Number(quality) <= 255))
    return undefined;
  point.status = statusOfClassic(quality === undefined ? 192 : Number(quality));
  return {
    ...(typeof device === 'string' && { device }),
    ...(typeof tag === 'string' && { tag }),
    ...(typeof unit === 'string' && { unit }),
    ...(typeof log === 'string' && { log }),
  };
}

/** ISO 8601 with a zone, to the microsecond, or null for a time that has no such text. */
function readTime(timestamp: unknown, point: RemotePoint): boolean {
  point.timeUs = Number.NaN;
  if (timestamp === null) return true;
  const match = typeof timestamp === 'string' ? ISO.exec(timestamp) : null;
  if (!match) return false;
  const ms = Date.parse(`${match[1]}${match[3]}`);
  point.timeUs = ms * 1_000 + Number((match[2] ?? '').padEnd(6, '0').slice(0, 6));
  return Number.isFinite(ms);
}

function readValue(value: unknown, vx: unknown, point: RemotePoint): boolean {
  point.cell = undefined;
  point.value = Number.NaN;
  if (typeof value === 'number') point.value = value;
  else if (typeof value === 'boolean') point.value = value ? 1 : 0;
  else if (typeof value === 'string') point.cell = textCell(value);
  else if (value !== null) return false;
  else if (vx === 'Infinity' || vx === '-Infinity') point.value = Number(vx);
  if (point.cell && point.cell.kind !== 'string') point.value = Number(point.cell.value);
  return true;
}

/** JSON does not say what a text was: digits that no float64 holds are the integer that they spell, as our `json` writes it. */
function textCell(text: string): RemoteCell {
  if (INTEGER.test(text)) {
    const value = BigInt(text);
    const isLarge = value > LARGEST_EXACT || value < -LARGEST_EXACT;
    if (isLarge && BigInt.asIntN(64, value) === value) return { kind: 'int64', value };
    if (isLarge && BigInt.asUintN(64, value) === value) return { kind: 'uint64', value };
  }
  return { kind: 'string', value: text };
}
