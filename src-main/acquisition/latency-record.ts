import { LATENCY_BINS, latencyBin } from '../../src-shared/domain/latency-bins.ts';
import type { Clock } from '../kernel/clock.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** The hour of now counts with the minutes that it has, so one slot more than hours are told of. */
const MINUTES = 61;
const HOURS = 49;

/** How a request ended that brought no answer. */
export type NoAnswer = 'timeout' | 'failed';

/** What was counted in some stretch of time. */
export interface LatencySum {
  /** One a bin (src-shared/domain/latency-bins.ts). */
  readonly counts: readonly number[];
  readonly maxMs: number;
  readonly timeouts: number;
  /** Without the timeouts. */
  readonly failed: number;
}

/** Counts of slots of one length; a slot whose time has come again is emptied first. */
class Slots {
  readonly #slotMs: number;
  /** Which slot since the start of the clock stands in each place; −1: none yet. */
  readonly #numbers: Float64Array;
  readonly #counts: Uint16Array | Uint32Array;
  readonly #max: Float32Array;
  readonly #timeouts: Uint32Array;
  readonly #failed: Uint32Array;

  /** @param Counts wide enough for what one slot can count. */
  constructor(slotMs: number, places: number, Counts: typeof Uint16Array | typeof Uint32Array) {
    this.#slotMs = slotMs;
    this.#numbers = new Float64Array(places).fill(-1);
    this.#counts = new Counts(places * LATENCY_BINS);
    this.#max = new Float32Array(places);
    this.#timeouts = new Uint32Array(places);
    this.#failed = new Uint32Array(places);
  }

  answered(nowMs: number, ms: number): void {
    const place = this.#place(nowMs);
    this.#counts[place * LATENCY_BINS + latencyBin(ms)]!++;
    this.#max[place] = Math.max(this.#max[place]!, ms);
  }

  unanswered(nowMs: number, how: NoAnswer): void {
    (how === 'timeout' ? this.#timeouts : this.#failed)[this.#place(nowMs)]!++;
  }

  /** The slots from `fromMs` to `toMs`, whole ones. */
  sum(fromMs: number, toMs: number): LatencySum {
    const [first, last] = [Math.floor(fromMs / this.#slotMs), Math.floor(toMs / this.#slotMs)];
    const counts = Array<number>(LATENCY_BINS).fill(0);
    let [maxMs, timeouts, failed] = [0, 0, 0];
    for (const [place, number] of this.#numbers.entries()) {
      if (number < first || number > last || number < 0) continue;
      for (let bin = 0; bin < LATENCY_BINS; bin++) counts[bin]! += this.#counts[place * LATENCY_BINS + bin]!;
      maxMs = Math.max(maxMs, this.#max[place]!);
      timeouts += this.#timeouts[place]!;
      failed += this.#failed[place]!;
    }
    return { counts, maxMs, timeouts, failed };
  }

  #place(nowMs: number): number {
    const number = Math.floor(nowMs / this.#slotMs);
    const place = number % this.#numbers.length;
    if (this.#numbers[place] !== number) {
      this.#numbers[place] = number;
      this.#counts.fill(0, place * LATENCY_BINS, (place + 1) * LATENCY_BINS);
      this.#max[place] = 0;
      this.#timeouts[place] = 0;
      this.#failed[place] = 0;
    }
    return place;
  }
}

/**
 * How long the requests of one kind took: by the minute for an hour, by the hour for two days. 18 KiB, whatever is
 * counted.
 */
export class LatencyRecord {
  readonly #clock: Clock;
  readonly #minutes = new Slots(MINUTE_MS, MINUTES, Uint16Array);
  readonly #hours = new Slots(HOUR_MS, HOURS, Uint32Array);

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  answered(ms: number): void {
    const nowMs = this.#clock.monoMs();
    this.#minutes.answered(nowMs, ms);
    this.#hours.answered(nowMs, ms);
  }

  unanswered(how: NoAnswer): void {
    const nowMs = this.#clock.monoMs();
    this.#minutes.unanswered(nowMs, how);
    this.#hours.unanswered(nowMs, how);
  }

  /** Of the last minutes, the one of now included. @param minutes up to 60 */
  lastMinutes(minutes: number): LatencySum {
    const nowMs = this.#clock.monoMs();
    return this.#minutes.sum(nowMs - (minutes - 1) * MINUTE_MS, nowMs);
  }

  /** Of whole hours up to the one that was `ago` hours ago, which is among them. @param hours up to 24 */
  hours(hours: number, ago: number): LatencySum {
    const toMs = this.#clock.monoMs() - ago * HOUR_MS;
    return this.#hours.sum(toMs - (hours - 1) * HOUR_MS, toMs);
  }
}
