const INITIAL_BYTES = 1_024;
const LARGEST_U32 = 0xffff_ffff;

/** Writes MessagePack into one buffer that is used again and again: the shortest form of each value. */
export class MsgpackWriter {
  #bytes = Buffer.allocUnsafe(INITIAL_BYTES);
  #at = 0;

  reset(): void {
    this.#at = 0;
  }

  /** A copy of what was written since the last reset. */
  copy(): Buffer {
    return Buffer.from(this.#bytes.subarray(0, this.#at));
  }

  /** The head of a map of up to 15 members. */
  map(members: number): void {
    this.#room(1);
    this.#bytes[this.#at++] = 0x80 | members;
  }

  /** What was encoded before. */
  raw(bytes: Uint8Array): void {
    this.#room(bytes.length);
    this.#bytes.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  nil(): void {
    this.#room(1);
    this.#bytes[this.#at++] = 0xc0;
  }

  bool(value: boolean): void {
    this.#room(1);
    this.#bytes[this.#at++] = value ? 0xc3 : 0xc2;
  }

  /** An integer where it is one, otherwise the shorter of the floats that is the same number. */
  number(value: number): void {
    if (Number.isInteger(value) && !Object.is(value, -0) && Math.abs(value) <= LARGEST_U32) return this.#integer(value);
    if (Number.isSafeInteger(value) && !Object.is(value, -0)) return this.bigint(BigInt(value));
    this.#room(9);
    if (Math.fround(value) === value || Number.isNaN(value)) {
      this.#bytes[this.#at] = 0xca;
      this.#bytes.writeFloatBE(value, this.#at + 1);
      this.#at += 5;
      return undefined;
    }
    this.#bytes[this.#at] = 0xcb;
    this.#bytes.writeDoubleBE(value, this.#at + 1);
    this.#at += 9;
    return undefined;
  }

  /** Of 64 bit. */
  bigint(value: bigint): void {
    if (value >= -0x8000_0000n && value <= 0xffff_ffffn) return this.#integer(Number(value));
    this.#room(9);
    this.#bytes[this.#at] = value < 0n ? 0xd3 : 0xcf;
    if (value < 0n) this.#bytes.writeBigInt64BE(value, this.#at + 1);
    else this.#bytes.writeBigUInt64BE(value, this.#at + 1);
    this.#at += 9;
    return undefined;
  }

  text(value: string): void {
    const bytes = Buffer.byteLength(value);
    this.#room(5 + bytes);
    this.#head(bytes, 0xa0, 31, [0xd9, 0xda, 0xdb]);
    this.#at += this.#bytes.write(value, this.#at);
  }

  bytes(value: Uint8Array): void {
    this.#room(5 + value.length);
    this.#head(value.length, 0, -1, [0xc4, 0xc5, 0xc6]);
    this.#bytes.set(value, this.#at);
    this.#at += value.length;
  }

  #integer(value: number): void {
    this.#room(9);
    const at = this.#at;
    if (value >= -32 && value <= 127) this.#at = this.#bytes.writeInt8(value, at);
    else if (value >= 0) this.#unsigned(value);
    else if (value >= -0x80) this.#at = this.#bytes.writeInt8(value, this.#mark(0xd0));
    else if (value >= -0x8000) this.#at = this.#bytes.writeInt16BE(value, this.#mark(0xd1));
    else if (value >= -0x8000_0000) this.#at = this.#bytes.writeInt32BE(value, this.#mark(0xd2));
    else this.#at = this.#bytes.writeBigInt64BE(BigInt(value), this.#mark(0xd3));
  }

  #unsigned(value: number): void {
    if (value <= 0xff) this.#at = this.#bytes.writeUInt8(value, this.#mark(0xcc));
    else if (value <= 0xffff) this.#at = this.#bytes.writeUInt16BE(value, this.#mark(0xcd));
    else this.#at = this.#bytes.writeUInt32BE(value, this.#mark(0xce));
  }

  /** @returns where the number behind this byte begins. */
  #mark(byte: number): number {
    this.#bytes[this.#at] = byte;
    return this.#at + 1;
  }

  #head(length: number, fixed: number, mostFixed: number, [one, two, four]: readonly [number, number, number]): void {
    if (length <= mostFixed) this.#bytes[this.#at++] = fixed | length;
    else if (length <= 0xff) this.#at = this.#bytes.writeUInt8(length, this.#mark(one));
    else if (length <= 0xffff) this.#at = this.#bytes.writeUInt16BE(length, this.#mark(two));
    else this.#at = this.#bytes.writeUInt32BE(length, this.#mark(four));
  }

  #room(bytes: number): void {
    if (this.#at + bytes <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#at + bytes));
    larger.set(this.#bytes.subarray(0, this.#at));
    this.#bytes = larger;
  }
}
