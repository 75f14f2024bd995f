/** Bytes before what is particular to a function: MBAP header 7, function 1 (Modbus Messaging on TCP/IP V1.0b, 3.1.3). */
export const PDU_DATA_OFFSET = 8;

/** The bytes of one request, made once, and what a right reply to it looks like. */
export interface ModbusRequest {
  readonly bytes: Buffer;
  readonly unitId: number;
  readonly functionCode: number;
  /** What a right reply says behind its function and is known before: the byte count of a read, the echo of a write. */
  readonly expected: Buffer;
  /** The length that the header of a right reply announces: unit, function and all behind them. */
  readonly replyLength: number;
  /** Where it is not known before: `replyLength` is then the shortest and this the longest. */
  readonly longestReply?: number;
  /**
   * The same length by what the reply says of itself, for lines whose frames have no header; undefined while too little
   * has come. Needed beside `longestReply`. @param bytes as far as `length`, from byte 0 of Modbus TCP's header
   */
  readonly measure?: (bytes: Buffer, length: number) => number | undefined;
}

/** @param id 0–65535; the only bytes of a request that change from one sending to the next */
export function setTransactionId(request: ModbusRequest, id: number): void {
  request.bytes[0] = id >>> 8;
  request.bytes[1] = id & 0xff;
}
