import type { Area } from './area.ts';
import { type ModbusRequest, PDU_DATA_OFFSET } from './request.ts';

/** Bytes before the data of a reply to a read: the byte count is one more. */
export const REPLY_DATA_OFFSET = PDU_DATA_OFFSET + 1;

export function makeReadRequest(unitId: number, area: Area, start: number, count: number): ModbusRequest {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt16BE(6, 4);
  bytes[6] = unitId;
  bytes[7] = area.readFunction;
  bytes.writeUInt16BE(start, 8);
  bytes.writeUInt16BE(count, 10);
  const byteCount = area.cell === 'bit' ? Math.ceil(count / 8) : count * 2;
  return {
    bytes,
    unitId,
    functionCode: area.readFunction,
    expected: Buffer.of(byteCount),
    replyLength: 3 + byteCount,
  };
}
