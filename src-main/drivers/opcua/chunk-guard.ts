import { NexusError } from '../../../src-shared/errors/nexus-error.ts';

/** The most that one answer may have: 100,000 values with long texts. */
const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;
const FINAL = 0x46;
const INTERMEDIATE = 0x43;
const ABORT = 0x41;
const KINDS: ReadonlySet<string> = new Set(['OPN', 'MSG', 'CLO', 'ERR']);
const HEADER_BYTES = 12;

function broken(seen: string): NexusError {
  return new NexusError('NX_DRIVER_PROTOCOL', `What came is ${seen}.`);
}

/** What the library does not look at in the chunks of one connection: their kind, their channel, and where they end. */
export class ChunkGuard {
  #channel: number | undefined;
  #messageBytes = 0;

  /**
   * @returns the code with which the peer ends the connection, where it does (OPC 10000-6, 7.1.5).
   * @throws NexusError NX_DRIVER_PROTOCOL for a chunk that is none of this connection.
   */
  look(chunk: Buffer): number | undefined {
    const kind = chunk.toString('latin1', 0, 3);
    const end = chunk[3];
    if (!KINDS.has(kind) || (end !== FINAL && end !== INTERMEDIATE && end !== ABORT))
      throw broken('no message of OPC UA');
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
}
