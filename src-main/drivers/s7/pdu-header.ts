/** Kinds of S7 messages (Wireshark packet-s7comm.c, ROSCTR). */
export const ROSCTR = { job: 1, ack: 2, ackData: 3, userData: 7 } as const;

export const S7_PROTOCOL = 0x32;

/** Bytes of the header, which acknowledgements follow up with an error class and code. */
export function headerLength(rosctr: number): number {
  return rosctr === ROSCTR.ack || rosctr === ROSCTR.ackData ? 12 : 10;
}

/**
 * Holds the header of a reply against what was asked. A plain acknowledgement stands for one with data: CPUs refuse with it.
 *
 * @returns what is wrong in words behind “sent”.
 */
export function headerFault(pdu: Buffer, rosctr: number, reference: number): string | undefined {
  if (pdu.length < 10) return `an S7 message of ${pdu.length} bytes`;
  if (pdu[0] !== S7_PROTOCOL) return `protocol 0x${pdu[0]!.toString(16)}, and S7 has 0x32`;
  const kind = pdu[1]!;
  if (kind !== rosctr && !(kind === ROSCTR.ack && rosctr === ROSCTR.ackData))
    return `an S7 message of kind ${kind}, due ${rosctr}`;
  if (pdu.readUInt16BE(4) !== reference) {
    return `the reply to another request (reference ${pdu.readUInt16BE(4)}, due ${reference})`;
  }
  const total = headerLength(kind) + pdu.readUInt16BE(6) + pdu.readUInt16BE(8);
  return total === pdu.length ? undefined : `an S7 message of ${pdu.length} bytes whose header says ${total}`;
}

/** Error class and code of an acknowledgement; 0 where all went well, and in messages that have none. */
export function headerError(pdu: Buffer): number {
  return headerLength(pdu[1]!) === 12 ? pdu.readUInt16BE(10) : 0;
}
