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

/**
 * Transport sizes of the data of items (Wireshark packet-s7comm.c): bytes are answered as 4, which counts bits, timers and
 * counters as 9, which counts bytes. Others mean the same bytes differently, and none of ours is answered with them.
 */
const TRANSPORT = { bits: 4, bytes: 9 } as const;

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
      const [transport, length] = [pdu[at - 3]!, pdu.readUInt16BE(at - 2)];
      const found = due[i]!;
      const isWord = ranges[i]!.area.cell === 'word';
      const isRight = isWord
        ? transport === TRANSPORT.bytes && length === found
        : transport === TRANSPORT.bits && length === found * 8;
      if (!isRight) return `item ${i + 1} with length ${length} of transport size ${transport}, due ${found} bytes`;
      if (at + found > pdu.length) return `a reply that ends in item ${i + 1} of ${due.length}`;
      offsets[i] = at;
      // All but the last are filled up to an even length; some CPUs fill up the last one too.
      at += found;
      if (found % 2 === 1 && (i < due.length - 1 || at + 1 === pdu.length)) at++;
    }
    return at === pdu.length ? undefined : `a reply of ${pdu.length} bytes whose items take ${at}`;
  };
  return { bytes, replyKind: ROSCTR.ackData, inspect, codes, offsets };
}
