import type { DataValue } from 'node-opcua-client';
import { shortNumber } from '../../../src-shared/domain/short-number.ts';
import { UA_TYPE } from './data-types.ts';
import { type Halves, noSingleValue, noValue, textOf, wideInteger } from './scalar-text.ts';

/** As long as the longest text that is written; some 4,000 numbers. */
const MAX_TEXT = 64 * 1024;

type Variant = DataValue['value'];

/** The text of an array, or why it has none. */
export type ArrayText =
  | { readonly text: string; readonly fault?: undefined }
  | { readonly text?: undefined; readonly fault: string };

/**
 * A whole array as JSON; of several dimensions as arrays of arrays. As in the payloads that are published, integers beyond
 * 2^53 are strings and bytes are base64; numbers that JSON has not are the strings "NaN", "Infinity" and "-Infinity".
 */
export function arrayText({ dataType, value, dimensions }: Variant): ArrayText {
  const list = value as ArrayLike<unknown> | null;
  if (!list) return { fault: noValue() };
  const items: string[] = [];
  let length = 1;
  for (let i = 0; i < list.length; i++) {
    const item = itemText(dataType, list[i]);
    if (item === undefined) return { fault: noSingleValue(dataType, list[i]) };
    items.push(item);
    length += item.length + 1;
    if (length > MAX_TEXT) return { fault: tooLong(list.length) };
  }
  return { text: nested(items, dimensions ?? []) };
}

function tooLong(length: number): string {
  return `The node holds ${length} values, longer than the ${MAX_TEXT} characters of a text. Write which one behind the address: [0] to [${length - 1}].`;
}

/** @param dimensions of an array of more than one; its items come row by row */
function nested(items: readonly string[], dimensions: readonly number[]): string {
  const isMatrix = dimensions.length > 1 && dimensions.reduce((all, each) => all * each, 1) === items.length;
  let level = items;
  for (const size of isMatrix && items.length > 0 ? dimensions.slice(1).toReversed() : []) {
    const groups: string[] = [];
    for (let i = 0; i < level.length; i += size) groups.push(`[${level.slice(i, i + size).join(',')}]`);
    level = groups;
  }
  return `[${level.join(',')}]`;
}

/** @returns undefined for what is no single value. */
function itemText(type: number, value: unknown): string | undefined {
  switch (type) {
    case UA_TYPE.Boolean:
      return String(value === true);
    case UA_TYPE.Int64:
    case UA_TYPE.UInt64:
      return wideText(value as Halves, type === UA_TYPE.Int64);
    case UA_TYPE.StatusCode:
      return String((value as { readonly value: number }).value >>> 0);
    case UA_TYPE.ByteString:
      return value === null ? 'null' : `"${Buffer.from(value as Uint8Array).toString('base64')}"`;
    case UA_TYPE.Variant:
      return variantText(value as Variant | null);
    default:
      if (typeof value === 'number') return numberText(type, value);
      return value === null ? 'null' : textItem(type, value);
  }
}

/** A Float has as many digits as it knows. */
function numberText(type: number, value: number): string {
  if (!Number.isFinite(value)) return `"${value}"`;
  return String(type === UA_TYPE.Float ? shortNumber(value, 'float32') : value);
}

function textItem(type: number, value: unknown): string | undefined {
  const text = textOf(type, value);
  return text === undefined ? undefined : JSON.stringify(text);
}

function wideText([high, low]: Halves, isSigned: boolean): string {
  const number = (isSigned ? high | 0 : high >>> 0) * 0x1_0000_0000 + (low >>> 0);
  return Number.isSafeInteger(number) ? String(number) : `"${wideInteger(high, low, isSigned)}"`;
}

/** One element of an array of anything, which may be an array itself. */
function variantText(variant: Variant | null): string | undefined {
  if (!variant || variant.dataType === 0) return 'null';
  return variant.arrayType === 0 ? itemText(variant.dataType, variant.value) : arrayText(variant).text;
}
