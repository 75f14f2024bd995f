import type { ServerFraming } from '../server-framing.ts';
import { crc16, rtuFrame } from './crc16.ts';

/** The length of a request without its checksum, by its function; undefined where it is not known yet or never. */
function requestLength(bytes: Buffer): number | undefined {
  const at = (offset: number): number | undefined => bytes[offset];
  switch (bytes[1]) {
    case 1:
    case 2:
    case 3:
    case 4:
    case 5:
    case 6:
      return 6;
    case 15:
    case 16:
      return at(6) === undefined ? undefined : 7 + at(6)!;
    case 17:
      return 2;
    case 22:
      return 8;
    case 23:
      return at(10) === undefined ? undefined : 11 + at(10)!;
    case 43:
      return 5;
    default:
      // What stands there is the request, as on a line that is silent behind it.
      return Math.max(2, bytes.length - 2);
  }
}

/** RTU frames as a device on a line sees them: a wrong checksum or another unit is none of its business. */
export const RTU_FRAMING: ServerFraming = {
  absentUnit: undefined,
  take(bytes) {
    if (bytes.length < 4) return { kind: 'incomplete' };
    const length = requestLength(bytes);
    if (length === undefined || bytes.length < length + 2) return { kind: 'incomplete' };
    if (crc16(bytes, 0, length) !== bytes.readUInt16LE(length)) return { kind: 'garbage', closes: false };
    return { kind: 'request', length: length + 2, unit: bytes[0]!, pdu: bytes.subarray(1, length) };
  },
  reply: (request, pdu) => rtuFrame(Buffer.concat([request.subarray(0, 1), pdu])),
};
