import type { TypedCell } from '../../../src-shared/domain/point-batch.ts';
import type { PushedReadings } from '../driver.ts';

/** The columns of one delivery, used again for each and made longer where one is larger than any before. */
export class PushedColumns implements PushedReadings {
  count = 0;
  row = new Uint32Array(64);
  timeUs = new Float64Array(64);
  value = new Float64Array(64);
  status = new Uint32Array(64);
  readonly cells: TypedCell[] = [];

  /** Empties them, with room for so many rows. */
  reset(room: number): void {
    this.count = 0;
    this.cells.length = 0;
    if (room <= this.row.length) return;
    const length = Math.max(room, this.row.length * 2);
    this.row = new Uint32Array(length);
    this.timeUs = new Float64Array(length);
    this.value = new Float64Array(length);
    this.status = new Uint32Array(length);
  }
}
