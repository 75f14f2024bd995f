import type { DecodedFrame, FrameDirection, FrameField, FramePlace } from '../frame-listener.ts';
import { AREAS } from './area.ts';
import { COTP } from './frame-assembler.ts';
import { headerLength, ROSCTR, S7_PROTOCOL } from './pdu-header.ts';
import { FUNCTION, ISO_HEADER, ITEM_LENGTH, ITEM_OK } from './request.ts';
import { describeItemCode } from './return-code.ts';

const COTP_NAMES: Readonly<Record<number, string>> = {
  0xe0: 'Connect request',
  [COTP.connectConfirm]: 'Connect confirm',
  [COTP.disconnectRequest]: 'Disconnect request',
};
const KIND_NAMES: Readonly<Record<number, string>> = {
  [ROSCTR.job]: 'job',
  [ROSCTR.ack]: 'acknowledgement',
  [ROSCTR.ackData]: 'acknowledgement with data',
  [ROSCTR.userData]: 'user data',
};
const MOST_ITEMS = 20;
const hex = (value: number, digits = 2): string => `0x${value.toString(16).toUpperCase().padStart(digits, '0')}`;

/** What an S7 frame says, TPKT and COTP included; undefined for bytes that are none. */
export function decodeS7Frame(
  direction: FrameDirection,
  bytes: Uint8Array,
  request: Uint8Array | undefined,
): DecodedFrame | undefined {
  const frame = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (frame.length < ISO_HEADER || frame[0] !== 3) return undefined;
  const type = frame[5]!;
  const fields: FrameField[] = [
    { name: 'TPKT length', value: `${frame.readUInt16BE(2)}`, at: 2, length: 2 },
    { name: 'COTP', value: `${hex(type)} ${COTP_NAMES[type] ?? 'data'}`, at: 5, length: 1 },
  ];
  if (type !== COTP.data) return { line: `${COTP_NAMES[type] ?? `COTP ${hex(type)}`}`, fields };
  if (frame.length < ISO_HEADER + 10 || frame[ISO_HEADER] !== S7_PROTOCOL) return { line: 'COTP data', fields };
  const kind = frame[ISO_HEADER + 1]!;
  const reference = frame.readUInt16BE(ISO_HEADER + 4);
  fields.push(
    { name: 'kind', value: `${kind} ${KIND_NAMES[kind] ?? 'unknown'}`, at: ISO_HEADER + 1, length: 1 },
    { name: 'reference', value: `${reference}`, at: ISO_HEADER + 4, length: 2 },
  );
  const at = ISO_HEADER + headerLength(kind);
  const said = direction === 'sent' ? job(frame, at) : answer(frame, at, request);
  // A frame may end before what it announces.
  const whole = [...fields, ...said.fields].filter((field) => field.at + field.length <= frame.length);
  return { ...said, fields: whole, pair: `${reference}` };
}

/** @param at where the parameters begin */
function job(frame: Buffer, at: number): DecodedFrame {
  if (frame[ISO_HEADER + 1] === ROSCTR.userData) return { line: 'Ask the CPU about itself', fields: [] };
  const code = frame[at];
  const fields: FrameField[] = [functionField(code, at)];
  if (code === FUNCTION.setup) return { line: `Setup communication, PDU ${pduSize(frame, at)}`, fields };
  if (code !== FUNCTION.read && code !== FUNCTION.write) return { line: `Function ${hex(code ?? 0)}`, fields };
  const items = itemsOf(frame, at);
  fields.push(
    ...items.map(({ text, from }, i) => ({ name: `item ${i + 1}`, value: text, at: from, length: ITEM_LENGTH })),
  );
  const verb = code === FUNCTION.read ? 'Read' : 'Write';
  const shown = items.slice(0, 3).map(({ text }) => text);
  const more = items.length > 3 ? ` and ${items.length - 3} more` : '';
  return { line: `${verb} ${shown.join(', ')}${more}`, fields, places: items.map(({ place }) => place) };
}

function answer(frame: Buffer, at: number, request: Uint8Array | undefined): DecodedFrame {
  const kind = frame[ISO_HEADER + 1]!;
  if (kind === ROSCTR.userData) return { line: 'What the CPU says of itself', fields: [] };
  const error = headerLength(kind) === 12 && frame.length >= at ? frame.readUInt16BE(at - 2) : 0;
  if (error !== 0) {
    const field = { name: 'error', value: hex(error, 4), at: at - 2, length: 2 };
    return { line: `Refused: ${describeItemCode(error)} (${hex(error, 4)})`, fields: [field], isRefusal: true };
  }
  const code = frame[at];
  const fields: FrameField[] = [functionField(code, at)];
  if (code === FUNCTION.setup) return { line: `Setup communication: PDU ${pduSize(frame, at)}`, fields };
  const asked = request ? itemsOf(Buffer.from(request), ISO_HEADER + 10).map(({ text }) => text) : [];
  const count = Math.min(frame[at + 1] ?? 0, MOST_ITEMS);
  const codes =
    code === FUNCTION.write ? writeItems(frame, at + 2, count, asked) : readItems(frame, at + 2, count, asked);
  fields.push(...codes.fields);
  const refused = codes.refused.length;
  const plain = code === FUNCTION.write ? 'Written' : `${codes.bytes} ${codes.bytes === 1 ? 'byte' : 'bytes'}`;
  if (refused === 0) return { line: plain, fields };
  const [first] = codes.refused;
  const which = count === 1 ? 'Refused' : `${refused} of ${count} items refused`;
  return { line: `${which}: ${first}`, fields, isRefusal: true };
}

