import { WireFault, WireReader } from './wire-reader.ts';

/** A value as it stands in a metric. What it means is told by a datatype, which data messages leave out (metric-value.ts). */
export type RawValue =
  | { readonly field: 'int'; readonly value: number }
  | { readonly field: 'long'; readonly value: number | bigint }
  | { readonly field: 'float' | 'double'; readonly value: number }
  | { readonly field: 'boolean'; readonly value: boolean }
  | { readonly field: 'string'; readonly value: string }
  | { readonly field: 'bytes'; readonly value: Uint8Array }
  /** A DataSet, a Template or an extension, as it came. */
  | { readonly field: 'other'; readonly value: Uint8Array };

export interface DecodedProperty {
  readonly type: number | undefined;
  readonly raw: RawValue | undefined;
}

export interface DecodedMetric {
  readonly name: string | undefined;
  readonly alias: number | bigint | undefined;
  /** ms since 1970 UTC. */
  readonly timestamp: number | bigint | undefined;
  readonly datatype: number | undefined;
  readonly isHistorical: boolean;
  readonly isTransient: boolean;
  readonly isNull: boolean;
  readonly properties: ReadonlyMap<string, DecodedProperty>;
  readonly raw: RawValue | undefined;
}

export interface DecodedPayload {
  /** ms since 1970 UTC. */
  readonly timestamp: number | bigint | undefined;
  readonly seq: number | bigint | undefined;
  readonly metrics: readonly DecodedMetric[];
}

/** Why bytes are no Sparkplug payload, as a sentence. */
export class PayloadFault {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** More metrics than any node has: two bytes of garbage can stand for one. */
const MOST_METRICS = 200_000;
const NO_PROPERTIES: ReadonlyMap<string, DecodedProperty> = new Map();
const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads a Sparkplug B payload from anybody: fields that are not known are passed over, and nothing of it is believed.
 * Views of `bytes` are handed out, not copies.
 */
export function decodePayload(bytes: Uint8Array): DecodedPayload | PayloadFault {
  try {
    return readPayload(new WireReader(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length)));
  } catch (error) {
    if (error instanceof WireFault) return new PayloadFault(`${error.message}.`);
    throw error;
  }
}

function readPayload(reader: WireReader): DecodedPayload {
  const metrics: DecodedMetric[] = [];
  let timestamp: number | bigint | undefined;
  let seq: number | bigint | undefined;
  while (reader.nextField()) {
    if (reader.field === 1) timestamp = reader.uint64();
    else if (reader.field === 2) {
      if (metrics.length === MOST_METRICS) throw new WireFault(`More than ${MOST_METRICS} metrics`);
      metrics.push(readMetric(inside(reader)));
    } else if (reader.field === 3) seq = reader.uint64();
    else reader.skip();
  }
  return { timestamp, seq, metrics };
}

function inside(reader: WireReader): WireReader {
  const start = reader.content();
  return new WireReader(reader.bytes, start, reader.at);
}

function readMetric(reader: WireReader): DecodedMetric {
  let name: string | undefined;
  let alias: number | bigint | undefined;
  let timestamp: number | bigint | undefined;
  let datatype: number | undefined;
  let isHistorical = false;
  let isTransient = false;
  let isNull = false;
  let properties = NO_PROPERTIES;
  let raw: RawValue | undefined;
  while (reader.nextField()) {
    switch (reader.field) {
      case 1:
        name = text(reader);
        break;
      case 2:
        alias = reader.uint64();
        break;
      case 3:
        timestamp = reader.uint64();
        break;
      case 4:
        datatype = reader.uint32();
        break;
      case 5:
        isHistorical = reader.bool();
        break;
      case 6:
        isTransient = reader.bool();
        break;
      case 7:
        isNull = reader.bool();
        break;
      case 9:
        properties = readProperties(inside(reader));
        break;
      case 16:
        raw = { field: 'bytes', value: view(reader) };
        break;
      case 17:
      case 18:
      case 19:
        raw = { field: 'other', value: view(reader) };
        break;
      default:
        raw = readScalar(reader, reader.field - 10) ?? raw;
    }
  }
  return { name, alias, timestamp, datatype, isHistorical, isTransient, isNull, properties, raw };
}

/** @param kind 0 int_value … 5 string_value; anything else is passed over. */
function readScalar(reader: WireReader, kind: number): RawValue | undefined {
  switch (kind) {
    case 0:
      return { field: 'int', value: reader.uint32() };
    case 1:
      return { field: 'long', value: reader.uint64() };
    case 2:
      return { field: 'float', value: reader.float32() };
    case 3:
      return { field: 'double', value: reader.float64() };
    case 4:
      return { field: 'boolean', value: reader.bool() };
    case 5:
      return { field: 'string', value: text(reader) };
    default:
      reader.skip();
      return undefined;
  }
}

/** Keys and values stand in two lists of the same length; what has no partner is left out. */
function readProperties(reader: WireReader): ReadonlyMap<string, DecodedProperty> {
  const keys: string[] = [];
  const values: DecodedProperty[] = [];
  while (reader.nextField()) {
    if (reader.field === 1) keys.push(text(reader));
    else if (reader.field === 2) values.push(readProperty(inside(reader)));
    else reader.skip();
  }
  return new Map(keys.slice(0, values.length).map((key, i) => [key, values[i]!]));
}

/** A set inside a set is passed over. */
function readProperty(reader: WireReader): DecodedProperty {
  let type: number | undefined;
  let raw: RawValue | undefined;
  while (reader.nextField()) {
    if (reader.field === 1) type = reader.uint32();
    else raw = readScalar(reader, reader.field - 3) ?? raw;
  }
  return { type, raw };
}

function view(reader: WireReader): Uint8Array {
  const start = reader.content();
  return reader.bytes.subarray(start, reader.at);
}

function text(reader: WireReader): string {
  try {
    return utf8.decode(view(reader));
  } catch (error) {
    if (error instanceof WireFault) throw error;
    throw new WireFault(`Field ${reader.field} is not UTF-8`);
  }
}
