import { headerLength, ROSCTR, S7_PROTOCOL } from './pdu-header.ts';
import { FUNCTION, ITEM_LENGTH, JOB_HEADER, type Range } from './request.ts';
import { ITEM } from './return-code.ts';
import { areaByCode, type SimulatedMemory } from './simulated-memory.ts';
import { answerUserData } from './simulated-user-data.ts';

/** Error class and code of whole replies. */
const ERROR = { notAvailable: 0x8104, size: 0x8500 } as const;
const MAX_ITEMS = 20;
const BIT = 1;

/** What the answers of one connection depend on. */
export interface AnswerTerms {
  readonly memory: SimulatedMemory;
  readonly nowMs: number;
  /** Agreed on, and the most that this CPU has. */
  readonly pduSize: number;
  readonly isPutGetAllowed: boolean;
  /** It can be asked for its blocks, as an S7-300 and S7-400. */
  readonly hasDirectory: boolean;
}

interface Item extends Range {
  readonly bit: number | undefined;
}

function acknowledge(request: Buffer, error: number, parameters: Buffer, data: Buffer): Buffer {
  const header = Buffer.alloc(headerLength(ROSCTR.ackData));
  header.set([S7_PROTOCOL, ROSCTR.ackData]);
  header.writeUInt16BE(request.readUInt16BE(4), 4);
  header.writeUInt16BE(parameters.length, 6);
  header.writeUInt16BE(data.length, 8);
  header.writeUInt16BE(error, 10);
  return Buffer.concat([header, parameters, data]);
}

const NOTHING = Buffer.alloc(0);

/** @returns a return code where the item names nothing that a CPU has. */
function readItem(bytes: Buffer): Item | number {
  if (bytes[0] !== 0x12 || bytes[1] !== 0x0a || bytes[2] !== 0x10) return ITEM.size;
  const area = areaByCode(bytes[8]!);
  if (!area) return ITEM.absent;
  const address = bytes.readUIntBE(9, 3);
  const isBit = bytes[3] === BIT;
  const place = { area, db: area.name === 'DB' ? bytes.readUInt16BE(6) : 0, count: bytes.readUInt16BE(4) };
  if (area.cell === 'word') return { ...place, start: address, bit: undefined };
  return { ...place, start: address >> 3, bit: isBit ? address & 7 : undefined };
}

function itemsOf(request: Buffer): (Item | number)[] {
  const first = JOB_HEADER + 2;
  return Array.from({ length: request[JOB_HEADER + 1]! }, (_, index) =>
    readItem(request.subarray(first + index * ITEM_LENGTH, first + (index + 1) * ITEM_LENGTH)),
  );
}

function answerRead(request: Buffer, { memory, nowMs, pduSize }: AnswerTerms): Buffer {
  const items = itemsOf(request);
  const parts = items.map((item, index) => {
    const found = typeof item === 'number' ? item : memory.read(item, nowMs);
    if (typeof found === 'number') return Buffer.of(found, 0, 0, 0);
    const isWord = typeof item !== 'number' && item.area.cell === 'word';
    const isPadded = found.length % 2 === 1 && index < items.length - 1;
    const part = Buffer.alloc(4 + found.length + (isPadded ? 1 : 0));
    part.set([ITEM.ok, isWord ? 9 : 4]);
    part.writeUInt16BE(isWord ? found.length : found.length * 8, 2);
    part.set(found, 4);
    return part;
  });
  const reply = acknowledge(request, 0, Buffer.of(FUNCTION.read, items.length), Buffer.concat(parts));
  return reply.length <= pduSize ? reply : acknowledge(request, ERROR.size, NOTHING, NOTHING);
}

function answerWrite(request: Buffer, { memory, nowMs }: AnswerTerms): Buffer {
  const items = itemsOf(request);
  let at = JOB_HEADER + request.readUInt16BE(6);
  const codes = items.map((item) => {
    const transport = request[at + 1]!;
    const length = request.readUInt16BE(at + 2);
    const bytes = transport === 3 ? 1 : transport === 4 || transport === 5 ? length >> 3 : length;
    const data = request.subarray(at + 4, at + 4 + bytes);
    at += 4 + bytes + (bytes % 2);
    if (typeof item === 'number') return item;
    const isRight = item.bit === undefined ? data.length === bytes && bytes === sizeOf(item) : transport === 3;
    return isRight ? memory.write(item, data, item.bit, nowMs) : ITEM.size;
  });
  return acknowledge(request, 0, Buffer.of(FUNCTION.write, items.length), Buffer.from(codes));
}

const sizeOf = ({ area, count }: Range): number => (area.cell === 'word' ? count * 2 : count);

function answerSetup(request: Buffer, pduSize: number): Buffer {
  const parameters = Buffer.from(request.subarray(JOB_HEADER, JOB_HEADER + 8));
  parameters.writeUInt16BE(Math.min(parameters.readUInt16BE(6), pduSize), 6);
  return acknowledge(request, 0, parameters, NOTHING);
}

/** The reply to one S7 message; undefined for one that is none. @param request from 0x32 on */
export function answerMessage(request: Buffer, terms: AnswerTerms): Buffer | undefined {
  if (request.length < JOB_HEADER + 2 || request[0] !== S7_PROTOCOL) return undefined;
  if (JOB_HEADER + request.readUInt16BE(6) + request.readUInt16BE(8) !== request.length) return undefined;
  if (request[1] === ROSCTR.userData)
    return answerUserData(request, { directory: terms.hasDirectory ? terms.memory.dataBlocks : undefined });
  if (request[1] !== ROSCTR.job) return undefined;
  const code = request[JOB_HEADER]!;
  if (code === FUNCTION.setup) return answerSetup(request, terms.pduSize);
  const isAccess = code === FUNCTION.read || code === FUNCTION.write;
  if (!isAccess || !terms.isPutGetAllowed) return acknowledge(request, ERROR.notAvailable, NOTHING, NOTHING);
  if (request[JOB_HEADER + 1]! > MAX_ITEMS || request.length > terms.pduSize)
    return acknowledge(request, ERROR.size, NOTHING, NOTHING);
  return code === FUNCTION.read ? answerRead(request, terms) : answerWrite(request, terms);
}
