/** `refused`: the broker will never take it. */
export type MessageEnd = 'delivered' | 'refused';

const OPEN = 0;
const ENDS = { delivered: 1, refused: 2 } as const;
/** Of payloads (texts: UTF-16 units), beyond which the window takes nothing more: a batch may be large. */
const MOST_BYTES = 16 * 1_024 * 1_024;

/** What was passed: the row behind the last one that the message covers, and its points if they were delivered. */
export interface PassedMessage {
  readonly endRow: number;
  readonly delivered: number;
}

/**
 * The messages between the log and the broker's acknowledgement, in a ring of fixed size. They are counted from 0 over
 * the life of the window: `tail` is the first that may still be open, `pushed` the next one to come. A message stays
 * whole until the tail has passed it, so that it can be sent once more on another connection.
 */
export class SendWindow {
  readonly capacity: number;
  readonly #topics: string[];
  readonly #payloads: (string | Buffer)[];
  readonly #points: Uint32Array;
  readonly #endRows: Uint32Array;
  readonly #ends: Uint8Array;
  #tail = 0;
  #pushed = 0;
  #pushedPoints = 0;
  #bytes = 0;

  constructor(capacity: number) {
    this.capacity = capacity;
    this.#topics = Array.from({ length: capacity }, () => '');
    this.#payloads = Array.from({ length: capacity }, () => '');
    this.#points = new Uint32Array(capacity);
    this.#endRows = new Uint32Array(capacity);
    this.#ends = new Uint8Array(capacity);
  }

  get tail(): number {
    return this.#tail;
  }

  get pushed(): number {
    return this.#pushed;
  }

  /** Points of all that was ever pushed. */
  get pushedPoints(): number {
    return this.#pushedPoints;
  }

  /** Messages that are not passed yet. */
  get length(): number {
    return this.#pushed - this.#tail;
  }

  get hasRoom(): boolean {
    return this.length < this.capacity && this.#bytes < MOST_BYTES;
  }

  /** There must be room. `points` of the rows before `endRow` are in the message; see `MessageSink`. */
  push(topic: string, payload: string | Buffer, points: number, endRow: number): void {
    const at = this.#pushed++ % this.capacity;
    this.#topics[at] = topic;
    this.#payloads[at] = payload;
    this.#points[at] = points;
    this.#endRows[at] = endRow;
    this.#ends[at] = OPEN;
    this.#pushedPoints += points;
    this.#bytes += payload.length;
  }

  topic(message: number): string {
    return this.#topics[message % this.capacity]!;
  }

  payload(message: number): string | Buffer {
    return this.#payloads[message % this.capacity]!;
  }

  isOpen(message: number): boolean {
    return this.#ends[message % this.capacity] === OPEN;
  }

  /** Does nothing for a message that the tail has passed. */
  end(message: number, end: MessageEnd): void {
    if (message >= this.#tail) this.#ends[message % this.capacity] = ENDS[end];
  }

  /** Moves the tail over one message that has ended, if it is before `limit`. */
  pass(limit: number): PassedMessage | undefined {
    const at = this.#tail % this.capacity;
    if (this.#tail >= limit || this.#tail >= this.#pushed || this.#ends[at] === OPEN) return undefined;
    this.#tail++;
    this.#bytes -= this.#payloads[at]!.length;
    const isDelivered = this.#ends[at] === ENDS.delivered;
    return { endRow: this.#endRows[at]!, delivered: isDelivered ? this.#points[at]! : 0 };
  }

  /** Forgets all that is not passed. */
  clear(): void {
    this.#tail = this.#pushed;
    this.#bytes = 0;
  }
}
