import { randomBytes } from 'node:crypto';
import type { Clock } from '../../kernel/clock.ts';

const VALID_MS = 60_000;
const MOST = 100;

/** A file that may be fetched. */
export interface Download {
  readonly path: string;
  readonly name: string;
}

/**
 * One-time addresses of files: a browser that follows a link cannot show its session, so whoever has one asks for an
 * address that cannot be guessed, holds for a minute and is good once.
 */
export class Downloads {
  readonly #clock: Clock;
  readonly #tickets = new Map<string, Download & { readonly untilMs: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @returns the ticket. */
  issue({ path, name }: Download): string {
    const ticket = randomBytes(24).toString('base64url');
    this.#tickets.set(ticket, { path, name, untilMs: this.#clock.monoMs() + VALID_MS });
    // The oldest goes first: a map keeps the order of insertion.
    if (this.#tickets.size > MOST) this.#tickets.delete(this.#tickets.keys().next().value!);
    return ticket;
  }

  /** Undefined when the ticket is unknown, used or too old. */
  take(ticket: string): Download | undefined {
    const found = this.#tickets.get(ticket);
    this.#tickets.delete(ticket);
    return found && found.untilMs >= this.#clock.monoMs() ? found : undefined;
  }
}
