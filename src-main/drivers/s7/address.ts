import { bitFault, spanFault, syntaxFault } from './address-fault.ts';
import { AREA_SIZE, AREA_WORDS, AREAS, type Area, DOTTED_AREAS } from './area.ts';
import { findS7Type, S7_TYPES, type S7Type } from './s7-type.ts';

/** The letter of DBX, DBB, DBW and DBD: what an address takes where no type is said. */
export type WidthLetter = 'X' | 'B' | 'W' | 'D';

/** What an address text says by itself, before the tag's own fields are looked at. */
export interface ParsedAddress {
  readonly area: Area;
  /** Number of the data block; 0 in the other areas. */
  readonly db: number;
  /** First byte, or the number of a timer or counter. */
  readonly start: number;
  readonly bit?: number;
  readonly width?: WidthLetter;
  readonly type?: S7Type;
  /** Characters of a text. */
  readonly length?: number;
}

const EXAMPLES = 'Write for example DB10.DBD4:REAL, DB10.DBX4.3, MW10 or IB0';
/** DB number, separator and what stands behind. */
const DB = /^DB(\d+)([.,:])(.+)$/;
/** `DBD4`, `DBX4.3` */
const DB_WIDTH = /^DB([XBWD])(\d+)(?:\.(\d+))?$/;
/** `REAL4`, `X14.0`, `S20.30`, `INT6.2`: a type word, a byte, numbers. S5TIME has a digit of its own. */
const TYPED = /^(S5TIME|[A-Z_]+)(\d+)((?:\.\d+)*)$/;
/** `MW10`, `M0.0`, `MR30`, `PIW4`, `EB0`, `T5`: the shortest area that leaves a known type, longer ones first. */
const DIRECT = /^(PI|PE|PQ|PA|M|I|E|Q|A|T|C|Z)([A-Z_0-9]*?[A-Z_])?(\d+)((?:\.\d+)*)$/;
const DOTTED = /^(PE|PA|MK)\.(.+)$/;
/** `:REAL`, `:STRING[20]`, `:STRING(20)` */
const SUFFIX = /^([A-Z_]+|S5TIME|BCD16|BCD32)(?:\[(\d+)\]|\((\d+)\))?$/;
const WIDTH_TYPES: Readonly<Record<WidthLetter, S7Type>> = { X: 'BOOL', B: 'BYTE', W: 'WORD', D: 'DWORD' };

/** The type that a width letter means where nothing else is said. */
export function typeOfWidth(width: WidthLetter): S7Type {
  return WIDTH_TYPES[width];
}

function asNumber(text: string, digits: string): number {
  const number = Number(digits);
  if (number < AREA_SIZE) return number;
  throw spanFault(`“${text}” names ${digits}, and offsets of an S7 CPU end at 65535. Use a lower one.`, text);
}

function asBit(text: string, digits: string): number {
  const bit = Number(digits);
  if (bit <= 7) return bit;
  throw bitFault(text);
}

function arrayFault(text: string, count: string): Error {
  return syntaxFault(
    text,
    `names ${count} values, and a tag holds one. Make a tag for each; “Fill series” does it from the first.`,
  );
}

type Place = Pick<ParsedAddress, 'start' | 'bit' | 'width' | 'type' | 'length'>;

/** What stands behind the place of a type word: `.bit`, `.length` or `.length.count`. */
function typedPlace(text: string, type: S7Type, start: string, tail: string): Place {
  const numbers = tail === '' ? [] : tail.slice(1).split('.');
  const [first, second] = numbers;
  const count = type === 'BOOL' || type === 'STRING' || type === 'WSTRING' ? second : undefined;
  if (numbers.length > 2 || (second !== undefined && count === undefined))
    throw syntaxFault(text, `has more numbers than an address has. ${EXAMPLES}.`);
  if (count !== undefined && Number(count) !== 1) throw arrayFault(text, count);
  const place = { start: asNumber(text, start), type };
  if (type === 'BOOL') {
    if (first === undefined) throw syntaxFault(text, 'is a bit without its number. Write for example DB10.DBX4.3.');
    return { ...place, bit: asBit(text, first) };
  }
  if (first === undefined) return place;
  if ('perCharacter' in S7_TYPES[type]) return { ...place, length: Number(first) };
  if (Number(first) === 1) return place;
  throw arrayFault(text, first);
}

