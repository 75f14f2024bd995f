import { ROSCTR } from './pdu-header.ts';
import {
  ACK_DATA,
  ackFault,
  FUNCTION,
  frameOf,
  ITEM_LENGTH,
  JOB_HEADER,
  PARAMETERS_AT,
  putItem,
  type Range,
  type S7Request,
} from './request.ts';

/** What a write has around its bytes: header, function and count, place, and the head of the data. */
export const WRITE_OVERHEAD = JOB_HEADER + 2 + ITEM_LENGTH + 4;
const DATA_HEAD = 4;
/** How the data of a write counts itself: one bit, bits, bytes. */
const TRANSPORT = { bit: 3, bits: 4, bytes: 9 } as const;

/** @returns the return code of the one item in a reply that was inspected */
export function writeCode(pdu: Buffer): number {
  return pdu[ACK_DATA]!;
}

/**
 * Writes one range, or one bit, in one request.
 *
 * @param data as many bytes as the range has, or one byte 0 or 1
 * @param bit of the first byte; left out: the bytes
 */
export function makeWriteRequest(range: Range, data: Uint8Array, bit?: number): S7Request {
  const bytes = frameOf(ROSCTR.job, 2 + ITEM_LENGTH, DATA_HEAD + data.length);
  bytes.set([FUNCTION.write, 1], PARAMETERS_AT);
  putItem(bytes, PARAMETERS_AT + 2, range, bit);
  const at = PARAMETERS_AT + 2 + ITEM_LENGTH;
  const isWord = range.area.cell === 'word';
  bytes[at + 1] = bit !== undefined ? TRANSPORT.bit : isWord ? TRANSPORT.bytes : TRANSPORT.bits;
  bytes.writeUInt16BE(bit !== undefined ? 1 : isWord ? data.length : data.length * 8, at + 2);
  bytes.set(data, at + DATA_HEAD);
  return { bytes, replyKind: ROSCTR.ackData, inspect };
}

function inspect(pdu: Buffer): string | undefined {
  const fault = ackFault(pdu, FUNCTION.write, 1);
  if (fault !== undefined) return fault;
  return pdu.length === ACK_DATA + 1 ? undefined : `a confirmation of ${pdu.length} bytes, due ${ACK_DATA + 1}`;
}