interface ItemAnswers {
  readonly fields: FrameField[];
  readonly refused: string[];
  readonly bytes: number;
}

function readItems(frame: Buffer, from: number, count: number, asked: readonly string[]): ItemAnswers {
  const [fields, refused]: [FrameField[], string[]] = [[], []];
  let [at, bytes] = [from, 0];
  for (let i = 0; i < count && at + 4 <= frame.length; i++) {
    const code = frame[at]!;
    // Transport size 4 and 5 count bits, the others bytes.
    const isBits = frame[at + 1] === 4 || frame[at + 1] === 5;
    const said = frame.readUInt16BE(at + 2);
    const length = code === ITEM_OK ? Math.min(isBits ? said >> 3 : said, frame.length - at - 4) : 0;
    const name = asked[i] ?? `item ${i + 1}`;
    if (code === ITEM_OK)
      fields.push({ name, value: frame.toString('hex', at + 4, at + 4 + length), at: at + 4, length });
    else fields.push({ name, value: refusedText(code, refused), at, length: 1 });
    bytes += length;
    at += 4 + length + (i < count - 1 ? length % 2 : 0);
  }
  return { fields, refused, bytes };
}

function writeItems(frame: Buffer, from: number, count: number, asked: readonly string[]): ItemAnswers {
  const [fields, refused]: [FrameField[], string[]] = [[], []];
  for (let i = 0; i < count && from + i < frame.length; i++) {
    const code = frame[from + i]!;
    const value = code === ITEM_OK ? 'written' : refusedText(code, refused);
    fields.push({ name: asked[i] ?? `item ${i + 1}`, value, at: from + i, length: 1 });
  }
  return { fields, refused, bytes: 0 };
}

function refusedText(code: number, refused: string[]): string {
  const text = `${describeItemCode(code)} (${hex(code)})`;
  refused.push(text);
  return text;
}

function functionField(code: number | undefined, at: number): FrameField {
  const names: Readonly<Record<number, string>> = {
    [FUNCTION.read]: 'read',
    [FUNCTION.write]: 'write',
    [FUNCTION.setup]: 'setup communication',
  };
  const value = code === undefined ? 'missing' : `${hex(code)} ${names[code] ?? 'unknown'}`;
  return { name: 'function', value, at, length: 1 };
}

const pduSize = (frame: Buffer, at: number): string => (frame.length >= at + 8 ? `${frame.readUInt16BE(at + 6)}` : '?');

/** What one item of a job is about, and where it stands in the frame. */
interface ItemOfJob {
  readonly text: string;
  readonly place: FramePlace;
  readonly from: number;
}

/** The places of a job, as addresses: `DB10 0–99`, `M 4.3`. */
function itemsOf(frame: Buffer, at: number): ItemOfJob[] {
  const count = Math.min(frame[at + 1] ?? 0, MOST_ITEMS);
  const items: ItemOfJob[] = [];
  for (let i = 0; i < count; i++) {
    const from = at + 2 + i * ITEM_LENGTH;
    if (from + ITEM_LENGTH > frame.length) break;
    items.push({ ...placeOf(frame.subarray(from, from + ITEM_LENGTH)), from });
  }
  return items;
}

function placeOf(item: Buffer): Omit<ItemOfJob, 'from'> {
  const area = Object.values(AREAS).find(({ code }) => code === item[8]);
  const [count, db, address] = [item.readUInt16BE(4), item.readUInt16BE(6), item.readUIntBE(9, 3)];
  const name = !area ? `area ${hex(item[8]!)}` : area.name === 'DB' ? `DB${db}` : area.name;
  if (item[3] === 1) {
    const place = { area: name, start: address >> 3, count: 1 };
    return { text: `${name} ${address >> 3}.${address & 7}`, place };
  }
  const start = area?.cell === 'word' ? address : address >> 3;
  const text = count === 1 ? `${name} ${start}` : `${name} ${start}–${start + count - 1}`;
  return { text, place: { area: name, start, count } };
}
