import { NexusError } from '../errors/nexus-error.ts';

/** What one file of an archive may become, and how many files one may list: a bomb ends here. */
const MOST_BYTES = 192 * 1024 * 1024;
const MOST_ENTRIES = 5_000;

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const STORED = 0;
const DEFLATED = 8;

interface Entry {
  readonly method: number;
  readonly bytes: number;
  readonly at: number;
}

/** The bytes of a file that begins as zip archives do. */
export const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3;

/** A zip archive in memory; its files are unpacked when they are asked for, up to a size. */
export class ZipArchive {
  readonly #name: string;
  readonly #bytes: Uint8Array<ArrayBuffer>;
  readonly #entries = new Map<string, Entry>();

  /**
   * @param name for texts.
   * @throws NexusError NX_TAG_FILE for an archive that is cut off or encrypted.
   */
  constructor(name: string, bytes: Uint8Array<ArrayBuffer>) {
    this.#name = name;
    this.#bytes = bytes;
    const view = this.#view();
    const end = this.#end(view);
    const count = view.getUint16(end + 10, true);
    let at = view.getUint32(end + 16, true);
    for (let entry = 0; entry < Math.min(count, MOST_ENTRIES); entry++) {
      if (at + 46 > bytes.length || view.getUint32(at, true) !== CENTRAL) throw this.#broken();
      const [nameLength, extra, comment] = [28, 30, 32].map((field) => view.getUint16(at + field, true));
      const path = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength!));
      this.#entries.set(path, {
        method: view.getUint16(at + 10, true),
        bytes: view.getUint32(at + 20, true),
        at: view.getUint32(at + 42, true),
      });
      at += 46 + nameLength! + extra! + comment!;
    }
  }

  /** The text of a file; undefined where there is none of that path. @throws NexusError NX_TAG_FILE */
  async text(path: string): Promise<string | undefined> {
    const entry = this.#entries.get(path);
    if (!entry) return undefined;
    const view = this.#view();
    if (entry.at + 30 > this.#bytes.length || view.getUint32(entry.at, true) !== LOCAL) throw this.#broken();
    const from = entry.at + 30 + view.getUint16(entry.at + 26, true) + view.getUint16(entry.at + 28, true);
    const packed = this.#bytes.subarray(from, from + entry.bytes);
    if (packed.length < entry.bytes) throw this.#broken();
    if (entry.method === STORED) return new TextDecoder().decode(packed);
    if (entry.method !== DEFLATED) throw this.#broken();
    return this.#inflated(packed);
  }

  async #inflated(packed: Uint8Array<ArrayBuffer>): Promise<string> {
    const stream = new DecompressionStream('deflate-raw');
    const writer = stream.writable.getWriter();
    // What is wrong with the bytes is told by the reader.
    const written = writer.write(packed).then(() => writer.close());
    written.catch(() => undefined);
    const reader = stream.readable.getReader();
    const parts: Uint8Array[] = [];
    let size = 0;
    for (;;) {
      const part = await reader.read().catch(() => {
        throw this.#broken();
      });
      if (!part.value) break;
      size += part.value.length;
      if (size > MOST_BYTES) {
        await reader.cancel().catch(() => undefined);
        const text = `${this.#name} unpacks to more than ${MOST_BYTES / 1024 ** 2} MB. Save the one sheet that is meant as .csv.`;
        throw new NexusError('NX_TAG_FILE', text);
      }
      parts.push(part.value);
    }
    const whole = new Uint8Array(size);
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    return new TextDecoder().decode(whole);
  }

  #view(): DataView {
    return new DataView(this.#bytes.buffer, this.#bytes.byteOffset, this.#bytes.byteLength);
  }

  /** Where the record at the end stands, in front of a comment of any length. */
  #end(view: DataView): number {
    for (let at = this.#bytes.length - 22; at >= Math.max(0, this.#bytes.length - 65_557); at--)
      if (view.getUint32(at, true) === END) return at;
    throw this.#broken();
  }

  #broken(): NexusError {
    return new NexusError(
      'NX_TAG_FILE',
      `${this.#name} is a workbook that is cut off or locked. Save it anew and choose that.`,
    );
  }
}
