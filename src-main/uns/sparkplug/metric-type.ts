import type { DataType } from '../../../src-shared/domain/data-type.ts';

/** Datatypes of metrics (Sparkplug 3.0, 6.4.16), as far as they have one value. */
export const METRIC_TYPE = {
  Int8: 1,
  Int16: 2,
  Int32: 3,
  Int64: 4,
  UInt8: 5,
  UInt16: 6,
  UInt32: 7,
  UInt64: 8,
  Float: 9,
  Double: 10,
  Boolean: 11,
  String: 12,
  DateTime: 13,
  Text: 14,
  UUID: 15,
  Bytes: 17,
  File: 18,
} as const;
export type MetricType = (typeof METRIC_TYPE)[keyof typeof METRIC_TYPE];

/**
 * What needs 32 bits without a sign is born as Int64: of the field that carries UInt32 there are two opinions. The standard
 * and Tahu in C and Python say int_value, Tahu in Java and JavaScript long_value, and a host that looks into the other one
 * shows 0. Of Int64 there is one opinion.
 */
const OF_DATA_TYPE: Readonly<Record<DataType, MetricType>> = {
  bool: METRIC_TYPE.Boolean,
  int8: METRIC_TYPE.Int8,
  uint8: METRIC_TYPE.UInt8,
  int16: METRIC_TYPE.Int16,
  uint16: METRIC_TYPE.UInt16,
  int32: METRIC_TYPE.Int32,
  uint32: METRIC_TYPE.Int64,
  int64: METRIC_TYPE.Int64,
  uint64: METRIC_TYPE.UInt64,
  float32: METRIC_TYPE.Float,
  float64: METRIC_TYPE.Double,
  bcd16: METRIC_TYPE.UInt16,
  bcd32: METRIC_TYPE.Int64,
  bits: METRIC_TYPE.Int64,
  string: METRIC_TYPE.String,
};

/**
 * The datatype under which a tag is born.
 * @param isScaled its values are in engineering units and not what the device holds: numbers of any kind.
 */
export function metricTypeOf(dataType: DataType, isScaled: boolean): MetricType {
  const isNumber = dataType !== 'bool' && dataType !== 'string';
  return isScaled && isNumber ? METRIC_TYPE.Double : OF_DATA_TYPE[dataType];
}

const NAMES: ReadonlyMap<number, string> = new Map(Object.entries(METRIC_TYPE).map(([name, type]) => [type, name]));

/** `Int64`, or the number of a datatype that has no name here. */
export function metricTypeName(type: number): string {
  return NAMES.get(type) ?? `datatype ${type}`;
}
