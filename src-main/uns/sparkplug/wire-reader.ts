const TWO_32 = 4_294_967_296;
const LAST_VARINT_BYTE = 10;

/** Why bytes are not what they should be, as a sentence. */
export class WireFault extends Error {}

/** Kinds of field of the wire format; groups are not in use any more. */
export const WIRE = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

/** Reads the wire format of protocol buffers. Every step forward is checked against the end. */
export class WireReader {
  readonly bytes: Uint8Array;
  readonly end: number;
  at: number;
  /** Number and kind of the field that `nextField` found. */
  field = 0;
  wire = 0;
  readonly #view: DataView;
  #low = 0;
  #high = 0;

  constructor(bytes: Uint8Array, from = 0, end = bytes.length) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  /** Moves to the next field. @returns false at the end. @throws WireFault */
  nextField(): boolean {
    if (this.at >= this.end) return false;
    this.#varint();
    this.wire = this.#low & 7;
    this.field = ((this.#low >>> 3) | (this.#high << 29)) >>> 0;
    if (this.field === 0) throw new WireFault(`Field 0 at byte ${this.at}`);
    return true;
  }

  /** Low 32 bits of a varint, unsigned. */
  uint32(): number {
    this.#expect(WIRE.varint);
    this.#varint();
    return this.#low;
  }

  /** A varint of 64 bits, unsigned: a number where that is exact. */
  uint64(): number | bigint {
    this.#expect(WIRE.varint);
    this.#varint();
    if (this.#high < 0x20_0000) return this.#high * TWO_32 + this.#low;
    return (BigInt(this.#high) << 32n) | BigInt(this.#low);
  }

  bool(): boolean {
    this.#expect(WIRE.varint);
    this.#varint();
    return this.#low !== 0 || this.#high !== 0;
  }

  float32(): number {
    this.#expect(WIRE.fixed32);
    return this.#view.getFloat32(this.#take(4), true);
  }

  float64(): number {
    this.#expect(WIRE.fixed64);
    return this.#view.getFloat64(this.#take(8), true);
  }

  /** The content of a field with a length: where it begins; the reader stands behind it. */
  content(): number {
    this.#expect(WIRE.bytes);
    this.#varint();
    if (this.#high !== 0) throw new WireFault(`A length beyond the end at byte ${this.at}`);
    return this.#take(this.#low);
  }

  /** Passes over a field that nobody asked for. */
  skip(): void {
    switch (this.wire) {
      case WIRE.varint:
        return this.#varint();
      case WIRE.fixed64:
        return void this.#take(8);
      case WIRE.bytes:
        return void this.content();
      case WIRE.fixed32:
        return void this.#take(4);
      default:
        throw new WireFault(`Field ${this.field} is of kind ${this.wire}, which is none`);
    }
  }

  #expect(wire: number): void {
    if (this.wire !== wire) throw new WireFault(`Field ${this.field} is of kind ${this.wire} instead of ${wire}`);
  }

  #take(count: number): number {
    const start = this.at;
    if (count > this.end - start) throw new WireFault(`Field ${this.field} is longer than what is left`);
    this.at = start + count;
    return start;
  }

  #varint(): void {
    this.#low = 0;
    this.#high = 0;
    for (let i = 0; i < LAST_VARINT_BYTE; i++) {
      if (this.at >= this.end) throw new WireFault(`A number without its end at byte ${this.at}`);
      const byte = this.bytes[this.at++]!;
      const bits = byte & 127;
      if (i < 4) this.#low |= bits << (i * 7);
      else if (i === 4) {
        this.#low |= bits << 28;
        this.#high = bits >>> 4;
      } else this.#high |= bits << (i * 7 - 32);
      if (byte < 128) {
        this.#low >>>= 0;
        this.#high >>>= 0;
        return;
      }
    }
    throw new WireFault(`A number of more than ${LAST_VARINT_BYTE} bytes at byte ${this.at}`);
  }
}
