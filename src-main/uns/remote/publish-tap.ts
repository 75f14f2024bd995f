import { Duplex } from 'node:stream';
import type { PublishView } from './publish-view.ts';
import { readPublish } from './publish-view.ts';

export interface TapOptions {
  /** Longer packets are not kept: their message is told without its payload. */
  readonly mostBytes: number;
  /** One message, in the order they came. The bytes are good during the call only. */
  readonly onPublish: (message: PublishView) => void;
  /** All messages of a chunk were told. */
  readonly onChunkEnd: () => void;
  /** The broker sent what none may; `text` ends a sentence about it. The connection is over. */
  readonly onFault: (text: string) => void;
}

const PUBLISH = 3;
const PUBACK = 0x40;
/** Of a packet that is too long: enough for its head, the longest topic and the number of the packet. */
const HEAD_BYTES = 5 + 2 + 65_535 + 2;
const LONGEST_LENGTH_BYTES = 4;

/**
 * Stands between the socket and the library: takes the messages out of what comes and hands everything else on. The
 * library makes several objects and turns of every message and acknowledges each by itself; here a message is a view of
 * the bytes that came, and many are acknowledged with one write, when the caller says so (decision 0018).
 */
export class PublishTap extends Duplex {
  readonly #inner: Duplex;
  readonly #options: TapOptions;
  readonly #isVersion5: boolean;
  #rest: Buffer | undefined;
  /** Bytes of a packet that was too long and is passed over. */
  #skip = 0;

  constructor(inner: Duplex, isVersion5: boolean, options: TapOptions) {
    super();
    this.#inner = inner;
    this.#isVersion5 = isVersion5;
    this.#options = options;
    inner.on('data', (chunk: Buffer) => this.#take(chunk));
    inner.on('error', (error) => this.destroy(error));
    inner.on('end', () => this.push(null));
    inner.on('close', () => this.destroy());
  }

  /** Reads nothing from the socket until `listen`, so that the broker keeps what it has. */
  hold(): void {
    this.#inner.pause();
  }

  listen(): void {
    this.#inner.resume();
  }

  /** Acknowledges messages of QoS 1 with one write. */
  acknowledge(ids: readonly number[]): void {
    const bytes = Buffer.allocUnsafe(ids.length * 4);
    let at = 0;
    for (const id of ids) {
      bytes[at] = PUBACK;
      bytes[at + 1] = 2;
      bytes[at + 2] = id >>> 8;
      bytes[at + 3] = id & 0xff;
      at += 4;
    }
    // Through our own queue: the library writes a packet in pieces, between which nothing may come.
    if (ids.length > 0 && !this.destroyed && !this.writableEnded) this.write(bytes);
  }

  override _read(): void {
    // What is not a message is little, and comes when it comes.
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#inner.write(chunk, done);
  }

  override _writev(
    chunks: { readonly chunk: Buffer; readonly encoding: BufferEncoding }[],
    done: (error?: Error | null) => void,
  ): void {
    this.#inner.write(Buffer.concat(chunks.map(({ chunk }) => chunk)), done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#inner.end(() => done());
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#inner.destroy();
    done(error);
  }

  #take(chunk: Buffer): void {
    if (this.destroyed) return;
    const bytes = this.#rest ? Buffer.concat([this.#rest, chunk]) : chunk;
    this.#rest = undefined;
    let at = 0;
    if (this.#skip > 0) {
      at = Math.min(this.#skip, bytes.length);
      this.#skip -= at;
    }
    while (at < bytes.length) {
      const end = this.#packet(bytes, at);
      if (end === undefined) {
        // A copy: the buffer of the socket is reused.
        this.#rest = Buffer.from(bytes.subarray(at));
        break;
      }
      at = end;
      if (this.destroyed) return;
    }
    this.#options.onChunkEnd();
  }

  /** Takes the packet at `start`. @returns where the next one begins; undefined when this one has not come whole. */
  #packet(bytes: Buffer, start: number): number | undefined {
    let length = 0;
    let at = start + 1;
    for (let shift = 0; ; shift += 7) {
      if (at >= bytes.length) return undefined;
      if (at > start + LONGEST_LENGTH_BYTES) {
        this.#fail('sent a packet whose length cannot be read.');
        return bytes.length;
      }
      const byte = bytes[at++]!;
      length += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) break;
    }
    const end = at + length;
    const isPublish = bytes[start]! >>> 4 === PUBLISH;
    if (!isPublish && length > this.#options.mostBytes) {
      this.#fail(`sent a packet of ${length} bytes.`);
      return bytes.length;
    }
    if (isPublish && length > this.#options.mostBytes) {
      if (bytes.length < Math.min(end, start + HEAD_BYTES)) return undefined;
      this.#tell(bytes, start, at, Math.min(end, bytes.length), true);
      this.#skip = Math.max(0, end - bytes.length);
      return Math.min(end, bytes.length);
    }
    if (end > bytes.length) return undefined;
    if (isPublish) this.#tell(bytes, start, at, end, false);
    else this.#handOn(bytes, start, end);
    return end;
  }

  #tell(bytes: Buffer, start: number, body: number, end: number, isTooLong: boolean): void {
    const message = readPublish(bytes, start, body, end, this.#isVersion5);
    if (typeof message === 'string') this.#fail(message);
    else this.#options.onPublish(isTooLong ? { ...message, isTooLong } : message);
  }

  #fail(text: string): void {
    this.#options.onFault(text);
    this.destroy();
  }

  #handOn(bytes: Buffer, start: number, end: number): void {
    this.push(Buffer.from(bytes.subarray(start, end)));
  }
}
