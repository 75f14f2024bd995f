import type { LogGap } from './log-gap.ts';

/** Beyond this many devices a span is told for all of them together. */
const MOST_DEVICES = 4_096;

/** The time in which points were rejected, so that charts can show it. One span, however many there were. */
export class LostSpan {
  #fromUs = Number.POSITIVE_INFINITY;
  #toUs = Number.NEGATIVE_INFINITY;
  #points = 0;
  readonly #devices = new Map<string, number>();

  get isEmpty(): boolean {
    return this.#points === 0;
  }

  /** Notes points of a device that were received at `receivedUs` and lost. */
  add(deviceUid: string | undefined, receivedUs: number, points: number): void {
    // A gap is open at its start: a microsecond earlier makes the lost point itself part of it.
    const fromUs = receivedUs - 1;
    if (Number.isFinite(receivedUs)) {
      this.#fromUs = Math.min(this.#fromUs, fromUs);
      this.#toUs = Math.max(this.#toUs, receivedUs);
      if (deviceUid !== undefined) this.#note(deviceUid, fromUs);
    }
    this.#points += points;
  }

  /** Adds what another span holds. */
  join(gap: LogGap): void {
    this.#fromUs = Math.min(this.#fromUs, gap.fromUs);
    this.#toUs = Math.max(this.#toUs, gap.toUs);
    this.#points += gap.points ?? 0;
    for (const [uid, fromUs] of gap.devices) this.#note(uid, fromUs);
  }

  /** The span as a gap; undefined while nothing was lost, or nothing whose time is known. */
  gap(): LogGap | undefined {
    if (this.isEmpty || !(this.#toUs >= this.#fromUs)) return undefined;
    const devices = new Map(this.#devices);
    return { fromUs: this.#fromUs, toUs: this.#toUs, reason: 'dropped', devices, points: this.#points };
  }

  clear(): void {
    this.#fromUs = Number.POSITIVE_INFINITY;
    this.#toUs = Number.NEGATIVE_INFINITY;
    this.#points = 0;
    this.#devices.clear();
  }

  #note(deviceUid: string, fromUs: number): void {
    const known = this.#devices.get(deviceUid);
    if (known === undefined ? this.#devices.size < MOST_DEVICES : fromUs < known) this.#devices.set(deviceUid, fromUs);
  }
}
