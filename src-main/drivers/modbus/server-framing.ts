/** What a server makes of the bytes that came: a request, that it is not whole yet, or that it is none. */
export type TakenRequest =
  | { readonly kind: 'request'; readonly length: number; readonly unit: number; readonly pdu: Buffer }
  | { readonly kind: 'incomplete' }
  /** Nothing that came is of use; `closes` where the connection ends with it. */
  | { readonly kind: 'garbage'; readonly closes: boolean };

/** How requests and replies stand on the wire, seen from a server. */
export interface ServerFraming {
  take(bytes: Buffer): TakenRequest;
  /** @param request the whole frame that was taken @param pdu function code and all behind it */
  reply(request: Buffer, pdu: Buffer): Buffer;
  /** What a unit that is not there says: an exception of a gateway, or nothing as on a line. */
  readonly absentUnit: number | undefined;
}

const MBAP_LENGTH = 7;
/** Unit and function at least, a PDU of 253 bytes with its unit at most (Modbus Messaging on TCP/IP V1.0b, 3.1.3). */
const LENGTH_RANGE = { min: 2, max: 254 };
const NO_ANSWER_OF_TARGET = 11;

export const MBAP_FRAMING: ServerFraming = {
  absentUnit: NO_ANSWER_OF_TARGET,
  take(bytes) {
    if (bytes.length < MBAP_LENGTH) return { kind: 'incomplete' };
    const length = bytes.readUInt16BE(4);
    if (bytes.readUInt16BE(2) !== 0 || length < LENGTH_RANGE.min || length > LENGTH_RANGE.max)
      return { kind: 'garbage', closes: true };
    if (bytes.length < 6 + length) return { kind: 'incomplete' };
    return { kind: 'request', length: 6 + length, unit: bytes[6]!, pdu: bytes.subarray(MBAP_LENGTH, 6 + length) };
  },
  reply(request, pdu) {
    const header = Buffer.from(request.subarray(0, MBAP_LENGTH));
    header.writeUInt16BE(pdu.length + 1, 4);
    return Buffer.concat([header, pdu]);
  },
};
