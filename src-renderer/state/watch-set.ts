const LINGER_MS = 2_000;
const SEND_AFTER_MS = 50;

/**
 * Which tags this page is sent. Whoever shows a tag holds it; the list goes to the engine when it changed, at most
 * every 50 ms. A tag that nobody holds stays for 2 s, so that scrolling and switching back costs nothing.
 */
export class WatchSet {
  readonly #send: (tags: number[]) => Promise<unknown>;
  readonly #holders = new Map<number, number>();
  readonly #leaving = new Map<number, ReturnType<typeof setTimeout>>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param send tells the engine; a rejection is left to the next connection, which is told everything anew. */
  constructor(send: (tags: number[]) => Promise<unknown>) {
    this.#send = send;
  }

  /** Tags the engine is asked for. */
  get size(): number {
    return this.#holders.size + this.#leaving.size;
  }

  /** Holds tags until the returned function is called, once. */
  hold(tags: readonly number[]): () => void {
    for (const tag of tags) this.#add(tag);
    return () => {
      for (const tag of tags) this.#release(tag);
    };
  }

  /** Tells the engine everything anew: after a reconnect, or after it numbered its tags anew. */
  resend(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    void this.#send([...this.#holders.keys(), ...this.#leaving.keys()]).catch(() => undefined);
  }

  #add(tag: number): void {
    const holders = this.#holders.get(tag) ?? 0;
    this.#holders.set(tag, holders + 1);
    const leaving = this.#leaving.get(tag);
    clearTimeout(leaving);
    if (!this.#leaving.delete(tag) && holders === 0) this.#schedule();
  }

  #release(tag: number): void {
    const holders = this.#holders.get(tag) ?? 0;
    if (holders > 1) {
      this.#holders.set(tag, holders - 1);
      return;
    }
    if (!this.#holders.delete(tag)) return;
    const leave = (): void => {
      this.#leaving.delete(tag);
      this.#schedule();
    };
    this.#leaving.set(tag, setTimeout(leave, LINGER_MS));
  }

  #schedule(): void {
    this.#timer ??= setTimeout(() => this.resend(), SEND_AFTER_MS);
  }
}
