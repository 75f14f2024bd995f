import type { PointBatch, TypedCell } from '../../../src-shared/domain/point-batch.ts';
import type { TagRow } from '../publishing/publisher-messages.ts';
import type { DecodedPoint } from './decoded-point.ts';
import { metaIn, textIn, valueIn } from './json-members.ts';
import { msTime, parseMsTime } from './time-text.ts';
import { qualityText, ValueText } from './value-text.ts';

/**
 * The `compact` payload: `{"v":8.42,"q":192,"ts":1795255200123.456,"u":"bar"}`. `ts` is milliseconds since 1970 UTC, with µs
 * behind the point where there are any; values as in `ValueText`. Device and tag are told by the topic alone.
 */
export class CompactPayload {
  readonly #end: string;
  readonly #value: ValueText;

  constructor(tag: TagRow) {
    this.#end = tag.unit === undefined ? '' : `,"u":${JSON.stringify(tag.unit)}`;
    this.#value = new ValueText(tag);
  }

  /** @param meta `,"log":…` of the record, or nothing. */
  encode(batch: PointBatch, row: number, cell: TypedCell | undefined, meta: string): string {
    const ms = msTime(batch.timeUs[row]!);
    const time = Number.isNaN(ms) ? 'null' : String(ms);
    const value = this.#value.encode(batch, row, cell);
    return `{"v":${value},"q":${qualityText(batch.status[row]!)},"ts":${time}${this.#end}${meta}}`;
  }
}

/** A parsed body as a point, or undefined when it is not of this form. MessagePack has the same members. */
export function decodeCompact(topic: string, body: Readonly<Record<string, unknown>>): DecodedPoint | undefined {
  if (!Object.hasOwn(body, 'v')) return undefined;
  const { v, q, ts, vx } = body;
  return {
    topic,
    value: v instanceof Uint8Array ? v : valueIn(v, vx),
    timeUs: parseMsTime(ts),
    quality: typeof q === 'number' ? q : undefined,
    ...textIn(body, 'u', 'unit'),
    ...textIn(body, 'state', 'state'),
    ...metaIn(body),
  };
}
