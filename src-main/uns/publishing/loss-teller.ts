import type { OwnMessage } from '../format/message-format.ts';
import type { Loss } from './loss-notice.ts';
import type { SendWindow } from './send-window.ts';

/** Puts what subscribers are told of a loss at its place: before the first record behind it. */
export class LossTeller {
  readonly #window: SendWindow;
  readonly #notice: ((loss: Loss) => OwnMessage) | undefined;
  /** When the last record was received, on this connection. */
  #lastUs: number | undefined;

  /** @param notice nothing is told where it is missing. */
  constructor(window: SendWindow, notice: ((loss: Loss) => OwnMessage) | undefined) {
    this.#window = window;
    this.#notice = notice;
  }

  /** The connection has ended: what was sent on it may come again. */
  forget(): void {
    this.#lastUs = undefined;
  }

  /** A record received at `atUs` comes next, with `points` lost before it. The window must have room. */
  passed(points: number, atUs: number): void {
    const afterUs = this.#lastUs;
    this.#lastUs = atUs;
    if (points <= 0 || !this.#notice) return;
    // Once: a broker that ends the connection because of it must not do so again and again.
    const { topic, payload } = this.#notice({ points, afterUs, beforeUs: atUs });
    this.#window.push(topic, payload, 0, 0);
  }
}
