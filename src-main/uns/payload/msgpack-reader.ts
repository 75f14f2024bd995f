/** Levels of lists and maps: a payload of a hundred bytes may not choose how deep the reader goes. */
const MOST_DEPTH = 16;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads one value of MessagePack: integers beyond 2^53 as bigint, binary as bytes (a copy), extensions as bytes without their type.
 * Maps are objects without a prototype; keys that are no text are turned into one.
 * @throws RangeError or TypeError for bytes that are not exactly one value.
 */
export function readMsgpack(bytes: Uint8Array): unknown {
  const reader = new Reader(bytes);
  const value = reader.value(0);
  reader.expectEnd();
  return value;
}

class Reader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  expectEnd(): void {
    if (this.#at < this.#bytes.length) throw new RangeError('Bytes follow the value');
  }

  value(depth: number): unknown {
    if (depth > MOST_DEPTH) throw new RangeError(`Nested more than ${MOST_DEPTH} levels deep`);
    const first = this.#view.getUint8(this.#at++);
    if (first < 0x80) return first;
    if (first < 0x90) return this.#map(first & 0x0f, depth);
    if (first < 0xa0) return this.#list(first & 0x0f, depth);
    if (first < 0xc0) return utf8.decode(this.#take(first & 0x1f));
    if (first >= 0xe0) return first - 0x100;
    return this.#marked(first, depth);
  }

  #marked(first: number, depth: number): unknown {
    switch (first) {
      case 0xc0:
        return null;
      case 0xc2:
        return false;
      case 0xc3:
        return true;
      case 0xca:
        return this.#view.getFloat32(this.#skip(4));
      case 0xcb:
        return this.#view.getFloat64(this.#skip(8));
      case 0xcc:
      case 0xcd:
      case 0xce:
        return this.#length(first - 0xcc);
      case 0xcf:
        return small(this.#view.getBigUint64(this.#skip(8)));
      case 0xd0:
        return this.#view.getInt8(this.#skip(1));
      case 0xd1:
        return this.#view.getInt16(this.#skip(2));
      case 0xd2:
        return this.#view.getInt32(this.#skip(4));
      case 0xd3:
        return small(this.#view.getBigInt64(this.#skip(8)));
      default:
        return this.#sized(first, depth);
    }
  }

  #sized(first: number, depth: number): unknown {
    if (first >= 0xd9 && first <= 0xdb) return utf8.decode(this.#take(this.#length(first - 0xd9)));
    if (first >= 0xc4 && first <= 0xc6) return new Uint8Array(this.#take(this.#length(first - 0xc4)));
    if (first === 0xdc || first === 0xdd) return this.#list(this.#length(first - 0xdb), depth);
    if (first === 0xde || first === 0xdf) return this.#map(this.#length(first - 0xdd), depth);
    if (first >= 0xd4 && first <= 0xd8) return this.#extension(2 ** (first - 0xd4));
    if (first >= 0xc7 && first <= 0xc9) return this.#extension(this.#length(first - 0xc7));
    throw new TypeError('0xc1 stands for nothing');
  }

  #extension(length: number): Uint8Array {
    this.#skip(1);
    return new Uint8Array(this.#take(length));
  }

  #list(length: number, depth: number): unknown[] {
    this.#expect(length);
    const list: unknown[] = [];
    for (let i = 0; i < length; i++) list.push(this.value(depth + 1));
    return list;
  }

  #map(length: number, depth: number): Record<string, unknown> {
    this.#expect(length * 2);
    const map = Object.create(null) as Record<string, unknown>;
    for (let i = 0; i < length; i++) {
      const key = this.value(depth + 1);
      if (typeof key !== 'string' && typeof key !== 'number')
        throw new TypeError('A key of a map is a text or a number');
      map[String(key)] = this.value(depth + 1);
    }
    return map;
  }

  /** An unsigned number of 1, 2 or 4 bytes. */
  #length(power: number): number {
    if (power === 0) return this.#view.getUint8(this.#skip(1));
    return power === 1 ? this.#view.getUint16(this.#skip(2)) : this.#view.getUint32(this.#skip(4));
  }

  #take(length: number): Uint8Array {
    this.#expect(length);
    const start = this.#skip(length);
    return this.#bytes.subarray(start, start + length);
  }

  /** Each item has a byte at least: what announces more than there is allocates nothing. */
  #expect(bytes: number): void {
    if (this.#at + bytes > this.#bytes.length) throw new RangeError('The value is cut off');
  }

  #skip(bytes: number): number {
    const at = this.#at;
    this.#at += bytes;
    return at;
  }
}

function small(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
