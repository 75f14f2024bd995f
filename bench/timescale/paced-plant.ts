import type { LogClient } from '../../src-main/log/log-client.ts';
import { batchesOf, namesOf, type PointSource } from '../history/point-source.ts';

const LOOK_MS = 5;
const STEP_SECONDS = 0.1;
const DEVICES = 40;
const DAY_STEPS = 864_000;

/** A plant that appends a steady stream of points to a log until it is stopped. */
export class PacedPlant {
  readonly #log: LogClient;
  readonly #perSecond: number;
  readonly #batches: ReturnType<typeof batchesOf>;
  readonly #beganMs = performance.now();
  readonly #timer: NodeJS.Timeout;
  #appended = 0;

  constructor(log: LogClient, perSecond: number) {
    const tagsPerDevice = (perSecond * STEP_SECONDS) / DEVICES;
    const startUs = Date.now() * 1_000;
    const source: PointSource = {
      devices: DEVICES,
      tagsPerDevice,
      steps: DAY_STEPS,
      stepSeconds: STEP_SECONDS,
      stepsPerBatch: 1,
      startUs,
    };
    const { devices, tags } = namesOf(source);
    log.names(devices, tags);
    this.#log = log;
    this.#perSecond = perSecond;
    this.#batches = batchesOf(source);
    this.#timer = setInterval(() => this.#append(), LOOK_MS);
  }

  /** Points that were appended. */
  get appended(): number {
    return this.#appended;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #append(): void {
    const due = ((performance.now() - this.#beganMs) * this.#perSecond) / 1_000;
    while (this.#appended < due) {
      const { frame, points } = this.#batches.next().value!;
      if (!this.#log.append(frame, points)) throw new Error('The log took no more');
      this.#appended += points;
    }
  }
}
