/** `refused`: the broker will never take it. */
export type MessageEnd = 'delivered' | 'refused';

const OPEN = 0;
const ENDS = { delivered: 1, refused: 2 } as const;

/**
 * The messages between the log and the broker's acknowledgement, in a ring of fixed size. They are counted from 0 over
 * the life of the window: `tail` is the first that may still be open, `pushed` the next one to come. A message stays
 * whole until the tail has passed it, so that it can be sent once more on another connection.
 */
export class SendWindow {
  readonly capacity: number;
  readonly #topics: string[];
  readonly #payloads: string[];
  readonly #rows: Uint32Array;
  readonly #ends: Uint8Array;
  #tail = 0;
  #pushed = 0;

  constructor(capacity: number) {
    this.capacity = capacity;
    this.#topics = Array.from({ length: capacity }, () => '');
    this.#payloads = Array.from({ length: capacity }, () => '');
    this.#rows = new Uint32Array(capacity);
    this.#ends = new Uint8Array(capacity);
  }

  get tail(): number {
    return this.#tail;
  }

  get pushed(): number {
    return this.#pushed;
  }

  /** Messages that are not passed yet. */
  get length(): number {
    return this.#pushed - this.#tail;
  }

  /** There must be room. @param row of the record that the message was made of. */
  push(topic: string, payload: string, row: number): void {
    const at = this.#pushed++ % this.capacity;
    this.#topics[at] = topic;
    this.#payloads[at] = payload;
    this.#rows[at] = row;
    this.#ends[at] = OPEN;
  }

  topic(message: number): string {
    return this.#topics[message % this.capacity]!;
  }

  payload(message: number): string {
    return this.#payloads[message % this.capacity]!;
  }

  isOpen(message: number): boolean {
    return this.#ends[message % this.capacity] === OPEN;
  }

  /** Does nothing for a message that the tail has passed. */
  end(message: number, end: MessageEnd): void {
    if (message >= this.#tail) this.#ends[message % this.capacity] = ENDS[end];
  }

  /** Moves the tail over one message that has ended, if it is before `limit`. @returns its row and end. */
  pass(limit: number): { readonly row: number; readonly isDelivered: boolean } | undefined {
    const at = this.#tail % this.capacity;
    if (this.#tail >= limit || this.#tail >= this.#pushed || this.#ends[at] === OPEN) return undefined;
    this.#tail++;
    return { row: this.#rows[at]!, isDelivered: this.#ends[at] === ENDS.delivered };
  }
}
