import type { NotificationMessage } from './publish-loop.ts';

/** A hole that is larger is not mended: everything is subscribed anew, with the values of then. */
const MOST_MISSING = 100;
/** Messages that may wait behind a hole. */
const MOST_HELD = 1_000;
const LAST_NUMBER = 0xffff_ffff;

/** What becomes of the messages of one subscription. */
export interface OrderEvents {
  /** Takes a message in its turn. */
  readonly take: (message: NotificationMessage) => void;
  /** Asks the server for a message once more; undefined where it has it no longer. */
  readonly fetch: (number: number) => Promise<NotificationMessage | undefined>;
  /** So many are lost for good: reads the values of now. @returns what puts them behind what has come until then. */
  readonly reread: (lost: number) => Promise<() => void>;
  /** The numbers make no sense. */
  readonly broken: (number: number, expected: number) => void;
}

/**
 * Keeps the messages of a subscription in the order of their numbers, each once. Where one is missing, those behind it wait
 * until the server has sent it again or said that it cannot.
 */
export class NotificationOrder {
  readonly #events: OrderEvents;
  /** The next number of a message with news; undefined before the first. */
  #next: number | undefined;
  #held: NotificationMessage[] = [];
  #isMending = false;

  constructor(events: OrderEvents) {
    this.#events = events;
  }

  /** A message with news came. */
  push(message: NotificationMessage): void {
    if (!this.#isMending && this.#isNext(message.sequenceNumber)) return this.#take(message);
    this.#hold(message, message.sequenceNumber);
  }

  /** The server says that it lives. @param number of the next message with news, whenever that comes (OPC 10000-4, 7.26) */
  alive(number: number): void {
    if (this.#isMending || this.#next === undefined || distance(this.#next, number) <= 0) return;
    this.#hold(undefined, number);
  }

  /** @param message left out: of the number nothing is known but that those before it were sent */
  #hold(message: NotificationMessage | undefined, number: number): void {
    const ahead = distance(this.#next ?? number, number);
    // One that is behind came before.
    if (ahead < 0) return;
    if (ahead > MOST_MISSING + this.#held.length || this.#held.length >= MOST_HELD)
      return this.#events.broken(number, this.#next!);
    if (message) this.#held.push(message);
    if (!this.#isMending) void this.#mend(number);
  }

  /** @param until the first number that is not known to have been sent */
  async #mend(until: number): Promise<void> {
    this.#isMending = true;
    let lost = 0;
    while (distance(this.#next!, until) > 0) {
      const number = this.#next!;
      const at = this.#held.findIndex(({ sequenceNumber }) => sequenceNumber === number);
      const message = at < 0 ? await this.#events.fetch(number).catch(() => undefined) : this.#held.splice(at, 1)[0];
      if (message) this.#take(message);
      else {
        lost++;
        this.#next = after(number);
      }
    }
    const putBehind = lost === 0 ? undefined : await this.#events.reread(lost).catch(() => undefined);
    this.#isMending = false;
    // Among those that waited there may be another hole.
    const held = this.#held.toSorted((a, b) => distance(b.sequenceNumber, a.sequenceNumber));
    this.#held = [];
    for (const message of held) this.push(message);
    putBehind?.();
  }

  #isNext(number: number): boolean {
    return this.#next === undefined || number === this.#next;
  }

  #take(message: NotificationMessage): void {
    this.#next = after(message.sequenceNumber);
    this.#events.take(message);
  }
}

/** Numbers begin again at 1 behind the last one (OPC 10000-4, 7.14). */
function after(number: number): number {
  return number === LAST_NUMBER ? 1 : number + 1;
}

/** How far `to` is ahead of `from`; negative where it is behind. */
function distance(from: number, to: number): number {
  return (to - from) | 0;
}
