import type { PointBatch, TypedCell } from '../../../src-shared/domain/point-batch.ts';
import { classicQuality, isBad, STATUS } from '../../../src-shared/domain/quality.ts';
import { shortNumber } from '../../../src-shared/domain/short-number.ts';
import type { TagRow } from '../publisher-messages.ts';

const LARGEST_EXACT = BigInt(Number.MAX_SAFE_INTEGER);
const THREE_DIGITS = Array.from({ length: 1_000 }, (_, n) => String(n).padStart(3, '0'));
/** Years 0–9999, in seconds since 1970: beyond them ISO 8601 needs more digits than readers expect. */
const FIRST_SECOND = -62_167_219_200;
const LAST_SECOND = 253_402_300_799;

let cachedSecond = Number.NaN;
let cachedText = '';

/** `"2026-11-21T10:00:00.123456Z"` with its quotes, or `null` for a time that is none. Points of one poll share the second. */
function jsonTime(timeUs: number): string {
  const second = Math.floor(timeUs / 1e6);
  if (!(second >= FIRST_SECOND && second <= LAST_SECOND)) return 'null';
  if (second !== cachedSecond) {
    cachedSecond = second;
    cachedText = `"${new Date(second * 1_000).toISOString().slice(0, 20)}`;
  }
  const us = Math.floor(timeUs - second * 1e6);
  return `${cachedText}${THREE_DIGITS[Math.floor(us / 1_000)]!}${THREE_DIGITS[us % 1_000]!}Z"`;
}

/**
 * The JSON payload of one tag (SPEC D), ready but for what changes from point to point:
 * `{"value":8.42,"timestamp":"…Z","quality":192,"unit":"bar","device_id":"…","tag_id":"…"}`.
 * The value has as many digits as the device knows (`shortNumber`). It is null where the quality is Bad; NaN and infinities are null with their name in `vx`; integers beyond 2^53
 * and texts are strings, bytes are base64; `state` is the text of an enumeration.
 */
export class JsonPayload {
  readonly #end: string;
  readonly #isBool: boolean;
  readonly #type: TagRow['dataType'];
  readonly #states: ReadonlyMap<number, string> | undefined;

  constructor(tag: TagRow) {
    const unit = tag.unit === undefined ? '' : `"unit":${JSON.stringify(tag.unit)},`;
    this.#end = `,${unit}"device_id":${JSON.stringify(tag.device)},"tag_id":${JSON.stringify(tag.tag)}`;
    this.#isBool = tag.dataType === 'bool';
    this.#type = tag.dataType;
    const states = Object.entries(tag.states ?? {});
    if (states.length > 0) this.#states = new Map(states.map(([value, text]) => [Number(value), JSON.stringify(text)]));
  }

  /** @param meta `,"log":…` of the record, or nothing. */
  encode(batch: PointBatch, row: number, cell: TypedCell | undefined, meta: string): string {
    const status = batch.status[row]!;
    const quality = status === STATUS.Good ? '192' : String(classicQuality(status));
    const value = isBad(status) ? 'null' : cell ? jsonCell(cell) : this.#number(batch.value[row]!);
    return `{"value":${value},"timestamp":${jsonTime(batch.timeUs[row]!)},"quality":${quality}${this.#end}${meta}}`;
  }

  #number(value: number): string {
    if (this.#isBool) return value === 0 ? 'false' : 'true';
    if (!Number.isFinite(value)) return `null,"vx":"${value}"`;
    const state = this.#states?.get(value);
    if (state !== undefined) return `${value},"state":${state}`;
    return String(shortNumber(value, this.#type));
  }
}

function jsonCell(cell: TypedCell): string {
  switch (cell.kind) {
    case 'string':
      return JSON.stringify(cell.value);
    case 'bytes':
      return `"${Buffer.from(cell.value).toString('base64')}"`;
    case 'int64':
    case 'uint64': {
      const isExact = cell.value <= LARGEST_EXACT && cell.value >= -LARGEST_EXACT;
      return isExact ? String(cell.value) : `"${cell.value}"`;
    }
  }
}
