const FIRST_BYTES = 4_096;
const TWO_32 = 4_294_967_296;
const MOST_LENGTH_BYTES = 5;
const encoder = new TextEncoder();

/**
 * Writes the wire format of protocol buffers into one array that grows and is used again. Who writes asks for room
 * first (`need`); the rest does not look.
 */
export class WireWriter {
  bytes = new Uint8Array(FIRST_BYTES);
  /** The next byte to be written. */
  at = 0;
  #view = new DataView(this.bytes.buffer);

  /** Makes room for `count` more bytes. */
  need(count: number): void {
    if (this.at + count <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.at + count));
    grown.set(this.bytes.subarray(0, this.at));
    this.bytes = grown;
    this.#view = new DataView(grown.buffer);
  }

  byte(value: number): void {
    this.bytes[this.at++] = value;
  }

  /** At most 5 bytes. @param value its low 32 bits, unsigned. */
  varint32(value: number): void {
    let rest = value >>> 0;
    while (rest > 127) {
      this.bytes[this.at++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    this.bytes[this.at++] = rest;
  }

  /** At most 10 bytes: 64 bits in two halves. */
  varint64(low: number, high: number): void {
    let lower = low >>> 0;
    let upper = high >>> 0;
    while (upper > 0) {
      this.bytes[this.at++] = (lower & 127) | 128;
      lower = ((lower >>> 7) | (upper << 25)) >>> 0;
      upper >>>= 7;
    }
    this.varint32(lower);
  }

  /** A whole number within ±2^53, as two's complement of 64 bits. */
  varintNumber(value: number): void {
    this.varint64(value, Math.floor(value / TWO_32));
  }

  varintBigint(value: bigint): void {
    const bits = BigInt.asUintN(64, value);
    this.varint64(Number(bits & 0xffff_ffffn), Number(bits >> 32n));
  }

  float32(value: number): void {
    this.#view.setFloat32(this.at, value, true);
    this.at += 4;
  }

  float64(value: number): void {
    this.#view.setFloat64(this.at, value, true);
    this.at += 8;
  }

  /** Bytes as they are; makes room itself. */
  raw(bytes: Uint8Array): void {
    const count = bytes.length;
    this.need(count);
    // A loop is faster than `set` for the few bytes that nearly all of these are.
    if (count > 32) this.bytes.set(bytes, this.at);
    else for (let i = 0; i < count; i++) this.bytes[this.at + i] = bytes[i]!;
    this.at += count;
  }

  /** Length and bytes; makes room itself. */
  lengthAndBytes(bytes: Uint8Array): void {
    this.need(MOST_LENGTH_BYTES);
    this.varint32(bytes.length);
    this.raw(bytes);
  }

  /** Length and text as UTF-8; makes room itself. */
  lengthAndText(text: string): void {
    // A unit of UTF-16 takes at most three bytes.
    this.need(MOST_LENGTH_BYTES + text.length * 3);
    const start = this.beginLength();
    this.at += encoder.encodeInto(text, this.bytes.subarray(this.at)).written;
    this.endLength(start);
  }

  /** Leaves one byte for a length that is known at its end. @returns what `endLength` takes. */
  beginLength(): number {
    return ++this.at;
  }

  /** Writes the length of what was written since; what does not fit into one byte moves. Makes room itself. */
  endLength(start: number): void {
    const length = this.at - start;
    if (length < 128) {
      this.bytes[start - 1] = length;
      return;
    }
    const more = length < 16_384 ? 1 : length < 2_097_152 ? 2 : length < 268_435_456 ? 3 : 4;
    this.need(more);
    this.bytes.copyWithin(start + more, start, this.at);
    this.at = start - 1;
    this.varint32(length);
    this.at += length;
  }
}
