/** A time so far before the last one, µs, means that the clock of the gateway was set back. */
const CLOCK_STEP_US = 500_000;

/**
 * The newest samples of one pen at full rate: a ring of columns, allocated once. Row 0 is the oldest. Samples rise in
 * time; one that does not is a repetition and is left out. Where the clock was set back, what came before it goes.
 */
export class PenBuffer {
  readonly capacity: number;
  readonly #timeUs: Float64Array;
  readonly #value: Float64Array;
  readonly #status: Uint32Array;
  #start = 0;
  #length = 0;
  #total = 0;
  #unbrokenFromUs: number | undefined;
  #broken = true;

  constructor(capacity: number) {
    this.capacity = capacity;
    this.#timeUs = new Float64Array(capacity);
    this.#value = new Float64Array(capacity);
    this.#status = new Uint32Array(capacity);
  }

  get length(): number {
    return this.#length;
  }

  /** Samples ever taken, those that fell out at the old end included. */
  get total(): number {
    return this.#total;
  }

  /** Time from which on no sample is missing here; undefined before the first one since the last break. */
  get unbrokenFromUs(): number | undefined {
    if (this.#broken || this.#unbrokenFromUs === undefined) return undefined;
    return Math.max(this.#unbrokenFromUs, this.timeUs(0));
  }

  timeUs(row: number): number {
    return this.#timeUs[(this.#start + row) % this.capacity]!;
  }

  value(row: number): number {
    return this.#value[(this.#start + row) % this.capacity]!;
  }

  status(row: number): number {
    return this.#status[(this.#start + row) % this.capacity]!;
  }

  push(timeUs: number, value: number, status: number): void {
    const lastUs = this.#length > 0 ? this.timeUs(this.#length - 1) : Number.NEGATIVE_INFINITY;
    if (timeUs < lastUs - CLOCK_STEP_US) {
      this.#length = 0;
      this.#broken = true;
    } else if (timeUs <= lastUs) return;
    if (this.#broken) this.#unbrokenFromUs = timeUs;
    this.#broken = false;
    const at = (this.#start + this.#length) % this.capacity;
    this.#timeUs[at] = timeUs;
    this.#value[at] = value;
    this.#status[at] = status;
    this.#total++;
    if (this.#length < this.capacity) this.#length++;
    else this.#start = (this.#start + 1) % this.capacity;
  }

  /** Samples may have been missed before the next one: the link was lost. */
  markBreak(): void {
    this.#broken = true;
  }

  /** The first row at or after a time; `length` when there is none. */
  firstRowFrom(timeUs: number): number {
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.timeUs(middle) < timeUs) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

const KEPT_MS = 15 * 60_000;
/** Live frames carry at most one point a tag every 100 ms. */
const FASTEST_MS = 100;

/** Rows that hold at least 15 min of a tag polled this often, with a tenth to spare. */
export function bufferCapacity(pollIntervalMs: number): number {
  return Math.ceil((KEPT_MS * 11) / (Math.max(FASTEST_MS, pollIntervalMs) * 10));
}
