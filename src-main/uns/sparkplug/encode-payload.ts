import type { TypedCell } from '../../../src-shared/domain/point-batch.ts';
import { isBad, isGood } from '../../../src-shared/domain/quality.ts';
import { METRIC_TYPE, type MetricType } from './metric-type.ts';
import { encodeProperties } from './quality-property.ts';
import { WireWriter } from './wire-writer.ts';

/** What stands in every metric of one tag, ready to be copied. */
export interface MetricPlan {
  readonly type: MetricType;
  /** Fields by which data messages name it: the alias, or the name where there is none. */
  readonly dataHead: Uint8Array;
  /** Name, alias and datatype. */
  readonly birthHead: Uint8Array;
  readonly unit: string | undefined;
}

/** A value with its time and status, as the columns of a batch have it. */
export interface MetricRow {
  /** µs since 1970 UTC. */
  readonly timeUs: number;
  readonly value: number;
  readonly status: number;
  readonly cell: TypedCell | undefined;
}

/** Fields of Payload and Metric with their wire types (sparkplug_b.proto). */
const PAYLOAD = { timestamp: 0x08, metrics: 0x12, seq: 0x18 } as const;
const FIELD = {
  name: 0x0a,
  alias: 0x10,
  timestamp: 0x18,
  datatype: 0x20,
  historical: 0x28,
  isNull: 0x38,
  properties: 0x4a,
  int: 0x50,
  long: 0x58,
  float: 0x65,
  double: 0x69,
  boolean: 0x70,
  string: 0x7a,
} as const;
/** `bytes_value`, whose number takes two bytes. */
const BYTES = [0x82, 0x01] as const;
/** What a metric needs besides its head, its properties and a text or bytes. */
const METRIC_BYTES = 64;
/** Statuses whose properties are kept encoded. */
const MOST_STATUSES = 256;

/** @param alias undefined: data messages carry the name. */
export function planMetric(name: string, type: MetricType, alias?: number, unit?: string): MetricPlan {
  const text = headOf((out) => {
    out.byte(FIELD.name);
    out.lengthAndText(name);
  });
  const number =
    alias === undefined
      ? undefined
      : headOf((out) => {
          out.byte(FIELD.alias);
          out.varintNumber(alias);
        });
  const datatype = Uint8Array.of(FIELD.datatype, type);
  const birthHead = Uint8Array.from([...text, ...(number ?? []), ...datatype]);
  return { type, dataHead: number ?? text, birthHead, unit };
}

function headOf(write: (out: WireWriter) => void): Uint8Array {
  const out = new WireWriter();
  write(out);
  return out.bytes.slice(0, out.at);
}

/**
 * Writes one payload after the other into the same array. `begin`, any number of metrics, `end`.
 *
 * Integers go out as two's complement of 32 or 64 bits, exact; a text that only bytes can carry is base64. What is Bad,
 * and what is no number where its datatype needs one, is null.
 */
export class PayloadWriter {
  readonly #out = new WireWriter();
  readonly #properties = new Map<number, Uint8Array>();

  /** @param timestampMs ms since 1970 UTC. */
  begin(timestampMs: number): void {
    const out = this.#out;
    out.at = 0;
    out.byte(PAYLOAD.timestamp);
    out.varintNumber(timestampMs);
  }

  /** Bytes written since `begin`. */
  get length(): number {
    return this.#out.at;
  }

  /** One metric of a data message. @param tellsGood says Quality 192 too: the last one that was told was another. */
  data(
    plan: MetricPlan,
    timeUs: number,
    value: number,
    status: number,
    cell: TypedCell | undefined,
    isHistorical: boolean,
    tellsGood: boolean,
  ): void {
    const out = this.#out;
    const start = this.#open(plan.dataHead, timeUs);
    if (isHistorical) this.#flag(FIELD.historical);
    this.#value(plan.type, value, status, cell);
    if (tellsGood || !isGood(status)) this.#propertySet(this.#qualityOf(status));
    out.endLength(start);
  }

  /** One metric of a birth. */
  birth(plan: MetricPlan, { timeUs, value, status, cell }: MetricRow): void {
    const start = this.#open(plan.birthHead, timeUs);
    this.#value(plan.type, value, status, cell);
    const told = isGood(status) ? undefined : status;
    if (told !== undefined || plan.unit !== undefined) this.#propertySet(encodeProperties(told, plan.unit));
    this.#out.endLength(start);
  }

