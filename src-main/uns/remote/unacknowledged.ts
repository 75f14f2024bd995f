interface Told {
  readonly turn: number;
  readonly ids: readonly number[];
  readonly connection: number;
  readonly bytes: number;
}

/** Messages of turns that the engine has and did not answer yet, oldest first: they are settled in this order. */
export class Unacknowledged {
  #turns: Told[] = [];
  #messages = 0;
  #bytes = 0;

  get messages(): number {
    return this.#messages;
  }

  /** Of payloads and frames that wait. */
  get bytes(): number {
    return this.#bytes;
  }

  /** @param connection on which the messages came: on another one their numbers mean something else. */
  add(turn: number, ids: readonly number[], connection: number, bytes: number): void {
    this.#turns.push({ turn, ids, connection, bytes });
    this.#messages += ids.length;
    this.#bytes += bytes;
  }

  /** Takes a turn out; undefined for one that is not known. */
  settle(turn: number): Told | undefined {
    const first = this.#turns[0];
    if (first?.turn !== turn) return undefined;
    this.#turns.shift();
    this.#messages -= first.ids.length;
    this.#bytes -= first.bytes;
    return first;
  }
}
