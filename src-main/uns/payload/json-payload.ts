import type { PointBatch, TypedCell } from '../../../src-shared/domain/point-batch.ts';
import type { TagRow } from '../publishing/publisher-messages.ts';
import type { DecodedPoint } from './decoded-point.ts';
import { metaIn, textIn, valueIn } from './json-members.ts';
import { isoTime, parseIsoTime } from './time-text.ts';
import { qualityText, ValueText } from './value-text.ts';

/**
 * The `json` payload of one tag (SPEC D), ready but for what changes from point to point:
 * `{"value":8.42,"timestamp":"…Z","quality":192,"unit":"bar","device_id":"…","tag_id":"…"}`; values as in `ValueText`.
 */
export class JsonPayload {
  readonly #end: string;
  readonly #value: ValueText;

  constructor(tag: TagRow) {
    const unit = tag.unit === undefined ? '' : `"unit":${JSON.stringify(tag.unit)},`;
    this.#end = `,${unit}"device_id":${JSON.stringify(tag.device)},"tag_id":${JSON.stringify(tag.tag)}`;
    this.#value = new ValueText(tag);
  }

  /** @param meta `,"log":…` of the record, or nothing. */
  encode(batch: PointBatch, row: number, cell: TypedCell | undefined, meta: string): string {
    const value = this.#value.encode(batch, row, cell);
    const quality = qualityText(batch.status[row]!);
    return `{"value":${value},"timestamp":${isoTime(batch.timeUs[row]!)},"quality":${quality}${this.#end}${meta}}`;
  }
}

/** A parsed body as a point, or undefined when it is not of this form. */
export function decodeJson(topic: string, body: Readonly<Record<string, unknown>>): DecodedPoint | undefined {
  const { quality, timestamp } = body;
  if (!Object.hasOwn(body, 'value')) return undefined;
  return {
    topic,
    value: valueIn(body['value'], body['vx']),
    timeUs: parseIsoTime(timestamp),
    quality: typeof quality === 'number' ? quality : undefined,
    ...textIn(body, 'unit', 'unit'),
    ...textIn(body, 'state', 'state'),
    ...textIn(body, 'device_id', 'device'),
    ...textIn(body, 'tag_id', 'tag'),
    ...metaIn(body),
  };
}
