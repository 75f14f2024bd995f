/** Numbers of the messages that the twin looks for (OPC 10000-6, NodeIds.csv). */
const ACTIVATE_SESSION = 467;
const READ = 631;
const WRITE = 673;
/** Of a message and of what stands before its type: header, channel, token, sequence and request. */
const HEADER = 8;
const TYPE_AT = 24;
const FOUR_BYTES = 1;

export interface SeenRequest {
  readonly kind: 'read' | 'write';
  /** Its first chunk. */
  readonly bytes: Uint8Array;
}

/**
 * Finds what reads and writes nodes in the bytes of a client without security. What it reads right behind the opening of a
 * session is the server itself, and is left out.
 */
export class RequestWatch {
  #rest: Buffer = Buffer.alloc(0);
  #isFirst = false;

  push(chunk: Buffer): SeenRequest[] {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const seen: SeenRequest[] = [];
    while (this.#rest.length >= HEADER) {
      const length = this.#rest.readUInt32LE(4);
      if (length < HEADER || this.#rest.length < length) break;
      const request = this.#look(this.#rest.subarray(0, length));
      if (request) seen.push(request);
      this.#rest = this.#rest.subarray(length);
    }
    return seen;
  }

  #look(message: Buffer): SeenRequest | undefined {
    if (message.toString('latin1', 0, 3) !== 'MSG' || message.length < TYPE_AT + 4) return undefined;
    if (message[TYPE_AT] !== FOUR_BYTES) return undefined;
    const type = message.readUInt16LE(TYPE_AT + 2);
    const isFirst = this.#isFirst;
    if (type === ACTIVATE_SESSION) this.#isFirst = true;
    if (type !== READ && type !== WRITE) return undefined;
    this.#isFirst = false;
    if (type === READ && isFirst) return undefined;
    return { kind: type === READ ? 'read' : 'write', bytes: Uint8Array.from(message) };
  }
}
