import type { Area } from './area.ts';

/** Bytes before the data of a reply: MBAP header 7, function 1, byte count 1 (Modbus Messaging on TCP/IP V1.0b, 3.1.3). */
export const REPLY_DATA_OFFSET = 9;

/** The bytes of one read, made once; only the transaction id changes from poll to poll. */
export interface ReadRequest {
  readonly bytes: Buffer;
  readonly unitId: number;
  readonly functionCode: 1 | 2 | 3 | 4;
  /** Data bytes that a right reply carries. */
  readonly byteCount: number;
}

export function makeReadRequest(unitId: number, area: Area, start: number, count: number): ReadRequest {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt16BE(6, 4);
  bytes[6] = unitId;
  bytes[7] = area.readFunction;
  bytes.writeUInt16BE(start, 8);
  bytes.writeUInt16BE(count, 10);
  const byteCount = area.cell === 'bit' ? Math.ceil(count / 8) : count * 2;
  return { bytes, unitId, functionCode: area.readFunction, byteCount };
}

/** @param id 0–65535 */
export function setTransactionId(request: ReadRequest, id: number): void {
  request.bytes[0] = id >>> 8;
  request.bytes[1] = id & 0xff;
}
