import { ArrivalLedger } from '../../../src-shared/domain/arrival-ledger.ts';
import type { PointBatch } from '../../../src-shared/domain/point-batch.ts';

/** A source whose clock is ahead by more gives points that belong to a time after the drill. */
const AHEAD_US = 1_000_000;

/** What was read while a drill runs, counted where it is handed to the log: what every sink must have in the end. */
export class BusLedger {
  /** What is to be published, by number of the tag. */
  readonly published: ArrivalLedger;
  /** What is to be stored. */
  readonly stored: ArrivalLedger;
  /** Tags whose points cannot be told by their time, because the clock of their source is ahead. */
  readonly ahead = new Set<number>();

  constructor(fromUs: number, tags: number) {
    this.published = new ArrivalLedger(fromUs, tags);
    this.stored = new ArrivalLedger(fromUs, tags);
  }

  set toUs(toUs: number) {
    this.published.toUs = toUs;
    this.stored.toUs = toUs;
  }

  take({ origin, reach, count, tag, timeUs, receivedUs }: PointBatch): void {
    if (origin !== 'local' || reach === 'live') return;
    for (let row = 0; row < count; row++) {
      const number = tag[row]!;
      const us = Math.floor(timeUs[row]!);
      if (us > receivedUs + AHEAD_US) this.ahead.add(number);
      this.stored.take(number, us);
      if (reach === undefined) this.published.take(number, us);
    }
  }
}
