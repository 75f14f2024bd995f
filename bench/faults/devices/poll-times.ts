/** When the batches of each device came: how late its polls are, seen by whoever gets their values. */
export class PollTimes {
  readonly #intervalMs: number;
  readonly #lastMs = new Map<number, number>();
  #lateMs: number[] = [];

  constructor(intervalMs: number) {
    this.#intervalMs = intervalMs;
  }

  /** A batch of this device came now. */
  note(device: number): void {
    const nowMs = performance.now();
    const lastMs = this.#lastMs.get(device);
    if (lastMs !== undefined) this.#lateMs.push(Math.abs(nowMs - lastMs - this.#intervalMs));
    this.#lastMs.set(device, nowMs);
  }

  /** How far the time between two polls was from the interval, since it was asked last. */
  take(): readonly number[] {
    const taken = this.#lateMs;
    this.#lateMs = [];
    return taken;
  }
}
