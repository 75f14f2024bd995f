import type { DataValue, NodeId } from 'node-opcua-client';
import type { TypedCell } from '../../../src-shared/domain/point-batch.ts';
import { isBad, STATUS } from '../../../src-shared/domain/quality.ts';
import { UA_TYPE, uaTypeName } from './data-types.ts';
import { statusText } from './status-text.ts';

/** Columns that a value goes into, with a cell where a float64 cannot carry it. */
export interface ValueSink {
  readonly value: Float64Array;
  readonly status: Uint32Array;
  readonly cells: TypedCell[];
}

type Variant = DataValue['value'];

/** What the library makes of 64-bit integers: high and low half. */
type Halves = readonly [high: number, low: number];

const SCALAR = 0;

/**
 * Puts one value into a row. Of a Bad one only the status counts.
 *
 * @param element which one of an array was asked for
 * @returns why the row is Bad, where it is.
 */
export function decodeValue(
  data: DataValue,
  row: number,
  element: number | undefined,
  into: ValueSink,
): string | undefined {
  const status = data.statusCode.value >>> 0;
  into.value[row] = Number.NaN;
  into.status[row] = status;
  if (isBad(status)) return statusText(data.statusCode.name);
  const { value: variant } = data;
  const fault = variant ? decodeVariant(variant, row, element, into) : noValue();
  if (fault === undefined) return undefined;
  into.value[row] = Number.NaN;
  into.status[row] = STATUS.BadConfigurationError;
  return fault;
}

function noValue(): string {
  return 'The node has no value. Check it on the server.';
}

function decodeVariant(
  variant: Variant,
  row: number,
  element: number | undefined,
  into: ValueSink,
): string | undefined {
  const { dataType, arrayType } = variant;
  if (arrayType === SCALAR) return decodeScalar(dataType, variant.value, row, into);
  const list = variant.value as ArrayLike<unknown> | null;
  const length = list?.length ?? 0;
  if (element === undefined) {
    const last = Math.max(0, length - 1);
    return `The node holds ${length} values. Write which one behind the address: [0] to [${last}].`;
  }
  // The server was asked for one element, and answers with an array of that one.
  if (length !== 1) return `The server sent ${length} values for one element. Check the number in brackets.`;
  return decodeScalar(dataType, list![0], row, into);
}

function decodeScalar(type: number, value: unknown, row: number, into: ValueSink): string | undefined {
  switch (type) {
    case UA_TYPE.Double:
    case UA_TYPE.Float:
    case UA_TYPE.Int32:
    case UA_TYPE.UInt32:
    case UA_TYPE.Int16:
    case UA_TYPE.UInt16:
    case UA_TYPE.SByte:
    case UA_TYPE.Byte:
      into.value[row] = value as number;
      return undefined;
    case UA_TYPE.Boolean:
      into.value[row] = value === true ? 1 : 0;
      return undefined;
    case UA_TYPE.Int64:
    case UA_TYPE.UInt64:
      decodeWide(value as Halves, type === UA_TYPE.Int64, row, into);
      return undefined;
    case UA_TYPE.StatusCode:
      into.value[row] = (value as { readonly value: number }).value >>> 0;
      return undefined;
    case UA_TYPE.ByteString:
      if (value === null) return noValue();
      // The bytes belong to a buffer of the library.
      into.cells.push({ row, kind: 'bytes', value: Uint8Array.from(value as Uint8Array) });
      return undefined;
    default: {
      const text = textOf(type, value);
      if (text === undefined) return noText(type, value);
      into.cells.push({ row, kind: 'string', value: text });
      return undefined;
    }
  }
}

function noText(type: number, value: unknown): string {
  if (value === null || value === undefined) return noValue();
  return `The node holds a value of ${uaTypeName(type)}, which is no single value. Choose a variable below it.`;
}

function decodeWide([high, low]: Halves, isSigned: boolean, row: number, into: ValueSink): void {
  const number = (isSigned ? high | 0 : high >>> 0) * 0x1_0000_0000 + (low >>> 0);
  into.value[row] = number;
  if (Number.isSafeInteger(number)) return;
  const bits = (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
  if (isSigned) into.cells.push({ row, kind: 'int64', value: BigInt.asIntN(64, bits) });
  else into.cells.push({ row, kind: 'uint64', value: bits });
}

/** Texts, and what is shown as one; undefined where there is none. */
function textOf(type: number, value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  switch (type) {
    case UA_TYPE.String:
    case UA_TYPE.Guid:
    case UA_TYPE.XmlElement:
      return value as string;
    case UA_TYPE.DateTime:
      return dateText(value as Date & { readonly picoseconds?: number });
    case UA_TYPE.LocalizedText:
      return (value as { readonly text?: string | null }).text ?? '';
    case UA_TYPE.QualifiedName:
      return (value as { readonly name?: string | null }).name ?? '';
    case UA_TYPE.NodeId:
    case UA_TYPE.ExpandedNodeId:
      return (value as NodeId).toString();
    default:
      return undefined;
  }
}

/** ISO 8601 in UTC, with the 100 ns that the protocol has where there are any: `2026-11-21T17:41:18.3826630Z`. */
function dateText(date: Date & { readonly picoseconds?: number }): string | undefined {
  if (Number.isNaN(date.getTime())) return undefined;
  const text = date.toISOString();
  const ticks = Math.floor((date.picoseconds ?? 0) / 100_000);
  return ticks === 0 ? text : `${text.slice(0, -1)}${String(ticks).padStart(4, '0')}Z`;
}
