import type { DataType } from '../../../src-shared/domain/data-type.ts';

interface S7TypeInfo {
  /** What the product has for it. */
  readonly dataType: DataType;
  /** Bytes of one value; of a text those around its characters. */
  readonly bytes: number;
  /** Bytes of one character of a text. */
  readonly perCharacter?: 1 | 2;
}

/**
 * The data types of S7 CPUs (TIA Portal names; BCD16 and BCD32 are WORD and DWORD that hold decimal digits). Durations
 * are milliseconds (LTIME nanoseconds), points in time microseconds since 1970 UTC, TOD milliseconds since midnight.
 */
export const S7_TYPES = {
  BOOL: { dataType: 'bool', bytes: 1 },
  BYTE: { dataType: 'uint8', bytes: 1 },
  USINT: { dataType: 'uint8', bytes: 1 },
  SINT: { dataType: 'int8', bytes: 1 },
  CHAR: { dataType: 'string', bytes: 0, perCharacter: 1 },
  WORD: { dataType: 'uint16', bytes: 2 },
  UINT: { dataType: 'uint16', bytes: 2 },
  INT: { dataType: 'int16', bytes: 2 },
  BCD16: { dataType: 'bcd16', bytes: 2 },
  DWORD: { dataType: 'uint32', bytes: 4 },
  UDINT: { dataType: 'uint32', bytes: 4 },
  DINT: { dataType: 'int32', bytes: 4 },
  BCD32: { dataType: 'bcd32', bytes: 4 },
  REAL: { dataType: 'float32', bytes: 4 },
  LWORD: { dataType: 'uint64', bytes: 8 },
  ULINT: { dataType: 'uint64', bytes: 8 },
  LINT: { dataType: 'int64', bytes: 8 },
  LREAL: { dataType: 'float64', bytes: 8 },
  STRING: { dataType: 'string', bytes: 2, perCharacter: 1 },
  WSTRING: { dataType: 'string', bytes: 4, perCharacter: 2 },
  S5TIME: { dataType: 'uint32', bytes: 2 },
  TIME: { dataType: 'int32', bytes: 4 },
  LTIME: { dataType: 'int64', bytes: 8 },
  DATE: { dataType: 'int64', bytes: 2 },
  TOD: { dataType: 'uint32', bytes: 4 },
  DT: { dataType: 'int64', bytes: 8 },
  DTL: { dataType: 'int64', bytes: 12 },
  TIMER: { dataType: 'uint32', bytes: 2 },
  COUNTER: { dataType: 'uint16', bytes: 2 },
} as const satisfies Readonly<Record<string, S7TypeInfo>>;

export type S7Type = keyof typeof S7_TYPES;

/** What the short names of nodeS7, Telegraf and STEP 7 stand for. */
const OTHER_NAMES: Readonly<Record<string, S7Type>> = {
  X: 'BOOL',
  B: 'BYTE',
  C: 'CHAR',
  W: 'WORD',
  I: 'INT',
  DW: 'DWORD',
  DI: 'DINT',
  R: 'REAL',
  LR: 'LREAL',
  LI: 'LINT',
  S: 'STRING',
  TIME_OF_DAY: 'TOD',
  DATE_AND_TIME: 'DT',
  DTZ: 'DT',
  DTLZ: 'DTL',
};

/** @param word in upper case */
export function findS7Type(word: string): S7Type | undefined {
  if (Object.hasOwn(S7_TYPES, word)) return word as S7Type;
  return Object.hasOwn(OTHER_NAMES, word) ? OTHER_NAMES[word] : undefined;
}

export function dataTypeOf(type: S7Type): DataType {
  return S7_TYPES[type].dataType;
}

/** Bytes of a value. @param length characters of a text, otherwise without meaning */
export function bytesOf(type: S7Type, length: number): number {
  const info: S7TypeInfo = S7_TYPES[type];
  return info.bytes + (info.perCharacter ?? 0) * length;
}

export function isText(type: S7Type): boolean {
  return dataTypeOf(type) === 'string';
}

/** What a value of the product's own types is on the CPU; undefined where an S7 CPU has none. */
export const TYPE_OF: Readonly<Record<DataType, S7Type | undefined>> = {
  bool: 'BOOL',
  int8: 'SINT',
  uint8: 'USINT',
  int16: 'INT',
  uint16: 'UINT',
  int32: 'DINT',
  uint32: 'UDINT',
  int64: 'LINT',
  uint64: 'ULINT',
  float32: 'REAL',
  float64: 'LREAL',
  bcd16: 'BCD16',
  bcd32: 'BCD32',
  bits: undefined,
  string: 'STRING',
};
