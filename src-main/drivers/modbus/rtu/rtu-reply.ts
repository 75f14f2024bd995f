import { inspectException, inspectExpected, type ReplyVerdict } from '../reply.ts';
import type { ModbusRequest } from '../request.ts';
import { crc16 } from './crc16.ts';

/** Where a reply begins in the buffer: its unit and function lie where Modbus TCP has them. */
export const RTU_OFFSET = 6;
const EXCEPTION_LENGTH = 3;
const CRC_LENGTH = 2;

/**
 * Holds what came since the request against that request, field by field. A frame of a serial line has no header that
 * announces its length: what was asked says how long the answer is, or else the answer itself.
 *
 * @param length as far as bytes came, from byte 0 of the buffer
 * @returns `data` for the whole right reply. Bytes 4 and 5 then have its length, as the header of Modbus TCP has it.
 */
export function inspectRtuReply(bytes: Buffer, length: number, request: ModbusRequest): ReplyVerdict {
  const { functionCode } = request;
  if (length > 6 && bytes[6] !== request.unitId) return 'unit-id';
  if (length < 8) return 'incomplete';
  const isException = bytes[7] === (functionCode | 0x80);
  if (!isException && bytes[7] !== functionCode) return 'function';
  const fault = isException ? inspectException(bytes, length) : inspectExpected(bytes, length, request.expected);
  if (fault) return fault;
  const announced = isException ? EXCEPTION_LENGTH : announcedLength(bytes, length, request);
  if (announced === undefined) return 'incomplete';
  bytes.writeUInt16BE(announced, 4);
  if (!isException && announced > (request.longestReply ?? request.replyLength)) return 'length';
  const end = RTU_OFFSET + announced;
  if (length < end + CRC_LENGTH) return 'incomplete';
  if (crc16(bytes, RTU_OFFSET, end) !== bytes.readUInt16LE(end)) return 'crc';
  if (length > end + CRC_LENGTH) return 'trailing-bytes';
  return isException ? 'exception' : 'data';
}

function announcedLength(bytes: Buffer, length: number, request: ModbusRequest): number | undefined {
  return request.measure ? request.measure(bytes, length) : request.replyLength;
}
