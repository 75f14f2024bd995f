import { type ModbusRequest, PDU_DATA_OFFSET } from './request.ts';

/** What breaks the protocol. Any of them closes the connection: what follows on it cannot be trusted. */
export type ReplyFault =
  | 'transaction-id'
  | 'protocol-id'
  | 'length'
  | 'unit-id'
  | 'function'
  | 'byte-count'
  | 'echo'
  | 'exception-code'
  | 'trailing-bytes'
  | 'crc'
  | 'second-look';

export type ReplyVerdict = 'incomplete' | 'data' | 'exception' | ReplyFault;

/** Codes 1–11 are given out (MODBUS Application Protocol V1.1b3, 7; 9 is not, but known devices answer it). */
const LAST_EXCEPTION = 11;
const EXCEPTION_LENGTH = 3;

/**
 * Holds the first `length` bytes received since the request against that request, field by field as they come, so
 * that a broken header is known before its announced rest. Allocates nothing.
 *
 * @returns `data` for the whole right reply: to a write it repeats what was written where, byte for byte.
 */
export function inspectReply(bytes: Buffer, length: number, request: ModbusRequest): ReplyVerdict {
  const { bytes: sent, functionCode, replyLength } = request;
  if ((length > 0 && bytes[0] !== sent[0]) || (length > 1 && bytes[1] !== sent[1])) return 'transaction-id';
  if ((length > 2 && bytes[2] !== 0) || (length > 3 && bytes[3] !== 0)) return 'protocol-id';
  if (length < 6) return 'incomplete';
  const announced = bytes.readUInt16BE(4);
  const longest = request.longestReply ?? replyLength;
  const isRightLength = announced >= replyLength && announced <= longest;
  if (!isRightLength && announced !== EXCEPTION_LENGTH) return 'length';
  if (length > 6 && bytes[6] !== request.unitId) return 'unit-id';
  if (length < PDU_DATA_OFFSET) return 'incomplete';
  const isException = bytes[7] === (functionCode | 0x80);
  if (!isException && bytes[7] !== functionCode) return 'function';
  if (isException ? announced !== EXCEPTION_LENGTH : !isRightLength) return 'length';
  const fault = isException ? inspectException(bytes, length) : inspectExpected(bytes, length, request.expected);
  if (fault) return fault;
  const total = 6 + announced;
  if (length < total) return 'incomplete';
  if (length > total) return 'trailing-bytes';
  return isException ? 'exception' : 'data';
}

/** The code behind the function of an exception, as far as it came. */
export function inspectException(bytes: Buffer, length: number): ReplyFault | undefined {
  if (length <= PDU_DATA_OFFSET) return undefined;
  const code = bytes[PDU_DATA_OFFSET]!;
  return code === 0 || code > LAST_EXCEPTION ? 'exception-code' : undefined;
}

/** The byte count or echo behind the function, as far as it came. */
export function inspectExpected(bytes: Buffer, length: number, expected: Buffer): ReplyFault | undefined {
  const end = Math.min(expected.length, length - PDU_DATA_OFFSET);
  for (let i = 0; i < end; i++) {
    if (bytes[PDU_DATA_OFFSET + i] !== expected[i]) return expected.length === 1 ? 'byte-count' : 'echo';
  }
  return undefined;
}

/** The fault in words, with what was seen and what was due. */
export function describeReplyFault(fault: ReplyFault, bytes: Buffer, length: number, request: ModbusRequest): string {
  switch (fault) {
    case 'transaction-id':
      return `a reply to another request (transaction id 0x${bytes.toString('hex', 0, Math.min(length, 2))}, due 0x${request.bytes.toString('hex', 0, 2)})`;
    case 'protocol-id':
      return `protocol id 0x${bytes.toString('hex', 2, Math.min(length, 4))}, and Modbus has 0`;
    case 'length':
      return `length ${bytes.readUInt16BE(4)}, due ${request.replyLength}`;
    case 'unit-id':
      return `unit ${bytes[6]}, asked was unit ${request.unitId}`;
    case 'function':
      return `function ${bytes[7]}, asked was function ${request.functionCode}`;
    case 'byte-count':
      return `byte count ${bytes[PDU_DATA_OFFSET]}, due ${request.expected[0]}`;
    case 'echo': {
      const end = Math.min(length, PDU_DATA_OFFSET + request.expected.length);
      return `the echo of another write (0x${bytes.toString('hex', PDU_DATA_OFFSET, end)}, due 0x${request.expected.toString('hex')})`;
    }
    case 'exception-code':
      return `exception code ${bytes[PDU_DATA_OFFSET]}, which Modbus does not have`;
    case 'trailing-bytes':
      return 'more bytes than one reply has';
    case 'crc':
      return 'a frame whose checksum is wrong';
    case 'second-look':
      return 'a frame that modbus-serial does not take';
    default:
      return fault satisfies never;
  }
}