/** `DBD4`, `REAL4`, `4`: what stands behind the data block. */
function dbPlace(text: string, separator: string, rest: string): Place {
  const wide = separator === '.' ? DB_WIDTH.exec(rest) : null;
  if (wide) {
    const [, letter, start, bit] = wide as unknown as [string, WidthLetter, string, string | undefined];
    if (letter === 'X') {
      if (bit === undefined) throw syntaxFault(text, 'is a bit without its number. Write for example DB10.DBX4.3.');
      return { start: asNumber(text, start), bit: asBit(text, bit), width: letter };
    }
    if (bit !== undefined) {
      throw syntaxFault(
        text,
        `has .${bit} behind ${letter === 'B' ? 'a byte' : letter === 'W' ? 'a word' : 'a double word'}. A bit is .DBX${start}.${bit}, a text .DBB${start}:STRING[${bit}] or .DBB${start}:CHAR[${bit}].`,
      );
    }
    return { start: asNumber(text, start), width: letter };
  }
  if (separator === ':') {
    if (/^\d+$/.test(rest)) return { start: asNumber(text, rest), width: 'B' };
    throw notAnAddress(text);
  }
  return wordPlace(text, rest);
}

/** `REAL4`, `X14.0`: a type word right before its byte. */
function wordPlace(text: string, rest: string): Place {
  const [, word = '', start = '', tail = ''] = TYPED.exec(rest) ?? [];
  if (word === '') throw notAnAddress(text);
  const type = findS7Type(word);
  if (type === undefined) {
    throw syntaxFault(
      text,
      `has “${word}” where the type stands, and S7 CPUs have no such type. Use ${Object.keys(S7_TYPES).join(', ')}.`,
    );
  }
  return typedPlace(text, type, start, tail);
}

function notAnAddress(text: string): Error {
  return syntaxFault(text, `is not an S7 address. ${EXAMPLES}.`);
}

function directPlace(text: string, area: Area, word: string, start: string, tail: string): Place {
  if (area.cell === 'word') {
    if (word !== '' || tail !== '') throw notAnAddress(text);
    return { start: asNumber(text, start), type: area.name === 'T' ? 'TIMER' : 'COUNTER' };
  }
  const isPeriphery = area.name === 'PI' || area.name === 'PQ';
  if (word === '' || word === 'X') {
    if (isPeriphery)
      throw syntaxFault(text, 'asks for a bit of the periphery, which has bytes only. Use IB, IW or ID.');
    if (tail === '') throw syntaxFault(text, `is a bit without its number. Write for example ${area.name}0.0.`);
    return { ...typedPlace(text, 'BOOL', start, tail), width: 'X' };
  }
  if (word === 'B' || word === 'W' || word === 'D') {
    if (tail !== '') throw syntaxFault(text, `has ${tail} behind the byte. A bit is ${area.name}${start}${tail}.`);
    return { start: asNumber(text, start), width: word };
  }
  return wordPlace(text, `${word}${start}${tail}`);
}

function parsePlace(text: string, place: string): Place & Pick<ParsedAddress, 'area' | 'db'> {
  const inDb = DB.exec(place);
  if (inDb) {
    const db = Number(inDb[1]);
    if (db < 1 || db > 65_535)
      throw spanFault(`“${text}” names DB${inDb[1]}, and data blocks are DB1–DB65535. Use one of them.`, text);
    return { area: AREAS.DB, db, ...dbPlace(text, inDb[2]!, inDb[3]!) };
  }
  const dotted = DOTTED.exec(place);
  if (dotted) return { area: AREAS[DOTTED_AREAS[dotted[1]!]!], db: 0, ...wordPlace(text, dotted[2]!) };
  const direct = DIRECT.exec(place);
  if (!direct) throw notAnAddress(text);
  const [, letters, word = '', start, tail] = direct;
  const area = AREAS[AREA_WORDS[letters!]!];
  return { area, db: 0, ...directPlace(text, area, word, start!, tail!) };
}

/** The type behind the last colon, joined with what the place said. */
function withSuffix(text: string, parsed: ParsedAddress, suffix: string): ParsedAddress {
  const match = SUFFIX.exec(suffix);
  const type = match?.[1] === undefined ? undefined : findS7Type(match[1]);
  const count = match?.[2] ?? match?.[3];
  if (type === undefined || (count !== undefined && !('perCharacter' in S7_TYPES[type]))) {
    throw syntaxFault(
      text,
      `ends in “${suffix}”, which is no type of an S7 CPU. Use ${Object.keys(S7_TYPES).join(', ')}.`,
    );
  }
  if (parsed.type !== undefined) throw syntaxFault(text, 'says its type twice. Keep one of them.');
  return { ...parsed, type, ...(count !== undefined && { length: Number(count) }) };
}

/**
 * Reads every notation of the README's table, upper or lower case, with or without `%`.
 *
 * @throws NexusError NX_ADDRESS_SYNTAX or NX_ADDRESS_RANGE with a message ready to be shown.
 */
export function parseAddress(text: string): ParsedAddress {
  const whole = text.trim().toUpperCase().replace(/^%/, '');
  const match = /^(.*?)(?::([A-Z][^:]*))?$/.exec(whole)!;
  const parsed: ParsedAddress = parsePlace(text.trim(), match[1]!);
  return match[2] === undefined ? parsed : withSuffix(text.trim(), parsed, match[2]);
}
