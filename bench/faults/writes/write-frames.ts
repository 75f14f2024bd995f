/** Says of what a client sends whether it is a request to write; one of our own sends one request at a time. */
export type IsWrite = (chunk: Buffer) => boolean;

/** Function codes 5, 6, 15, 16 and 22 behind the header of 7 bytes (Modbus Messaging on TCP/IP 1.0b, 3.1.3). */
const MODBUS_WRITES = new Set([5, 6, 15, 16, 22]);
/** A job (1) with the function “write var” (5) behind TPKT, COTP and the S7 header. */
const [S7_PROTOCOL_AT, S7_PROTOCOL, S7_JOB, S7_FUNCTION_AT, S7_WRITE] = [7, 0x32, 1, 17, 5] as const;
/** The number of a WriteRequest behind header, channel, token, sequence and request (OPC 10000-6, NodeIds.csv). */
const [OPCUA_TYPE_AT, OPCUA_WRITE] = [26, 673] as const;

export const IS_WRITE: Readonly<Record<'modbus-tcp' | 's7' | 'opcua', IsWrite>> = {
  'modbus-tcp': (chunk) => MODBUS_WRITES.has(chunk[7] ?? 0),
  s7: (chunk) =>
    chunk[S7_PROTOCOL_AT] === S7_PROTOCOL && chunk[S7_PROTOCOL_AT + 1] === S7_JOB && chunk[S7_FUNCTION_AT] === S7_WRITE,
  opcua: (chunk) =>
    messagesOf(chunk).some((at) => chunk.length > at + 28 && chunk.readUInt16LE(at + OPCUA_TYPE_AT) === OPCUA_WRITE),
};

/** Where messages begin: a read of a subscription may stand in front of the write. */
function messagesOf(chunk: Buffer): number[] {
  const starts: number[] = [];
  for (let at = 0; at + 8 <= chunk.length; at += Math.max(8, chunk.readUInt32LE(at + 4)))
    if (chunk.toString('latin1', at, at + 3) === 'MSG') starts.push(at);
  return starts;
}
