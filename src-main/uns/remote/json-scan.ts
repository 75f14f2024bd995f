import { isBad, statusOfClassic } from '../../../src-shared/domain/quality.ts';
import type { RemotePoint } from './remote-point.ts';

/** What was the same in the last message of a topic: the bytes behind the quality, and of `meta` those before its number. */
export interface JsonMemo {
  /** `,"unit":"bar","device_id":"pump-1","tag_id":"p"`, without what `meta` adds. */
  readonly end: Buffer;
  /** `,"log":"…","lane":1,"seq":`, where there is a meta. */
  readonly meta: Buffer | undefined;
}

const VALUE = Buffer.from('{"value":');
const NULL = Buffer.from('null');
const TIMESTAMP = Buffer.from(',"timestamp":"');
const QUALITY = Buffer.from('Z","quality":');
const POWERS = Array.from({ length: 23 }, (_, n) => 10 ** n);
const MOST_DIGITS = 15;
/** `2026-11-21T10:00:00.`: points that come together mostly share the second. */
const SECOND_BYTES = 20;
const MICRO_DIGITS = 6;
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/;
/** `Date.parse` passes over what is no letter. */
const SECOND = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/;

const MINUS = 0x2d;
const COMMA = 0x2c;
const DOT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const CLOSE = 0x7d;
const SMALL_N = 0x6e;

const secondBytes = Buffer.alloc(SECOND_BYTES);
let secondUs = Number.NaN;
/** Where the scan stands: one scan runs at a time. */
let at = 0;

/**
 * Reads a payload of exactly the form that our `json` writes for numbers, without making a string or an object of it.
 * @returns false for everything else, which is not to say that it cannot be read.
 */
export function scanJson(bytes: Buffer, start: number, end: number, memo: JsonMemo, point: RemotePoint): boolean {
  at = start;
  if (!skip(bytes, end, VALUE)) return false;
  const isNull = bytes[at] === SMALL_N;
  if (isNull ? !skip(bytes, end, NULL) : !number(bytes, end, point)) return false;
  if (!skip(bytes, end, TIMESTAMP) || !time(bytes, end, point) || !skip(bytes, end, QUALITY)) return false;
  const quality = digits(bytes, end, 3);
  if (quality < 0 || !skip(bytes, end, memo.end)) return false;
  point.status = statusOfClassic(quality);
  point.cell = undefined;
  if (isNull) point.value = Number.NaN;
  // Null and not bad is NaN or an infinity, named elsewhere in the payload.
  if (isNull !== isBad(point.status)) return false;
  if (memo.meta && (!skip(bytes, end, memo.meta) || digits(bytes, end, 16) < 0)) return false;
  return bytes[at] === CLOSE && at === end - 1;
}

/** What to compare the next payload of this topic with; undefined for a payload that is not of this form. */
export function jsonMemo(text: string): JsonMemo | undefined {
  const match =
    /"quality":\d+(,(?:"unit":"(?:[^"\\]|\\.)*",)?"device_id":"(?:[^"\\]|\\.)*","tag_id":"(?:[^"\\]|\\.)*")(,"log":"[^"\\]*","lane":\d+,"seq":)?\d*\}$/u.exec(
      text,
    );
  if (!match) return undefined;
  return { end: Buffer.from(match[1]!), meta: match[2] === undefined ? undefined : Buffer.from(match[2]) };
}

function skip(bytes: Buffer, end: number, expected: Buffer): boolean {
  const { length } = expected;
  if (at + length > end) return false;
  for (let i = 0; i < length; i++) if (bytes[at + i] !== expected[i]) return false;
  at += length;
  return true;
}

/** A number of at most `most` digits as JSON writes them; -1 when there is none, or a longer one. */
function digits(bytes: Buffer, end: number, most: number): number {
  let value = 0;
  const start = at;
  for (; at < end; at++) {
    const byte = bytes[at]!;
    if (byte < ZERO || byte > NINE) break;
    value = value * 10 + byte - ZERO;
  }
  const hasZeroInFront = bytes[start] === ZERO && at - start > 1;
  return at === start || at - start > most || hasZeroInFront ? -1 : value;
}

/** Up to 15 digits and a point exactly: both parts of the quotient are exact, so it is rounded once, as `Number` does. */
function number(bytes: Buffer, end: number, point: RemotePoint): boolean {
  const start = at;
  const isNegative = bytes[at] === MINUS;
  if (isNegative) at++;
  let mantissa = 0;
  let count = 0;
  let dot = -1;
  for (; at < end; at++) {
    const byte = bytes[at]!;
    if (byte === DOT && dot < 0) dot = count;
    else if (byte >= ZERO && byte <= NINE) {
      mantissa = mantissa * 10 + byte - ZERO;
      count++;
    } else break;
  }
  if (count === 0) return false;
  const isOdd = count > 1 && dot !== 1 && bytes[start + Number(isNegative)] === ZERO;
  if (isOdd || dot === 0 || dot === count) return false;
  if (count > MOST_DIGITS || bytes[at] !== COMMA) return longNumber(bytes, end, start, point);
  const value = dot < 0 ? mantissa : mantissa / POWERS[count - dot]!;
  point.value = isNegative ? -value : value;
  return true;
}

function longNumber(bytes: Buffer, end: number, start: number, point: RemotePoint): boolean {
  while (at < end && bytes[at] !== COMMA) at++;
  const text = bytes.toString('latin1', start, at);
  point.value = Number(text);
  return NUMBER.test(text) && Number.isFinite(point.value);
}

function time(bytes: Buffer, end: number, point: RemotePoint): boolean {
  if (at + SECOND_BYTES + MICRO_DIGITS > end) return false;
  let isSame = true;
  for (let i = 0; i < SECOND_BYTES && isSame; i++) isSame = bytes[at + i] === secondBytes[i];
  if (!isSame) {
    const text = bytes.toString('latin1', at, at + SECOND_BYTES - 1);
    const us = Date.parse(`${text}Z`) * 1_000;
    if (!SECOND.test(text) || !Number.isFinite(us) || bytes[at + SECOND_BYTES - 1] !== DOT) return false;
    bytes.copy(secondBytes, 0, at, at + SECOND_BYTES);
    secondUs = us;
  }
  at += SECOND_BYTES;
  const behind = at + MICRO_DIGITS;
  let micros = 0;
  for (; at < behind; at++) {
    const digit = bytes[at]! - ZERO;
    if (digit < 0 || digit > 9) return false;
    micros = micros * 10 + digit;
  }
  point.timeUs = secondUs + micros;
  return true;
}
