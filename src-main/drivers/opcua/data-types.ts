import type { DataType } from '../../../src-shared/domain/data-type.ts';

/** Numbers of the built-in types of OPC UA (OPC 10000-6, table 1), as Variants carry them. */
export const UA_TYPE = {
  Boolean: 1,
  SByte: 2,
  Byte: 3,
  Int16: 4,
  UInt16: 5,
  Int32: 6,
  UInt32: 7,
  Int64: 8,
  UInt64: 9,
  Float: 10,
  Double: 11,
  String: 12,
  DateTime: 13,
  Guid: 14,
  ByteString: 15,
  XmlElement: 16,
  NodeId: 17,
  ExpandedNodeId: 18,
  StatusCode: 19,
  QualifiedName: 20,
  LocalizedText: 21,
  ExtensionObject: 22,
  DataValue: 23,
  Variant: 24,
  DiagnosticInfo: 25,
} as const;

/** Added to a type: the node holds an array of it. */
export const ARRAY_OF = 0x80;

const NAMES: ReadonlyMap<number, string> = new Map(Object.entries(UA_TYPE).map(([name, number]) => [number, name]));

/** `Int32`, or the number of a type that has no name here. */
export function uaTypeName(type: number): string {
  return NAMES.get(type) ?? `type ${type}`;
}

/** The type that a tag's `data_type` is written with; `string` may be several. */
export const UA_TYPE_OF: Partial<Readonly<Record<DataType, number>>> = {
  bool: UA_TYPE.Boolean,
  int8: UA_TYPE.SByte,
  uint8: UA_TYPE.Byte,
  int16: UA_TYPE.Int16,
  uint16: UA_TYPE.UInt16,
  int32: UA_TYPE.Int32,
  uint32: UA_TYPE.UInt32,
  int64: UA_TYPE.Int64,
  uint64: UA_TYPE.UInt64,
  float32: UA_TYPE.Float,
  float64: UA_TYPE.Double,
  string: UA_TYPE.String,
};

export const DATA_TYPES_OF_UA = Object.keys(UA_TYPE_OF) as readonly DataType[];

const TAG_TYPES: ReadonlyMap<number, DataType> = new Map([
  ...DATA_TYPES_OF_UA.map((type) => [UA_TYPE_OF[type]!, type] as const),
  [UA_TYPE.StatusCode, 'uint32'],
]);

/** The `data_type` of a tag that reads a node; undefined for what is no value of a tag. Arrays are texts of JSON. */
export function tagTypeOf(type: number, isArray: boolean): DataType | undefined {
  if (type < UA_TYPE.Boolean || type > UA_TYPE.LocalizedText) return undefined;
  return isArray ? 'string' : (TAG_TYPES.get(type) ?? 'string');
}
