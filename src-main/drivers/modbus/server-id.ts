import { cleanText } from '../../kernel/clean-text.ts';
import { type ModbusRequest, PDU_DATA_OFFSET } from './request.ts';

/** Report server ID (MODBUS Application Protocol V1.1b3, 6.13). */
const REPORT_SERVER_ID = 17;
const LONGEST_REPLY = 254;
const SHORTEST_REPLY = 4;
const BYTES_SHOWN = 40;

/** Asks what the device says of itself: an old function that many serial devices have. */
export function makeServerIdRequest(unitId: number): ModbusRequest {
  return {
    bytes: Buffer.of(0, 0, 0, 0, 0, 2, unitId, REPORT_SERVER_ID),
    unitId,
    functionCode: REPORT_SERVER_ID,
    expected: Buffer.alloc(0),
    replyLength: SHORTEST_REPLY,
    longestReply: LONGEST_REPLY,
    measure: (bytes, length) => (length > PDU_DATA_OFFSET ? 3 + bytes[PDU_DATA_OFFSET]! : undefined),
  };
}

/**
 * What was said, for a look: its form is each maker's own, so that it is shown as text where it is text and in hex.
 *
 * @param reply from byte 0 of Modbus TCP's header @returns undefined where its byte count is not that of the reply
 */
export function readServerId(reply: DataView): readonly { readonly name: string; readonly text: string }[] | undefined {
  const count = reply.getUint8(PDU_DATA_OFFSET);
  if (count === 0 || reply.getUint16(4) !== 3 + count) return undefined;
  const bytes = Buffer.from(new Uint8Array(reply.buffer, reply.byteOffset + PDU_DATA_OFFSET + 1, count));
  const words = bytes.toString('latin1').match(/[\x20-\x7e]{3,}/g);
  const hex = bytes
    .subarray(0, BYTES_SHOWN)
    .toString('hex')
    .toUpperCase()
    .replace(/(..)(?=.)/g, '$1 ');
  const isRunning = count > 1 && (bytes[1] === 0xff || bytes[1] === 0);
  return [
    ...(words ? [{ name: 'Server', text: cleanText(words.join(' ').trim(), 80) }] : []),
    { name: 'Server ID', text: `${hex}${count > BYTES_SHOWN ? ' …' : ''}` },
    ...(isRunning ? [{ name: 'Run indicator', text: bytes[1] === 0xff ? 'on' : 'off' }] : []),
  ];
}
