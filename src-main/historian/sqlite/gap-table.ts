import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Gap } from '../../../src-shared/domain/series.ts';
import type { GapRecord } from '../../log/log-reader.ts';
import type { TimeRange } from '../query.ts';

/** Stands for every device. */
const EVERY_DEVICE = '';

/** The gaps of one database, and those that wait to be written. Taking the same gap again changes nothing. */
export class GapTable {
  readonly #insert: StatementSync;
  readonly #select: StatementSync;
  #waiting: GapRecord[] = [];

  constructor(database: DatabaseSync) {
    this.#insert = database.prepare(
      'INSERT OR IGNORE INTO gaps (device_uid, to_us, from_us, reason) VALUES (?, ?, ?, ?)',
    );
    this.#select = database.prepare(
      'SELECT from_us, to_us, reason FROM gaps WHERE device_uid IN (?, ?) AND to_us > ? AND from_us < ?',
    );
  }

  get isWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  /** The oldest segment whose gaps are not written yet. */
  get oldestSegment(): number {
    return this.#waiting[0]?.segment ?? Number.POSITIVE_INFINITY;
  }

  take(record: GapRecord): void {
    this.#waiting.push(record);
  }

  /** Writes what waits; inside a transaction. */
  save(): void {
    for (const { gap } of this.#waiting) {
      this.#insert.run(EVERY_DEVICE, gap.toUs, gap.fromUs, gap.reason);
      for (const [deviceUid, fromUs] of gap.devices) this.#insert.run(deviceUid, gap.toUs, fromUs, gap.reason);
    }
  }

  /** After that transaction was committed. */
  saved(): void {
    this.#waiting = [];
  }

  /** Gaps that touch the range: those of the device and those of every device. */
  find(deviceUid: string, { fromUs, toUs }: TimeRange): Gap[] {
    const rows = this.#select.all(EVERY_DEVICE, deviceUid, fromUs, toUs).map((row) => ({
      fromUs: Number(row.from_us),
      toUs: Number(row.to_us),
      reason: row.reason as Gap['reason'],
    }));
    const waiting = this.#waiting.map(({ gap }) => ({ ...gap, fromUs: gap.devices.get(deviceUid) ?? gap.fromUs }));
    return [...rows, ...waiting];
  }
}
