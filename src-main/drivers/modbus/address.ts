import { BYTE_ORDERS, BYTE_ORDERS_64, type ByteOrder } from '../../../src-shared/domain/data-type.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { AREA_SIZE, AREAS, type Area, type AreaName, areaByDigit } from './area.ts';
import { MODBUS_TYPES, type ModbusType } from './data-types.ts';

export type Notation = '40001' | '400001' | 'wire';

/** Addresses that the 5-digit notation reaches: 40001–49999. */
export const FIVE_DIGIT_SIZE = 9_999;

/** How the number was written; decides where it ends and how faults name it. */
export type AddressForm = '5-digit' | '6-digit' | 'one-based' | 'wire';

/** What an address text says by itself, before the tag's own fields are looked at. */
export interface ParsedAddress {
  readonly area: Area;
  /** 0–65535, as it goes over the wire. */
  readonly wire: number;
  readonly form: AddressForm;
  /** Bit numbers inside one register, 0 is the least significant. */
  readonly bits?: { readonly low: number; readonly high: number };
  readonly dataType?: ModbusType;
  readonly length?: number;
  readonly order?: ByteOrder;
  /** `.3`, `:float32:CDAB`: what stood behind the number. */
  readonly suffix: string;
}

/** All of these count from 0. The Schneider names are those of Modicon M340/M580 (%MW0 is register 0 on the wire). */
const PREFIXES: Readonly<Record<string, AreaName>> = {
  C: 'coil',
  DI: 'discrete',
  IR: 'input',
  HR: 'holding',
  H: 'holding',
  '%M': 'coil',
  '%I': 'discrete',
  '%IW': 'input',
  '%MW': 'holding',
};

const NUMBER = /^(%?[A-Z]*?)(0X[0-9A-F]+|\d+)(?:\.(\d+)(?:-(\d+))?)?$/;
const TYPE = /^([A-Z]+\d*)(?:\((\d+)\))?$/;

function syntaxFault(text: string, fact: string): NexusError {
  return new NexusError('NX_ADDRESS_SYNTAX', `“${text}” ${fact}`, { field: 'address', address: text });
}

function rangeFault(message: string, address: string): NexusError {
  return new NexusError('NX_ADDRESS_RANGE', message, { field: 'address', address });
}

/** A number of the 5- or 6-digit notation: the first digit names the area, the rest counts from 1. */
function fromDigits(area: Area, digits: string): Pick<ParsedAddress, 'area' | 'wire' | 'form'> {
  const number = Number(digits.slice(1));
  const first = `${area.digit}${'1'.padStart(digits.length - 1, '0')}`;
  const form = digits.length === 5 ? '5-digit' : '6-digit';
  if (number === 0) {
    throw rangeFault(
      `${digits} does not exist in ${form} notation; ${area.noun}s start at ${first}. Use ${first} or switch this device to wire addresses.`,
      digits,
    );
  }
  if (number > AREA_SIZE) {
    throw rangeFault(
      `${digits} lies behind ${area.digit}${AREA_SIZE}, the last ${area.noun}. Use ${first}–${area.digit}${AREA_SIZE}.`,
      digits,
    );
  }
  return { area, wire: number - 1, form };
}

function fromWire(area: Area, digits: string): Pick<ParsedAddress, 'area' | 'wire' | 'form'> {
  const wire = Number(digits);
  if (wire >= AREA_SIZE) {
    throw rangeFault(`${area.noun} ${digits} lies behind 65535, the last wire address. Use 0–65535.`, digits);
  }
  return { area, wire, form: 'wire' };
}

function fromOneBased(area: Area, digits: string): Pick<ParsedAddress, 'area' | 'wire' | 'form'> {
  const number = Number(digits);
  if (number === 0 || number > AREA_SIZE) {
    const fact = `${area.digit}:${digits} does not exist; ${area.noun}s count from ${area.digit}:1 to ${area.digit}:65536.`;
    throw rangeFault(`${fact} Use ${area.digit}:1 or, counted from 0, ${area.prefix}0.`, digits);
  }
  return { area, wire: number - 1, form: 'one-based' };
}

function locate(
  text: string,
  head: string,
  prefix: string,
  digits: string,
  notation: Notation,
): Pick<ParsedAddress, 'area' | 'wire' | 'form'> {
  const isHex = digits.startsWith('0X');
  const isDigitForm = !isHex && notation !== 'wire' && (digits.length === 5 || digits.length === 6);
  const named = Object.hasOwn(AREAS, head.toLowerCase()) ? AREAS[head.toLowerCase() as AreaName] : undefined;
  if (named && prefix === '') {
    return isDigitForm && digits[0] === named.digit ? fromDigits(named, digits) : fromWire(named, digits);
  }
  const byDigit = areaByDigit(head);
  if (byDigit && prefix === '') return isHex ? fromWire(byDigit, digits) : fromOneBased(byDigit, digits);
  if (head !== '')
    throw syntaxFault(text, 'is not a Modbus address. Write for example 40108, HR107 or holding:107:float32.');
  if (Object.hasOwn(PREFIXES, prefix)) return fromWire(AREAS[PREFIXES[prefix]!], digits);
  if (prefix === '' && notation === 'wire') return fromWire(AREAS.holding, digits);
  const bare = prefix === '' && isDigitForm ? areaByDigit(digits[0]!) : undefined;
  if (bare) return fromDigits(bare, digits);
  if (prefix === '') throw syntaxFault(text, 'names no area. Write for example 40108, HR107 or holding:107.');
  throw syntaxFault(text, 'is not a Modbus address. Write for example 40108, HR107 or holding:107:float32.');
}

