import { formatUuid } from './segment/segment-format.ts';

/** A number inside one running engine, and the uid it stands for. */
export type Name = readonly [number: number, uid: string];

/**
 * What the device and tag numbers of a log's batches stand for. Within one object a number never changes its meaning:
 * a re-definition makes a new object, so that readers may keep what they derived from this one.
 */
export class LogNames {
  /** Rises by one with each re-definition; a segment holds batches of one generation only. */
  readonly generation: number;
  readonly #devices = new Map<number, string>();
  readonly #tags: (string | undefined)[] = [];

  constructor(generation = 0) {
    this.generation = generation;
  }

  device(number: number): string | undefined {
    return this.#devices.get(number);
  }

  tag(number: number): string | undefined {
    return this.#tags[number];
  }

  /** Adds names and returns the table to go on with: this one, or a changed copy when a number got a new meaning. */
  with(devices: readonly Name[], tags: readonly Name[]): LogNames {
    const redefined =
      devices.some(([n, uid]) => (this.#devices.get(n) ?? uid) !== uid) ||
      tags.some(([n, uid]) => (this.#tags[n] ?? uid) !== uid);
    const table = redefined ? this.#copy() : this;
    for (const [number, uid] of devices) table.#devices.set(number, uid);
    for (const [number, uid] of tags) table.#tags[number] = uid;
    return table;
  }

  #copy(): LogNames {
    const copy = new LogNames(this.generation + 1);
    for (const [number, uid] of this.#devices) copy.#devices.set(number, uid);
    for (const [number, uid] of this.#tags.entries()) copy.#tags[number] = uid;
    return copy;
  }
}

/*
 * A names record: u32 devices, u32 tags, then for each: u32 number, u8 n, and n bytes of UTF-8; n = 0 means that the
 * 16 bytes of a uuid follow, which is what uids are in practice (21 bytes a tag instead of 45 in JSON).
 */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const LONGEST_UID_BYTES = 255;

/** @throws RangeError for a uid of more than 255 bytes. */
export function encodeNames(devices: readonly Name[], tags: readonly Name[]): Uint8Array {
  const counts = Buffer.alloc(8);
  counts.writeUInt32LE(devices.length, 0);
  counts.writeUInt32LE(tags.length, 4);
  return Buffer.concat([counts, ...devices.map(encodeName), ...tags.map(encodeName)]);
}

function encodeName([number, uid]: Name): Buffer {
  const isUuid = UUID.test(uid);
  const content = isUuid ? Buffer.from(uid.replaceAll('-', ''), 'hex') : Buffer.from(uid);
  if (content.length === 0 || content.length > LONGEST_UID_BYTES)
    throw new RangeError(`A uid has 1–255 bytes, got ${content.length}`);
  const head = Buffer.alloc(5);
  head.writeUInt32LE(number, 0);
  head[4] = isUuid ? 0 : content.length;
  return Buffer.concat([head, content]);
}

/** @throws RangeError when the bytes end before the names do. */
export function decodeNames(bytes: Buffer): { devices: Name[]; tags: Name[] } {
  let at = 8;
  const take = (): Name => {
    const length = bytes.readUInt8(at + 4);
    const start = at + 5;
    const end = start + (length === 0 ? 16 : length);
    if (end > bytes.length) throw new RangeError('A names record is cut off');
    const content = bytes.subarray(start, end);
    const name: Name = [bytes.readUInt32LE(at), length === 0 ? formatUuid(content) : content.toString()];
    at = end;
    return name;
  };
  const devices = Array.from({ length: bytes.readUInt32LE(0) }, take);
  const tags = Array.from({ length: bytes.readUInt32LE(4) }, take);
  return { devices, tags };
}