  /** @returns the payload in an array of its own. @param seq undefined leaves the sequence number out, as a death of the node does. */
  end(seq?: number): Buffer {
    const out = this.#out;
    if (seq !== undefined) {
      out.need(METRIC_BYTES);
      out.byte(PAYLOAD.seq);
      out.varint32(seq);
    }
    return Buffer.from(out.bytes.subarray(0, out.at));
  }

  #open(head: Uint8Array, timeUs: number): number {
    const out = this.#out;
    out.need(METRIC_BYTES + head.length);
    out.byte(PAYLOAD.metrics);
    const start = out.beginLength();
    out.raw(head);
    out.byte(FIELD.timestamp);
    // Before 1970 there is no time stamp in the standard.
    out.varintNumber(timeUs > 0 ? Math.floor(timeUs / 1_000) : 0);
    return start;
  }

  #value(type: MetricType, value: number, status: number, cell: TypedCell | undefined): void {
    if (isBad(status)) return this.#flag(FIELD.isNull);
    const out = this.#out;
    switch (type) {
      case METRIC_TYPE.Double:
        out.byte(FIELD.double);
        return out.float64(numberOf(value, cell));
      case METRIC_TYPE.Float:
        out.byte(FIELD.float);
        return out.float32(numberOf(value, cell));
      case METRIC_TYPE.Boolean:
        if (Number.isNaN(value)) return this.#flag(FIELD.isNull);
        out.byte(FIELD.boolean);
        return out.byte(value === 0 ? 0 : 1);
      case METRIC_TYPE.String:
      case METRIC_TYPE.Text:
      case METRIC_TYPE.UUID:
        return this.#text(cell, value);
      case METRIC_TYPE.Bytes:
      case METRIC_TYPE.File:
        return this.#bytes(cell);
      default:
        return this.#integer(type, value, cell);
    }
  }

  #integer(type: MetricType, value: number, cell: TypedCell | undefined): void {
    const out = this.#out;
    const isLong = type === METRIC_TYPE.Int64 || type === METRIC_TYPE.UInt64 || type === METRIC_TYPE.DateTime;
    if (cell?.kind === 'int64' || cell?.kind === 'uint64') {
      out.byte(isLong ? FIELD.long : FIELD.int);
      return isLong ? out.varintBigint(cell.value) : out.varint32(Number(BigInt.asUintN(32, cell.value)));
    }
    if (!Number.isInteger(value)) return this.#flag(FIELD.isNull);
    out.byte(isLong ? FIELD.long : FIELD.int);
    return isLong ? out.varintNumber(value) : out.varint32(value);
  }

  #text(cell: TypedCell | undefined, value: number): void {
    const text = textOf(cell) ?? (Number.isNaN(value) ? undefined : String(value));
    if (text === undefined) return this.#flag(FIELD.isNull);
    this.#out.byte(FIELD.string);
    this.#out.lengthAndText(text);
    this.#out.need(METRIC_BYTES);
  }

  #bytes(cell: TypedCell | undefined): void {
    if (cell?.kind !== 'bytes') return this.#flag(FIELD.isNull);
    for (const byte of BYTES) this.#out.byte(byte);
    this.#out.lengthAndBytes(cell.value);
    this.#out.need(METRIC_BYTES);
  }

  #propertySet(properties: Uint8Array): void {
    this.#out.byte(FIELD.properties);
    this.#out.lengthAndBytes(properties);
  }

  #flag(field: number): void {
    this.#out.byte(field);
    this.#out.byte(1);
  }

  #qualityOf(status: number): Uint8Array {
    const known = this.#properties.get(status);
    if (known) return known;
    if (this.#properties.size >= MOST_STATUSES) this.#properties.clear();
    const made = encodeProperties(status, undefined);
    this.#properties.set(status, made);
    return made;
  }
}

function numberOf(value: number, cell: TypedCell | undefined): number {
  return cell?.kind === 'int64' || cell?.kind === 'uint64' ? Number(cell.value) : value;
}

function textOf(cell: TypedCell | undefined): string | undefined {
  switch (cell?.kind) {
    case undefined:
      return undefined;
    case 'string':
      return cell.value;
    case 'bytes':
      return Buffer.from(cell.value).toString('base64');
    default:
      return String(cell!.value);
  }
}
