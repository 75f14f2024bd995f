import type { DataValue } from 'node-opcua-client';
import type { TypedCell } from '../../../src-shared/domain/point-batch.ts';
import { isBad, STATUS } from '../../../src-shared/domain/quality.ts';
import { arrayText } from './array-text.ts';
import { UA_TYPE } from './data-types.ts';
import { type Halves, noSingleValue, noValue, textOf, wideInteger } from './scalar-text.ts';
import { statusText } from './status-text.ts';

/** Columns that a value goes into, with a cell where a float64 cannot carry it. */
export interface ValueSink {
  readonly value: Float64Array;
  readonly status: Uint32Array;
  readonly cells: TypedCell[];
}

type Variant = DataValue['value'];

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

function decodeVariant(
  variant: Variant,
  row: number,
  element: number | undefined,
  into: ValueSink,
): string | undefined {
  const { dataType, arrayType } = variant;
  if (arrayType === SCALAR) return decodeScalar(dataType, variant.value, row, into);
  const list = variant.value as ArrayLike<unknown> | null;
  if (element === undefined) return decodeArray(variant, row, into);
  const length = list?.length ?? 0;
  // The server was asked for one element, and answers with an array of that one.
  if (length !== 1) return `The server sent ${length} values for one element. Check the number in brackets.`;
  return decodeScalar(dataType, list![0], row, into);
}

/** A whole array is one text of JSON. */
function decodeArray(variant: Variant, row: number, into: ValueSink): string | undefined {
  const { text, fault } = arrayText(variant);
  if (text === undefined) return fault;
  into.cells.push({ row, kind: 'string', value: text });
  return undefined;
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
      if (text === undefined) return noSingleValue(type, value);
      into.cells.push({ row, kind: 'string', value: text });
      return undefined;
    }
  }
}

function decodeWide([high, low]: Halves, isSigned: boolean, row: number, into: ValueSink): void {
  const number = (isSigned ? high | 0 : high >>> 0) * 0x1_0000_0000 + (low >>> 0);
  into.value[row] = number;
  if (Number.isSafeInteger(number)) return;
  into.cells.push({ row, kind: isSigned ? 'int64' : 'uint64', value: wideInteger(high, low, isSigned) });
}
