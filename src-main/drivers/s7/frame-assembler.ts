/** Kinds of COTP messages (ISO 8073, 13; RFC 905). */
export const COTP = { connectConfirm: 0xd0, disconnectRequest: 0x80, data: 0xf0 } as const;

/** A whole message of the ISO connection. Both views are valid until the next chunk. */
export interface IsoMessage {
  readonly type: number;
  /** Behind the COTP header; of a connect confirm and a disconnect request from its second byte. */
  readonly payload: Buffer;
  /** The frame as it came, or its last one where there were several. */
  readonly frame: Buffer;
}

const TPKT_LENGTH = 4;
/** TPKT and the smallest COTP header (RFC 1006, 6: a TPKT has 7 bytes at least). */
const MIN_FRAME = 7;
/** More than the 1024 bytes of COTP that are asked for, with headers. */
const MAX_FRAME = 1_100;
/** A message may come in several frames; more than the greatest PDU it never is. */
const MAX_MESSAGE = 1_024;
const LAST_UNIT = 0x80;

const hex = (byte: number): string => `0x${byte.toString(16).padStart(2, '0')}`;

/**
 * Puts messages together from whatever segments TCP delivers: TPKT frames (RFC 1006) that come in pieces or together,
 * and COTP fragments. Everything about a frame is checked before anybody reads what is in it.
 */
export class FrameAssembler {
  #pending: Buffer = Buffer.alloc(0);
  #fragments: Buffer[] = [];
  #fragmentBytes = 0;

  /** Nothing is left of a message that began. */
  get isEmpty(): boolean {
    return this.#pending.length === 0 && this.#fragments.length === 0;
  }

  /**
   * Takes what came, and hands on every whole message.
   *
   * @param take returns false where nothing more is wanted.
   * @returns what is wrong with the bytes, in words behind “sent”; undefined while they are right.
   */
  push(chunk: Buffer, take: (message: IsoMessage) => boolean): string | undefined {
    let rest = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    while (rest.length > 0) {
      const fault = headerFault(rest);
      if (fault !== undefined) return fault;
      if (rest.length < TPKT_LENGTH || rest.length < rest.readUInt16BE(2)) break;
      const frame = rest.subarray(0, rest.readUInt16BE(2));
      rest = rest.subarray(frame.length);
      const message = this.#unwrap(frame);
      if (typeof message === 'string') return message;
      if (message && !take(message)) return undefined;
    }
    // The chunk is not ours to keep.
    this.#pending = rest.length === 0 ? rest : Buffer.from(rest);
    return undefined;
  }

  /** @returns undefined for a fragment that is not the last, a text for what breaks the protocol. */
  #unwrap(frame: Buffer): IsoMessage | string | undefined {
    const headerLength = frame[4]!;
    const type = frame[5]!;
    if (5 + headerLength > frame.length) return `a COTP header of ${headerLength} bytes in a frame of ${frame.length}`;
    if (type !== COTP.data) {
      if (headerLength !== frame.length - 5)
        return `COTP ${hex(type)} with ${frame.length - 5 - headerLength} bytes behind it`;
      return { type, payload: frame.subarray(6), frame };
    }
    if (headerLength !== 2) return `COTP data with a header of ${headerLength} bytes, due 2`;
    const unit = frame[6]!;
    if ((unit & ~LAST_UNIT) !== 0) return `COTP data with number ${unit & ~LAST_UNIT}, due 0`;
    const payload = frame.subarray(7);
    this.#fragmentBytes += payload.length;
    if (this.#fragmentBytes > MAX_MESSAGE) return `a message of more than ${MAX_MESSAGE} bytes`;
    if (unit !== LAST_UNIT) {
      // An empty one that is not the last is a sign of life of some communication processors.
      if (payload.length > 0) this.#fragments.push(Buffer.from(payload));
      return undefined;
    }
    const whole = this.#fragments.length === 0 ? payload : Buffer.concat([...this.#fragments, payload]);
    this.#fragments = [];
    this.#fragmentBytes = 0;
    return { type, payload: whole, frame };
  }
}

/** Looks at as much of a TPKT header as has come. */
function headerFault(bytes: Buffer): string | undefined {
  if (bytes[0] !== 3) return `TPKT version ${bytes[0]}, due 3`;
  if (bytes.length < TPKT_LENGTH) return undefined;
  const length = bytes.readUInt16BE(2);
  if (length < MIN_FRAME || length > MAX_FRAME) return `a frame of ${length} bytes, due ${MIN_FRAME}–${MAX_FRAME}`;
  return undefined;
}
