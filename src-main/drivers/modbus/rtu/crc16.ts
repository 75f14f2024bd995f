/** Remainders of every byte, lowest bit first (MODBUS over Serial Line V1.02, 6.2.2). */
const TABLE = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 0 ? crc >>> 1 : (crc >>> 1) ^ 0xa001;
  return crc;
});

/** The checksum of a frame on a serial line; it goes over the wire low byte first. @param end exclusive */
export function crc16(bytes: Uint8Array, start = 0, end = bytes.length): number {
  let crc = 0xffff;
  for (let i = start; i < end; i++) crc = (crc >>> 8) ^ TABLE[(crc ^ bytes[i]!) & 0xff]!;
  return crc;
}

/** Unit, function and data as a frame of a serial line. */
export function rtuFrame(body: Uint8Array): Buffer {
  const crc = crc16(body);
  return Buffer.from([...body, crc & 0xff, crc >>> 8]);
}
