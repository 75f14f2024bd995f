import type { PointBatch, TypedCell } from '../../../src-shared/domain/point-batch.ts';
import { classicQuality, isBad } from '../../../src-shared/domain/quality.ts';
import { shortNumber } from '../../../src-shared/domain/short-number.ts';
import type { TagRow } from '../publishing/publisher-messages.ts';
import type { PointMeta } from './decoded-point.ts';
import { MsgpackWriter } from './msgpack-writer.ts';
import { msTime } from './time-text.ts';

const writer = new MsgpackWriter();

function encoded(...members: readonly (readonly [name: string, value: string | number])[]): Buffer {
  writer.reset();
  for (const [name, value] of members) {
    writer.text(name);
    if (typeof value === 'string') writer.text(value);
    else writer.number(value);
  }
  return writer.copy();
}

const named = (name: string): Buffer => {
  writer.reset();
  writer.text(name);
  return writer.copy();
};
const [V, Q, TS, STATE] = [named('v'), named('q'), named('ts'), named('state')];

/** What `mqtt.meta` adds to every payload of a record. */
export function msgpackMeta({ log, lane, seq }: PointMeta): Buffer {
  return encoded(['log', log], ['lane', lane], ['seq', seq]);
}

/**
 * The `msgpack` payload: a map with the members of `compact`, whose values keep their own types: integers of 64 bit, NaN and the
 * infinities, texts, bytes. A float32 is one; other numbers have as many digits as the device knows.
 */
export class MsgpackPayload {
  readonly #unit: Buffer | undefined;
  readonly #type: TagRow['dataType'];
  readonly #states: ReadonlyMap<number, string>;

  constructor({ unit, dataType, states = {} }: TagRow) {
    if (unit !== undefined) this.#unit = encoded(['u', unit]);
    this.#type = dataType;
    this.#states = new Map(Object.entries(states).map(([value, text]) => [Number(value), text]));
  }

  /** @param meta as `msgpackMeta` makes it; empty: none. */
  encode(batch: PointBatch, row: number, cell: TypedCell | undefined, meta: Uint8Array): Buffer {
    const status = batch.status[row]!;
    const value = batch.value[row]!;
    const state = cell || isBad(status) ? undefined : this.#states.get(value);
    writer.reset();
    writer.map(3 + (this.#unit ? 1 : 0) + (state === undefined ? 0 : 1) + (meta.length > 0 ? 3 : 0));
    writer.raw(V);
    if (isBad(status)) writer.nil();
    else if (cell) writeCell(cell);
    else if (this.#type === 'bool') writer.bool(value !== 0);
    else
      writer.number(this.#type === 'float32' && Math.fround(value) === value ? value : shortNumber(value, this.#type));
    writer.raw(Q);
    writer.number(classicQuality(status));
    writer.raw(TS);
    const ms = msTime(batch.timeUs[row]!);
    if (Number.isNaN(ms)) writer.nil();
    else writer.number(ms);
    if (this.#unit) writer.raw(this.#unit);
    if (state !== undefined) {
      writer.raw(STATE);
      writer.text(state);
    }
    writer.raw(meta);
    return writer.copy();
  }
}

function writeCell(cell: TypedCell): void {
  if (cell.kind === 'string') writer.text(cell.value);
  else if (cell.kind === 'bytes') writer.bytes(cell.value);
  else writer.bigint(cell.value);
}
