import type { Area } from './area.ts';
import { ROSCTR, S7_PROTOCOL } from './pdu-header.ts';

/** One request, ready to be sent but for its reference. */
export interface S7Request {
  /** From the first byte of its TPKT. */
  readonly bytes: Buffer;
  /** Kind of message that answers it. */
  readonly replyKind: number;
  /** What is wrong with a reply whose header is right, in words behind “sent”. Called once, before anybody reads it. */
  readonly inspect: (pdu: Buffer) => string | undefined;
}

/** TPKT and COTP in front of the S7 message. */
export const ISO_HEADER = 7;
const REFERENCE_AT = ISO_HEADER + 4;
export const JOB_HEADER = 10;
/** Bytes that describe one place. */
export const ITEM_LENGTH = 12;

export function setReference({ bytes }: S7Request, reference: number): void {
  bytes.writeUInt16BE(reference, REFERENCE_AT);
}

/** A range of bytes, of timers or of counters. */
export interface Range {
  readonly area: Area;
  readonly db: number;
  readonly start: number;
  /** Bytes, or timers and counters. */
  readonly count: number;
}

/** Sizes of what an item counts (Wireshark packet-s7comm.c, transport sizes of items). */
const TRANSPORT = { bit: 1, byte: 2, counter: 0x1c, timer: 0x1d } as const;

/** Bytes that a range has on the wire. */
export function wireBytes({ area, count }: Pick<Range, 'area' | 'count'>): number {
  return area.cell === 'word' ? count * 2 : count;
}

/** @param bit left out: whole bytes; otherwise the one bit of the first byte */
export function putItem(bytes: Buffer, at: number, { area, db, start, count }: Range, bit?: number): void {
  const transport =
    bit !== undefined
      ? TRANSPORT.bit
      : area.name === 'T'
        ? TRANSPORT.timer
        : area.name === 'C'
          ? TRANSPORT.counter
          : TRANSPORT.byte;
  bytes.set([0x12, 0x0a, 0x10, transport], at);
  bytes.writeUInt16BE(bit === undefined ? count : 1, at + 4);
  bytes.writeUInt16BE(db, at + 6);
  bytes[at + 8] = area.code;
  bytes.writeUIntBE(area.cell === 'word' ? start : start * 8 + (bit ?? 0), at + 9, 3);
}

/** The message with its headers filled in. @returns all of it, with room for parameters and data behind the headers */
export function frameOf(kind: number, parameterBytes: number, dataBytes: number): Buffer {
  const bytes = Buffer.alloc(ISO_HEADER + JOB_HEADER + parameterBytes + dataBytes);
  bytes[0] = 3;
  bytes.writeUInt16BE(bytes.length, 2);
  bytes.set([2, 0xf0, 0x80, S7_PROTOCOL, kind], 4);
  bytes.writeUInt16BE(parameterBytes, ISO_HEADER + 6);
  bytes.writeUInt16BE(dataBytes, ISO_HEADER + 8);
  return bytes;
}

/** Functions of a job (Wireshark packet-s7comm.c). */
export const FUNCTION = { read: 4, write: 5, setup: 0xf0 } as const;
export const PARAMETERS_AT = ISO_HEADER + JOB_HEADER;
/** Where the data of an acknowledgement with function and item count begins. */
export const ACK_DATA = 14;
/** An item's return code when all went well. */
export const ITEM_OK = 0xff;

/** A reply to reading or writing has to name the function and the number of items. */
export function ackFault(pdu: Buffer, code: number, items: number): string | undefined {
  if (pdu[1] !== ROSCTR.ackData) return 'an acknowledgement without data';
  if (pdu.readUInt16BE(6) !== 2 || pdu[12] !== code) return `the answer to function ${pdu[12]}, due ${code}`;
  return pdu[13] === items ? undefined : `the answer to ${pdu[13]} items, due ${items}`;
}
