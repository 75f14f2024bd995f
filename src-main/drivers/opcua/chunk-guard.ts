import { NexusError } from '../../../src-shared/errors/nexus-error.ts';

/** The most that one answer may have: 100,000 values with long texts. */
const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;
const FINAL = 0x46;
const ABORT = 0x41;
/** We announce 64 KiB, and some servers send a little more. */
const MAX_CHUNK_BYTES = 256 * 1024;
/** What a server may begin a chunk with: kind and end (OPC 10000-6, 7.1.2.2 and 6.7.2.2). */
const BEGINS = ['ACKF', 'ERRF', ...['OPN', 'MSG', 'CLO'].flatMap((kind) => ['F', 'C', 'A'].map((end) => kind + end))];
/** Kind, end and length of a chunk; with the channel or the code of an error behind them. */
const BEGIN_BYTES = 8;
const HEADER_BYTES = 12;

function broken(seen: string): NexusError {
  return new NexusError('NX_DRIVER_PROTOCOL', `What came is ${seen}.`);
}

/** What the library does not look at in the chunks of one connection: their kind, their channel, and where they end. */
export class ChunkGuard {
  #channel: number | undefined;
  #messageBytes = 0;
  readonly #begin = Buffer.alloc(BEGIN_BYTES);
  /** Bytes of the begin that are there. */
  #begun = 0;
  /** Bytes of the chunk that are still to come. */
  #rest = 0;

  /**
   * Follows what comes from chunk to chunk, in pieces of any length. The library looks at a chunk when it is whole: behind one
   * byte too many it would wait for a length that nobody meant, until the request has run out of time.
   *
   * @throws NexusError NX_DRIVER_PROTOCOL at the first byte that begins no chunk, and for a length that none has.
   */
  follow(bytes: Buffer): void {
    for (let at = 0; at < bytes.length; ) {
      if (this.#rest === 0) this.#take(bytes[at++]!);
      else {
        const step = Math.min(this.#rest, bytes.length - at);
        this.#rest -= step;
        at += step;
      }
    }
  }

  /**
   * @param chunk a whole one that was followed; the acknowledgement of our hello, which comes before all others, is none of them
   * @returns the code with which the peer ends the connection, where it does (OPC 10000-6, 7.1.5).
   * @throws NexusError NX_DRIVER_PROTOCOL for a chunk that is none of this connection.
   */
  look(chunk: Buffer): number | undefined {
    const kind = chunk.toString('latin1', 0, 3);
    const end = chunk[3];
    if (kind === 'ACK') throw broken('an acknowledgement that nobody waits for');
    if (chunk.length < HEADER_BYTES) throw broken('too short');
    const word = chunk.readUInt32LE(8);
    if (kind === 'ERR') return word;
    if (kind === 'OPN') this.#channel ??= word;
    else if (word !== this.#channel) throw broken(`for channel ${word}, and ours is ${this.#channel}`);
    this.#messageBytes += chunk.length;
    if (this.#messageBytes > MAX_MESSAGE_BYTES) throw broken('a message without end');
    if (end === FINAL || end === ABORT) this.#messageBytes = 0;
    return undefined;
  }

  #take(byte: number): void {
    this.#begin[this.#begun++] = byte;
    if (this.#begun <= 4) {
      const begin = this.#begin.toString('latin1', 0, this.#begun);
      if (!BEGINS.some((each) => each.startsWith(begin))) throw broken('no message of OPC UA');
    }
    if (this.#begun < BEGIN_BYTES) return;
    const length = this.#begin.readUInt32LE(4);
    if (length < BEGIN_BYTES) throw broken('too short');
    if (length > MAX_CHUNK_BYTES)
      throw broken(
        `a message part of ${length.toLocaleString('en')} bytes, and ${MAX_CHUNK_BYTES.toLocaleString('en')} is the most`,
      );
    this.#rest = length - BEGIN_BYTES;
    this.#begun = 0;
  }
}
