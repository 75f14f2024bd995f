/** Told once: true when every point of the frame is accepted. */
export type Settled = (isAccepted: boolean) => void;

interface Awaited {
  readonly frame: number;
  readonly points: number;
  readonly settled: Settled | undefined;
}

/**
 * The frames that were sent to one run of the log host and are not answered yet. The host accepts in the order it took
 * them, and names what it rejects before it accepts anything that came later.
 */
export class AwaitedFrames {
  #sent = 0;
  #head = 0;
  #frames: (Awaited | undefined)[] = [];
  /** Accepted points that do not make a whole frame yet. */
  #carry = 0;

  sent(points: number, settled?: Settled): void {
    this.#frames.push({ frame: this.#sent++, points, settled });
  }

  accepted(points: number): void {
    this.#carry += points;
    for (; this.#head < this.#frames.length; this.#head++) {
      const first = this.#frames[this.#head];
      if (!first) continue;
      if (first.points > this.#carry) break;
      this.#carry -= first.points;
      first.settled?.(true);
    }
    this.#compact();
  }

  /** @param frame as the host counts them; undefined for all that are left. */
  rejected(frame: number | undefined): void {
    if (frame === undefined) return this.#rejectAll();
    const first = this.#sent - this.#frames.length;
    const awaited = this.#frames[frame - first];
    this.#frames[frame - first] = undefined;
    awaited?.settled?.(false);
  }

  /** The host is another one: nobody knows of single frames what became of them. */
  begin(): void {
    this.#rejectAll();
    this.#sent = 0;
  }

  #rejectAll(): void {
    const left = this.#frames.slice(this.#head);
    this.#frames = [];
    this.#head = 0;
    this.#carry = 0;
    for (const awaited of left) awaited?.settled?.(false);
  }

  #compact(): void {
    if (this.#head < 1_024 && this.#head < this.#frames.length) return;
    this.#frames.splice(0, this.#head);
    this.#head = 0;
  }
}
