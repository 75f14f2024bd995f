import type { NexusError } from '../../src-shared/errors/nexus-error.ts';
import type { PushedReadings, Subscriber } from './driver.ts';

/** One reading that was delivered. */
export interface Recorded {
  readonly row: number;
  readonly timeUs: number;
  readonly value: number;
  readonly status: number;
  readonly exact: unknown;
}

/** Keeps what a subscription says. For tests. */
export class RecordingSubscriber implements Subscriber {
  readonly readings: Recorded[] = [];
  signsOfLife = 0;
  /** Messages that were lost for good. */
  lost = 0;
  /** The codes of what ended it. */
  readonly ends: string[] = [];

  deliver({ count, row, timeUs, value, status, cells }: PushedReadings): void {
    const exact = new Map(cells.map((cell) => [cell.row, cell.value]));
    for (let i = 0; i < count; i++) {
      this.readings.push({
        row: row[i]!,
        timeUs: timeUs[i]!,
        value: value[i]!,
        status: status[i]!,
        exact: exact.get(i),
      });
    }
  }

  alive(): void {
    this.signsOfLife++;
  }

  missed(messages: number): void {
    this.lost += messages;
  }

  ended(error: NexusError): void {
    this.ends.push(error.code);
  }

  /** All values of one row, oldest first. */
  valuesOf(row: number): number[] {
    return this.readings.filter((reading) => reading.row === row).map(({ value }) => value);
  }
}
