import { NexusError } from '../../../src-shared/errors/nexus-error.ts';

const BLOCK = 512;
/** Names of entries that are longer than a header can hold. */
const MOST_NAME = 64 * 1024;
/** Nothing but zeros stands behind the last entry: tar fills its last record with them. */
const MOST_END = 1024 * 1024;

/** A file or folder of an archive. `content` must be read to its end before the next entry is asked for. */
export interface TarEntry {
  /** As it stands there, unchecked. */
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'other';
  readonly bytes: number;
  readonly content: AsyncGenerator<Uint8Array, void, undefined>;
}

/**
 * Reads a tar archive (POSIX ustar and pax, GNU long names) as it streams by.
 *
 * @throws NexusError NX_BACKUP where it ends in the middle or is no archive.
 */
export async function* readTar(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<TarEntry, void, undefined> {
  const source = new Source(chunks);
  let longName: string | undefined;
  for (;;) {
    const header = await source.exactly(BLOCK);
    if (header.every((byte) => byte === 0)) return source.expectEnd();
    if (!isSound(header)) throw noArchive('a header of it is damaged');
    const bytes = sizeOf(header);
    const type = String.fromCharCode(header[156]!);
    if (type === 'L' || type === 'x' || type === 'g') {
      if (bytes > MOST_NAME) throw noArchive('a name in it is too long');
      const text = Buffer.from(await source.exactly(bytes)).toString('utf8');
      await source.exactly(padding(bytes));
      if (type === 'L') longName = text.replace(/\0[^]*$/, '');
      if (type === 'x') longName = /^\d+ path=(.*)$/m.exec(text)?.[1] ?? longName;
      continue;
    }
    const prefix = textAt(header, 345, 155);
    const short = textAt(header, 0, 100);
    const name = longName ?? (prefix === '' ? short : `${prefix}/${short}`);
    longName = undefined;
    const kind = type === '0' || type === '\0' ? 'file' : type === '5' ? 'folder' : 'other';
    const content = source.some(bytes);
    yield { name, kind, bytes, content };
    for await (const _rest of content) continue;
    await source.exactly(padding(bytes));
  }
}

const padding = (bytes: number): number => (BLOCK - (bytes % BLOCK)) % BLOCK;

function textAt(header: Uint8Array, at: number, length: number): string {
  return Buffer.from(header.subarray(at, at + length))
    .toString('utf8')
    .replace(/\0[^]*$/, '');
}

/** Octal, or big-endian binary where the first bit is set. */
function sizeOf(header: Uint8Array): number {
  if ((header[124]! & 0x80) === 0) return Number.parseInt(textAt(header, 124, 12).trim() || '0', 8);
  return header.subarray(125, 136).reduce((sum, byte) => sum * 256 + byte, 0);
}

/** The sum of the bytes of a header, those of the sum itself taken for spaces. */
function isSound(header: Uint8Array): boolean {
  const sum = header.reduce((all, byte, at) => all + (at >= 148 && at < 156 ? 32 : byte), 0);
  return sum === Number.parseInt(textAt(header, 148, 8).trim(), 8) && Number.isFinite(sizeOf(header));
}

const noArchive = (why: string): NexusError =>
  new NexusError(
    'NX_BACKUP',
    `The archive cannot be read: ${why}. Copy it again from where it was made. Nothing was restored.`,
  );

class Source {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array(0);

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  async exactly(bytes: number): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    for await (const part of this.some(bytes)) parts.push(part);
    return Buffer.concat(parts);
  }

  /** Reads on to the end of the file, where sums of all of it are compared. */
  async expectEnd(): Promise<void> {
    let bytes = 0;
    for (let part: Uint8Array | undefined = this.#rest; part; ) {
      bytes += part.length;
      if (bytes > MOST_END || part.some((byte) => byte !== 0)) throw noArchive('something stands behind its end');
      const { done, value } = await this.#chunks.next();
      part = done ? undefined : value;
    }
  }

  async *some(bytes: number): AsyncGenerator<Uint8Array, void, undefined> {
    for (let left = bytes; left > 0; ) {
      if (this.#rest.length === 0) {
        const { done, value } = await this.#chunks.next();
        if (done) throw noArchive('it ends in the middle');
        this.#rest = value;
      }
      const part = this.#rest.subarray(0, left);
      this.#rest = this.#rest.subarray(part.length);
      left -= part.length;
      yield part;
    }
  }
}
