const FINAL_TEXT = 0x81;
const MASKED = 0x80;
const MASK = Buffer.from([0x12, 0x34, 0x56, 0x78]);

/** A whole text message as a client sends it (RFC 6455, 5.2): one frame, masked. */
export function textFrame(payload: Uint8Array): Buffer {
  const { length } = payload;
  const header = length < 126 ? Buffer.alloc(2) : length < 65_536 ? Buffer.alloc(4) : Buffer.alloc(10);
  header[0] = FINAL_TEXT;
  header[1] = MASKED | (length < 126 ? length : length < 65_536 ? 126 : 127);
  if (header.length === 4) header.writeUInt16BE(length, 2);
  if (header.length === 10) header.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([header, MASK, Buffer.from(payload).map((byte, i) => byte ^ MASK[i % 4]!)]);
}
