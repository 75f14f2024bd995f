import type { PointBatch, TypedCell } from '../../../src-shared/domain/point-batch.ts';
import type { TagRow } from '../publishing/publisher-messages.ts';
import type { DecodedPoint } from './decoded-point.ts';
import { metaIn, textIn, valueIn } from './json-members.ts';
import { isoTime, parseIsoTime } from './time-text.ts';
import { qualityText, ValueText } from './value-text.ts';

/** How a `json-batch` begins; entries follow, with commas between, and `BATCH_END`. */
export function batchStart(device: string, receivedUs: number, meta: string): string {
  return `{"device_id":${JSON.stringify(device)},"timestamp":${isoTime(receivedUs)}${meta},"values":[`;
}

export const BATCH_END = ']}';

/**
 * The points of one tag inside a `json-batch`: `{"tag_id":"pressure","value":8.42,"timestamp":"…Z","quality":192,"unit":"bar"}`.
 * `topic` is what follows the topic of the message in that of the tag, where it is not the id.
 */
export class BatchEntry {
  readonly #start: string;
  readonly #end: string;
  readonly #value: ValueText;

  constructor(tag: TagRow) {
    const suffix = tag.topic.slice(tag.deviceTopic.length + 1);
    const topic = suffix === tag.tag ? '' : `,"topic":${JSON.stringify(suffix)}`;
    this.#start = `{"tag_id":${JSON.stringify(tag.tag)}${topic},"value":`;
    this.#end = tag.unit === undefined ? '}' : `,"unit":${JSON.stringify(tag.unit)}}`;
    this.#value = new ValueText(tag);
  }

  encode(batch: PointBatch, row: number, cell: TypedCell | undefined): string {
    const value = this.#value.encode(batch, row, cell);
    const quality = qualityText(batch.status[row]!);
    return `${this.#start}${value},"timestamp":${isoTime(batch.timeUs[row]!)},"quality":${quality}${this.#end}`;
  }
}

/** The points of a parsed body, or undefined when it is not of this form. Entries that are no points are left out. */
export function decodeBatch(topic: string, body: Readonly<Record<string, unknown>>): DecodedPoint[] | undefined {
  const { values } = body;
  if (!Array.isArray(values) || typeof body['device_id'] !== 'string') return undefined;
  const shared = { ...textIn(body, 'device_id', 'device'), ...metaIn(body) };
  return (values as unknown[]).flatMap((entry) => {
    if (typeof entry !== 'object' || entry === null || !Object.hasOwn(entry, 'value')) return [];
    const members = entry as Readonly<Record<string, unknown>>;
    const { tag_id: tag, quality } = members;
    if (typeof tag !== 'string') return [];
    const suffix = typeof members['topic'] === 'string' ? members['topic'] : tag;
    const point: DecodedPoint = {
      topic: `${topic}/${suffix}`,
      value: valueIn(members['value'], members['vx']),
      timeUs: parseIsoTime(members['timestamp']),
      quality: typeof quality === 'number' ? quality : undefined,
      ...textIn(members, 'unit', 'unit'),
      ...textIn(members, 'state', 'state'),
      ...shared,
      tag,
    };
    return [point];
  });
}