function parseBits(text: string, area: Area, from: string | undefined, to: string | undefined): ParsedAddress['bits'] {
  if (from === undefined) return undefined;
  if (area.cell === 'bit')
    throw syntaxFault(text, `asks for a bit of a ${area.noun}, which is one bit itself. Leave out .${from}.`);
  const [first, last] = [Number(from), Number(to ?? from)];
  if (first > 15 || last > 15)
    throw rangeFault(`${text}: the bit number is 0–15. Bit 0 is the least significant.`, text);
  return { low: Math.min(first, last), high: Math.max(first, last) };
}

/** `float32`, `string(20)`; the fault names the types that begin alike. */
function parseType(part: string): Pick<ParsedAddress, 'dataType' | 'length'> | undefined {
  const match = TYPE.exec(part);
  const name = MODBUS_TYPES.find((type) => type === match?.[1]?.toLowerCase());
  if (!match || name === undefined) return undefined;
  if (match[2] === undefined) return { dataType: name };
  return name === 'string' ? { dataType: name, length: Number(match[2]) } : undefined;
}

function suffixFault(text: string, part: string): NexusError {
  const stem = /^[a-z]*/.exec(part.toLowerCase())![0].slice(0, 3);
  const alike = MODBUS_TYPES.filter((type) => stem !== '' && type.startsWith(stem));
  const offer = alike.length > 0 ? alike : MODBUS_TYPES;
  return syntaxFault(
    text,
    `ends in “${part}”, which is neither a data type nor a byte order here. Use ${offer.join(', ')}.`,
  );
}

function parseSuffix(text: string, parts: readonly string[]): Pick<ParsedAddress, 'dataType' | 'length' | 'order'> {
  let found: Pick<ParsedAddress, 'dataType' | 'length' | 'order'> = {};
  for (const part of parts) {
    const order = [...BYTE_ORDERS, ...BYTE_ORDERS_64].find((known) => known === part);
    const more = order ? { order } : parseType(part);
    if (!more) throw suffixFault(text, part);
    if (Object.keys(more).some((key) => Object.hasOwn(found, key))) {
      throw syntaxFault(text, `says the ${order ? 'byte order' : 'data type'} twice. Keep one of them.`);
    }
    found = { ...found, ...more };
  }
  return found;
}

/**
 * Reads every notation of the README's table. What stands for itself (`HR107`, `holding:0x6B`, `holding:107`) counts
 * from 0; 5- and 6-digit numbers and `4:108` count from 1.
 *
 * @throws NexusError NX_ADDRESS_SYNTAX or NX_ADDRESS_RANGE with a message ready to be shown.
 */
export function parseAddress(text: string, notation: Notation): ParsedAddress {
  const parts = text.trim().toUpperCase().split(':');
  const hasArea =
    parts.length > 1 && (areaByDigit(parts[0]!) !== undefined || Object.hasOwn(AREAS, parts[0]!.toLowerCase()));
  const head = hasArea ? parts.shift()! : '';
  const [number, ...rest] = parts;
  const match = NUMBER.exec(number ?? '');
  if (!match)
    throw syntaxFault(text, 'is not a Modbus address. Write for example 40108, HR107 or holding:107:float32.');
  const located = locate(text, head, match[1]!, match[2]!, notation);
  const bits = parseBits(text, located.area, match[3], match[4]);
  const said = parseSuffix(text, rest);
  const bitSuffix = match[3] === undefined ? '' : `.${match[3]}${match[4] === undefined ? '' : `-${match[4]}`}`;
  const order = said.order === undefined ? '' : `:${said.order}`;
  const length = said.length === undefined ? '' : `(${said.length})`;
  const type = said.dataType === undefined ? '' : `:${said.dataType}${length}`;
  return { ...located, ...(bits && { bits }), ...said, suffix: `${bitSuffix}${type}${order}` };
}

/**
 * The address as a device of this notation shows it; 5 digits become 6 where they end.
 *
 * @param count registers of the value, because 5 digits have to reach its last one
 */
export function formatAddress(area: Area, wire: number, notation: Notation, count = 1): string {
  if (notation === 'wire') return `${area.prefix}${wire}`;
  const width = notation === '40001' && wire + count <= FIVE_DIGIT_SIZE ? 4 : 5;
  return `${area.digit}${String(wire + 1).padStart(width, '0')}`;
}
