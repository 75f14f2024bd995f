import type { RawValue } from './decode-payload.ts';
import { METRIC_TYPE } from './metric-type.ts';

/** A value of a metric by its datatype: integers beyond 2^53 are bigint. */
export type MetricValue = number | bigint | boolean | string | Uint8Array;

/**
 * What a value means under a datatype; undefined where the two do not go together. Integers are understood in either
 * field and width: implementations write UInt32 as int_value, as the standard says, or as long_value, and negative Int8
 * and Int16 with their sign in 8, 16 or 32 bits.
 *
 * @param datatype undefined: not known, as in a data message whose birth nobody saw. The value is what its field says.
 */
export function metricValue(raw: RawValue, datatype: number | undefined): MetricValue | undefined {
  if (datatype === undefined) return raw.value;
  switch (datatype) {
    case METRIC_TYPE.Int8:
      return integer(raw, 8, true);
    case METRIC_TYPE.Int16:
      return integer(raw, 16, true);
    case METRIC_TYPE.Int32:
      return integer(raw, 32, true);
    case METRIC_TYPE.Int64:
      return integer(raw, 64, true);
    case METRIC_TYPE.UInt8:
      return integer(raw, 8, false);
    case METRIC_TYPE.UInt16:
      return integer(raw, 16, false);
    case METRIC_TYPE.UInt32:
      return integer(raw, 32, false);
    case METRIC_TYPE.UInt64:
    case METRIC_TYPE.DateTime:
      return integer(raw, 64, false);
    case METRIC_TYPE.Float:
    case METRIC_TYPE.Double:
      return raw.field === 'float' || raw.field === 'double' ? raw.value : undefined;
    case METRIC_TYPE.Boolean:
      return raw.field === 'boolean' ? raw.value : undefined;
    case METRIC_TYPE.String:
    case METRIC_TYPE.Text:
    case METRIC_TYPE.UUID:
      return raw.field === 'string' ? raw.value : undefined;
    default:
      return raw.field === 'bytes' || raw.field === 'other' ? raw.value : undefined;
  }
}

function integer(raw: RawValue, bits: number, isSigned: boolean): number | bigint | undefined {
  if (raw.field !== 'int' && raw.field !== 'long') return undefined;
  const wide = BigInt(raw.value);
  // A negative one that came in 32 bits has its sign there, whatever its own width is.
  const value = isSigned ? BigInt.asIntN(bits, wide) : BigInt.asUintN(bits, wide);
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
