import type { VariantOptions } from 'node-opcua-client';
import type { DataType } from '../../../src-shared/domain/data-type.ts';
import { integerRange } from '../../../src-shared/domain/integer-range.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { bytesOfText } from '../../kernel/byte-text.ts';
import type { WriteValue } from '../driver.ts';
import { rangeFault, typeFault } from '../value-fault.ts';
import { UA_TYPE, uaTypeName } from './data-types.ts';

const INTEGERS: Readonly<Record<number, DataType>> = {
  [UA_TYPE.SByte]: 'int8',
  [UA_TYPE.Byte]: 'uint8',
  [UA_TYPE.Int16]: 'int16',
  [UA_TYPE.UInt16]: 'uint16',
  [UA_TYPE.Int32]: 'int32',
  [UA_TYPE.UInt32]: 'uint32',
  [UA_TYPE.Int64]: 'int64',
  [UA_TYPE.UInt64]: 'uint64',
  [UA_TYPE.StatusCode]: 'uint32',
};
const MAX_TEXT = 64 * 1024;
const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.(\d{1,7}))?Z$/;

/**
 * What one value is sent as, in a built-in type; nothing is rounded or cut.
 *
 * @param isElement it is one element of an array, which goes as an array of one
 * @throws NexusError NX_VALUE_TYPE, NX_VALUE_RANGE; NX_ADDRESS_READ_ONLY for types that are not written.
 */
export function encodeValue(value: WriteValue, type: number, isElement: boolean): VariantOptions {
  const content = encodeScalar(value, type);
  if (!isElement) return { dataType: type, arrayType: 0, value: content } as VariantOptions;
  return { dataType: type, arrayType: 1, value: [content] } as VariantOptions;
}

function encodeScalar(value: WriteValue, type: number): unknown {
  if (INTEGERS[type] !== undefined) return encodeInteger(value, type, INTEGERS[type]);
  switch (type) {
    case UA_TYPE.Boolean:
      return encodeBoolean(value);
    case UA_TYPE.Float:
    case UA_TYPE.Double:
      return encodeFloat(value, type);
    case UA_TYPE.String:
    case UA_TYPE.XmlElement:
      return textIn(value, type);
    case UA_TYPE.LocalizedText:
      return { text: textIn(value, type), locale: null };
    case UA_TYPE.Guid:
      if (!GUID.test(textIn(value, type)))
        throw typeFault(value, 'a GUID such as 09087e75-8e5e-499b-954f-f2a9603db28a');
      return String(value).toUpperCase();
    case UA_TYPE.DateTime:
      return encodeDate(textIn(value, type));
    case UA_TYPE.ByteString:
      return encodeBytes(textIn(value, type));
    default: {
      const name = type === UA_TYPE.ExtensionObject ? 'a structure' : `of ${uaTypeName(type)}`;
      const message = `The node is ${name}, which is read and not written. Write it with the tool of the server.`;
      throw new NexusError('NX_ADDRESS_READ_ONLY', message, { field: 'address' });
    }
  }
}

function encodeBoolean(value: WriteValue): boolean {
  const takes = 'true or false';
  if (typeof value === 'string') throw typeFault(value, takes);
  const number = Number(value);
  if (!Number.isInteger(number)) throw typeFault(value, takes);
  if (number !== 0 && number !== 1) throw rangeFault(value, 'Boolean', takes);
  return number === 1;
}

function encodeInteger(value: WriteValue, type: number, dataType: DataType): number | readonly [number, number] {
  const { min, max } = integerRange(dataType)!;
  const takes = `whole numbers ${min}–${max}`;
  if (typeof value !== 'bigint' && !(typeof value === 'number' && Number.isInteger(value)))
    throw typeFault(value, takes);
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    const isInside = value >= Number(min) && value <= Number(max);
    const exact = `${takes}; beyond ±9007199254740991 only as exact integers`;
    throw rangeFault(value, uaTypeName(type), isInside ? exact : takes);
  }
  const whole = BigInt(value);
  if (whole < min || whole > max) throw rangeFault(value, uaTypeName(type), takes);
  if (type !== UA_TYPE.Int64 && type !== UA_TYPE.UInt64) return Number(whole);
  const bits = BigInt.asUintN(64, whole);
  return [Number(bits >> 32n), Number(bits & 0xffff_ffffn)];
}

function encodeFloat(value: WriteValue, type: number): number {
  const name = uaTypeName(type);
  const isShort = type === UA_TYPE.Float;
  const most = isShort ? '±3.4028235e38' : '±1.7976931348623157e308';
  if (typeof value !== 'number' && typeof value !== 'bigint') throw typeFault(value, 'a number');
  const number = Number(value);
  if (typeof value === 'bigint' && (!Number.isFinite(number) || BigInt(number) !== value))
    throw rangeFault(value, name, 'integers that a Double holds exactly');
  // A server may hold NaN and the infinities and is read as it is, but nobody means to write them.
  if (!Number.isFinite(number) || (isShort && !Number.isFinite(Math.fround(number))))
    throw rangeFault(value, name, `numbers up to ${most}`);
  if (isShort && number !== 0 && Math.fround(number) === 0)
    throw rangeFault(value, name, '0, and numbers of ±1.4e-45 and more');
  return number;
}

function encodeBytes(text: string): Buffer {
  const bytes = bytesOfText(text);
  if (!bytes) throw typeFault(text, 'bytes as 01 02 ff or as base64');
  return Buffer.from(bytes);
}

function textIn(value: WriteValue, type: number): string {
  if (typeof value !== 'string') throw typeFault(value, type === UA_TYPE.DateTime ? ISO_EXAMPLE : 'a text');
  if (value.length > MAX_TEXT) throw rangeFault(value, uaTypeName(type), `texts of up to ${MAX_TEXT} characters`);
  return value;
}

const ISO_EXAMPLE = 'a time in UTC such as 2026-11-21T17:41:18.250Z';

/** A date carries the 100 ns that JavaScript does not know as `picoseconds`, where the library looks for them. */
function encodeDate(text: string): Date {
  const [whole, fraction] = ISO.exec(text) ?? [];
  const date = new Date(text);
  if (whole === undefined || Number.isNaN(date.getTime())) throw typeFault(text, ISO_EXAMPLE);
  const ticks = Number((fraction ?? '').padEnd(7, '0').slice(3));
  return ticks === 0 ? date : Object.assign(date, { picoseconds: ticks * 100_000 });
}
