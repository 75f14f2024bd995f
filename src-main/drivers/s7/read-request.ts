import { ROSCTR } from './pdu-header.ts';
import {
  ACK_DATA,
  ackFault,
  FUNCTION,
  frameOf,
  ITEM_LENGTH,
  ITEM_OK,
  PARAMETERS_AT,
  putItem,
  type Range,
  type S7Request,
  wireBytes,
} from './request.ts';

/** A read of several ranges, with room for what its reply says of each. */
export interface ReadRequest extends S7Request {
  /** Return code of each range in the last reply. */
  readonly codes: Uint8Array;
  /** Where the bytes of each range begin in the last reply. */
  readonly offsets: Uint16Array;
}

/** Bytes in front of the data of each item of a reply. */
export const ITEM_HEADER = 4;

/** Units of an item's length by its transport size: bits, or bytes (Wireshark packet-s7comm.c, transport sizes of data). */
const IN_BITS: readonly number[] = [4, 5];
const IN_BYTES: readonly number[] = [7, 9];

/** @returns bytes of an item's data, NaN for a transport size that no read of ours is answered with */
function dataBytes(transport: number, length: number): number {
  if (IN_BYTES.includes(transport)) return length;
  return IN_BITS.includes(transport) && length % 8 === 0 ? length / 8 : Number.NaN;
}

/** Reads 1–20 ranges. */
export function makeReadRequest(ranges: readonly Range[]): ReadRequest {
  const bytes = frameOf(ROSCTR.job, 2 + ranges.length * ITEM_LENGTH, 0);
  bytes.set([FUNCTION.read, ranges.length], PARAMETERS_AT);
  ranges.forEach((range, index) => putItem(bytes, PARAMETERS_AT + 2 + index * ITEM_LENGTH, range));
  const due = ranges.map(wireBytes);
  const codes = new Uint8Array(ranges.length);
  const offsets = new Uint16Array(ranges.length);
  const inspect = (pdu: Buffer): string | undefined => {
    const fault = ackFault(pdu, FUNCTION.read, ranges.length);
    if (fault !== undefined) return fault;
    let at = ACK_DATA;
    for (let i = 0; i < due.length; i++) {
      if (at + ITEM_HEADER > pdu.length) return `a reply that ends in item ${i + 1} of ${due.length}`;
      const code = pdu[at]!;
      codes[i] = code;
      at += ITEM_HEADER;
      if (code !== ITEM_OK) continue;
      const found = dataBytes(pdu[at - 3]!, pdu.readUInt16BE(at - 2));
      if (found !== due[i]) {
        return `item ${i + 1} with length ${pdu.readUInt16BE(at - 2)} of transport size ${pdu[at - 3]}, due ${due[i]} bytes`;
      }
      offsets[i] = at;
      // All but the last are filled up to an even length; some CPUs fill up the last one too.
      at += found;
      if (found % 2 === 1 && (i < due.length - 1 || at + 1 === pdu.length)) at++;
    }
    return at === pdu.length ? undefined : `a reply of ${pdu.length} bytes whose items take ${at}`;
  };
  return { bytes, replyKind: ROSCTR.ackData, inspect, codes, offsets };
}
