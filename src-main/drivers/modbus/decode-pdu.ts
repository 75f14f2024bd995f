import type { DecodedFrame, FrameField } from '../frame-listener.ts';
import { formatAddress, type Notation } from './address.ts';
import { AREAS, type Area, areaByFunction } from './area.ts';
import { describeFailure, exceptionMeaning, formatExceptionCode } from './exception.ts';

/** Names of functions (MODBUS Application Protocol V1.1b3, 6); those that are not here are told by number. */
const FUNCTIONS: Readonly<Record<number, string>> = {
  1: 'Read',
  2: 'Read',
  3: 'Read',
  4: 'Read',
  5: 'Write',
  6: 'Write',
  7: 'Read exception status',
  8: 'Diagnostics',
  15: 'Write',
  16: 'Write',
  17: 'Report server id',
  22: 'Mask write',
  23: 'Read and write',
  43: 'Read device identification',
};

const EXCEPTION = 0x80;
const hex = (value: number, digits: number): string => `0x${value.toString(16).toUpperCase().padStart(digits, '0')}`;
const nameOf = (code: number): string => FUNCTIONS[code] ?? `Function ${code}`;

/** The area that a function reads or writes. */
function areaOf(code: number): Area | undefined {
  if (code === 5 || code === 15) return AREAS.coil;
  if (code === 6 || code === 16 || code === 22 || code === 23) return AREAS.holding;
  return areaByFunction(code);
}

const cells = (area: Area, count: number): string =>
  area.cell === 'bit'
    ? `${count} ${count === 1 ? 'bit' : 'bits'}`
    : `${count} ${count === 1 ? 'register' : 'registers'}`;

/** What every message is read with: its bytes from the function code on, and where they stand in the frame. */
interface Message {
  readonly pdu: Buffer;
  readonly at: number;
  readonly notation: Notation;
}

/** Function code and all behind it, as a request. @param at where the function code stands in the frame */
export function decodeRequest(pdu: Buffer, at: number, notation: Notation): DecodedFrame {
  const message: Message = { pdu, at, notation };
  const code = pdu[0]!;
  const area = areaOf(code);
  const fields = [functionField(message)];
  if (!area || pdu.length < 5) return { line: nameOf(code), fields: [...fields, ...restField(message, 1)] };
  const start = pdu.readUInt16BE(1);
  const value = pdu.readUInt16BE(3);
  fields.push(placeField(message, area, start));
  if (code === 5 || code === 6) {
    const shown = code === 5 ? (value === 0 ? 'off' : 'on') : `${value}`;
    fields.push({ name: 'value', value: `${shown} (${hex(value, 4)})`, at: at + 3, length: 2 });
    const places = [{ area: area.name, start, count: 1 }];
    return { line: `Write ${placeText(area, start, 1, notation)} = ${shown}`, fields, places };
  }
  if (code === 22 && pdu.length >= 7) {
    const [and, or] = [hex(value, 4), hex(pdu.readUInt16BE(5), 4)];
    fields.push({ name: 'and', value: and, at: at + 3, length: 2 }, { name: 'or', value: or, at: at + 5, length: 2 });
    const places = [{ area: area.name, start, count: 1 }];
    return { line: `Mask write ${placeText(area, start, 1, notation)}: AND ${and}, OR ${or}`, fields, places };
  }
  fields.push({ name: 'count', value: `${value}`, at: at + 3, length: 2 });
  if (code === 15 || code === 16)
    fields.push(...dataFields({ ...message, at: at + 6, pdu: pdu.subarray(6) }, area, start));
  const places = [{ area: area.name, start, count: value }];
  return { line: `${nameOf(code)} ${placeText(area, start, value, notation)} (${value})`, fields, places };
}

/** As `decodeRequest`, of a reply. @param request what it answers, from its function code on, where it is known */
export function decodeReply(pdu: Buffer, at: number, notation: Notation, request: Buffer | undefined): DecodedFrame {
  const message: Message = { pdu, at, notation };
  const code = pdu[0]!;
  const fields = [functionField(message)];
  if (code & EXCEPTION) return refusal(message, fields);
  const area = areaOf(code);
  if (!area || pdu.length < 2)
    return { line: `${nameOf(code)}: answered`, fields: [...fields, ...restField(message, 1)] };
  if (code === 5 || code === 6 || code === 15 || code === 16 || code === 22) {
    if (pdu.length >= 5) fields.push(placeField(message, area, pdu.readUInt16BE(1)));
    return { line: 'Written', fields: [...fields, ...restField(message, 3)] };
  }
  const data = pdu.subarray(2);
  fields.push({ name: 'byte count', value: `${pdu[1]}`, at: at + 1, length: 1 });
  const asked = request && request.length >= 5 && request[0] === code ? request : undefined;
  const start = asked?.readUInt16BE(1);
  const count = area.cell === 'bit' ? (asked?.readUInt16BE(3) ?? data.length * 8) : Math.floor(data.length / 2);
  fields.push(...dataFields({ ...message, pdu: data, at: at + 2 }, area, start));
  return { line: cells(area, count), fields };
}

function refusal({ pdu, at }: Message, fields: FrameField[]): DecodedFrame {
  const exception = pdu[1] ?? 0;
  const meaning = exceptionMeaning(exception);
  const text = meaning === 'device failure' ? `the device ${describeFailure(exception)}` : meaning;
  if (pdu.length > 1) fields.push({ name: 'exception', value: `${hex(exception, 2)}: ${text}`, at: at + 1, length: 1 });
  const code = formatExceptionCode(exception);
  return { line: `${code[0]!.toUpperCase()}${code.slice(1)}: ${text}`, fields, isRefusal: true };
}

function functionField({ pdu, at }: Message): FrameField {
  const code = pdu[0]!;
  const plain = code & ~EXCEPTION;
  const area = areaOf(plain);
  const name = `${nameOf(plain)}${area ? ` ${area.name}` : ''}${code & EXCEPTION ? ', refused' : ''}`;
  return { name: 'function', value: `${hex(code, 2)} ${name}`, at, length: 1 };
}

function placeField({ at, notation }: Message, area: Area, start: number): FrameField {
  return { name: 'start', value: `${start} = ${formatAddress(area, start, notation)}`, at: at + 1, length: 2 };
}

function placeText(area: Area, start: number, count: number, notation: Notation): string {
  const first = formatAddress(area, start, notation, count);
  const last = start + Math.max(1, count) - 1;
  const where = count > 1 && last < 65_536 ? `${first}–${formatAddress(area, last, notation)}` : first;
  return `${area.noun}${count > 1 ? 's' : ''} ${where}`;
}

/** @param start of the first register; undefined where it is not known which they are */
function dataFields({ pdu, at, notation }: Message, area: Area, start: number | undefined): FrameField[] {
  if (pdu.length === 0) return [];
  if (area.cell === 'bit') return [{ name: 'bits', value: pdu.toString('hex'), at, length: pdu.length }];
  return Array.from({ length: Math.floor(pdu.length / 2) }, (_, index) => {
    const value = pdu.readUInt16BE(index * 2);
    const name = start === undefined ? `register ${index + 1}` : formatAddress(area, start + index, notation);
    return { name, value: `${value} (${hex(value, 4)})`, at: at + index * 2, length: 2 };
  });
}

function restField({ pdu, at }: Message, from: number): FrameField[] {
  if (pdu.length <= from) return [];
  return [{ name: 'data', value: pdu.toString('hex', from), at: at + from, length: pdu.length - from }];
}
