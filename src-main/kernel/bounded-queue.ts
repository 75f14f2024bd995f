/** What happens to an item that does not fit. */
export type OverflowPolicy = 'drop-oldest' | 'refuse-new';

/**
 * A first-in first-out queue with a capacity in the caller's own measure (bytes, points). Nothing is lost unseen: what
 * is dropped or refused is counted in the same measure.
 */
export class BoundedQueue<T> {
  readonly capacity: number;
  readonly #policy: OverflowPolicy;
  readonly #measure: (item: T) => number;
  #items: (T | undefined)[] = [];
  #head = 0;
  #size = 0;
  #lost = 0;

  constructor(capacity: number, policy: OverflowPolicy, measure: (item: T) => number = () => 1) {
    this.capacity = capacity;
    this.#policy = policy;
    this.#measure = measure;
  }

  /** Items waiting. */
  get length(): number {
    return this.#items.length - this.#head;
  }

  /** Sum of the measure of what is waiting. */
  get size(): number {
    return this.#size;
  }

  /** Sum of the measure of everything dropped or refused so far. */
  get lost(): number {
    return this.#lost;
  }

  /** @returns false when this item was refused. An item larger than the whole capacity is always refused. */
  push(item: T): boolean {
    const weight = this.#measure(item);
    if (weight > this.capacity || (this.#policy === 'refuse-new' && this.#size + weight > this.capacity)) {
      this.#lost += weight;
      return false;
    }
    while (this.#size + weight > this.capacity) this.#lost += this.#measure(this.shift()!);
    this.#items.push(item);
    this.#size += weight;
    return true;
  }

  shift(): T | undefined {
    if (this.length === 0) return undefined;
    const item = this.#items[this.#head]!;
    this.#items[this.#head++] = undefined;
    // Moving the rest only when half of the array is spent keeps shift at constant cost.
    if (this.#head > 32 && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    this.#size -= this.#measure(item);
    return item;
  }
}
