import type { DecodedFrame, FrameDirection } from '../../frame-listener.ts';
import type { Notation } from '../address.ts';
import { decodeReply, decodeRequest } from '../decode-pdu.ts';
import { crc16 } from './crc16.ts';

const CRC_LENGTH = 2;

/** What a frame of a serial line says: unit, function and data, checksum. Undefined for bytes that are too few. */
export function decodeRtuFrame(
  direction: FrameDirection,
  bytes: Uint8Array,
  notation: Notation,
  request: Uint8Array | undefined,
): DecodedFrame | undefined {
  if (bytes.length < 2 + CRC_LENGTH) return undefined;
  const end = bytes.length - CRC_LENGTH;
  const pduOf = (frame: Uint8Array): Buffer =>
    Buffer.from(frame.buffer, frame.byteOffset + 1, frame.length - 1 - CRC_LENGTH);
  const asked = request && request.length >= 2 + CRC_LENGTH ? pduOf(request) : undefined;
  const body =
    direction === 'sent' ? decodeRequest(pduOf(bytes), 1, notation) : decodeReply(pduOf(bytes), 1, notation, asked);
  const [seen, due] = [bytes[end]! | (bytes[end + 1]! << 8), crc16(bytes, 0, end)];
  const hex = (crc: number): string => `0x${crc.toString(16).toUpperCase().padStart(4, '0')}`;
  const checksum = seen === due ? hex(seen) : `${hex(seen)}, due ${hex(due)}`;
  return {
    ...body,
    line: `${body.line}${direction === 'sent' ? `  unit ${bytes[0]}` : ''}${seen === due ? '' : '  (wrong checksum)'}`,
    fields: [
      { name: 'unit', value: `${bytes[0]}`, at: 0, length: 1 },
      ...body.fields,
      { name: 'checksum', value: checksum, at: end, length: CRC_LENGTH },
    ],
  };
}
