import { REPLY_DATA_OFFSET, type ReadRequest } from './read-request.ts';

/** What breaks the protocol. Any of them closes the connection: what follows on it cannot be trusted. */
export type ReplyFault =
  | 'transaction-id'
  | 'protocol-id'
  | 'length'
  | 'unit-id'
  | 'function'
  | 'byte-count'
  | 'exception-code'
  | 'trailing-bytes';

export type ReplyVerdict = 'incomplete' | 'data' | 'exception' | ReplyFault;

/** Codes 1–11 are given out (MODBUS Application Protocol V1.1b3, 7; 9 is not, but known devices answer it). */
const LAST_EXCEPTION = 11;
const EXCEPTION_LENGTH = 3;

/**
 * Holds the first `length` bytes received since the request against that request, field by field as they come, so
 * that a broken header is known before its announced rest. Allocates nothing.
 */
export function inspectReply(bytes: Buffer, length: number, request: ReadRequest): ReplyVerdict {
  const sent = request.bytes;
  if ((length > 0 && bytes[0] !== sent[0]) || (length > 1 && bytes[1] !== sent[1])) return 'transaction-id';
  if ((length > 2 && bytes[2] !== 0) || (length > 3 && bytes[3] !== 0)) return 'protocol-id';
  if (length < 6) return 'incomplete';
  const announced = bytes.readUInt16BE(4);
  const dataLength = EXCEPTION_LENGTH + request.byteCount;
  if (announced !== dataLength && announced !== EXCEPTION_LENGTH) return 'length';
  if (length > 6 && bytes[6] !== request.unitId) return 'unit-id';
  if (length < 8) return 'incomplete';
  const isException = bytes[7] === (request.functionCode | 0x80);
  if (!isException && bytes[7] !== request.functionCode) return 'function';
  if (announced !== (isException ? EXCEPTION_LENGTH : dataLength)) return 'length';
  if (length < REPLY_DATA_OFFSET) return 'incomplete';
  const last = bytes[8]!;
  if (isException && (last === 0 || last > LAST_EXCEPTION)) return 'exception-code';
  if (!isException && last !== request.byteCount) return 'byte-count';
  const total = 6 + announced;
  if (length < total) return 'incomplete';
  if (length > total) return 'trailing-bytes';
  return isException ? 'exception' : 'data';
}

/** The fault in words, with what was seen and what was due. */
export function describeReplyFault(fault: ReplyFault, bytes: Buffer, length: number, request: ReadRequest): string {
  const dataLength = EXCEPTION_LENGTH + request.byteCount;
  switch (fault) {
    case 'transaction-id':
      return `a reply to another request (transaction id 0x${bytes.toString('hex', 0, Math.min(length, 2))}, due 0x${request.bytes.toString('hex', 0, 2)})`;
    case 'protocol-id':
      return `protocol id 0x${bytes.toString('hex', 2, Math.min(length, 4))}, and Modbus has 0`;
    case 'length':
      return `length ${bytes.readUInt16BE(4)}, due ${dataLength}`;
    case 'unit-id':
      return `unit ${bytes[6]}, asked was unit ${request.unitId}`;
    case 'function':
      return `function ${bytes[7]}, asked was function ${request.functionCode}`;
    case 'byte-count':
      return `byte count ${bytes[8]}, due ${request.byteCount}`;
    case 'exception-code':
      return `exception code ${bytes[8]}, which Modbus does not have`;
    case 'trailing-bytes':
      return 'more bytes than one reply has';
    default:
      return fault satisfies never;
  }
}
