import { encodeBatch } from '../../../src-shared/domain/batch-frame.ts';
import type { TypedCell } from '../../../src-shared/domain/point-batch.ts';
import type { RemotePoint } from './remote-point.ts';

const FIRST_ROWS = 16;

/** The points of one remote device in the present turn, as columns that are kept from turn to turn. */
export class DeviceColumns {
  /** Private to this run of the host; rows carry such numbers of tags, too. */
  readonly number: number;
  #count = 0;
  #tag = new Uint32Array(FIRST_ROWS);
  #timeUs = new Float64Array(FIRST_ROWS);
  #value = new Float64Array(FIRST_ROWS);
  #status = new Uint32Array(FIRST_ROWS);
  #cells: TypedCell[] = [];

  constructor(number: number) {
    this.number = number;
  }

  get count(): number {
    return this.#count;
  }

  add(tag: number, point: RemotePoint): void {
    const row = this.#count;
    if (row === this.#tag.length) this.#grow();
    this.#count = row + 1;
    this.#tag[row] = tag;
    this.#timeUs[row] = point.timeUs;
    this.#value[row] = point.value;
    this.#status[row] = point.status;
    if (point.cell) this.#cells.push({ ...point.cell, row });
  }

  /** The rows as the frame of a batch, and begins anew. */
  take(receivedUs: number): ArrayBuffer {
    const count = this.#count;
    const cells = this.#cells;
    const frame = encodeBatch({
      count,
      device: this.number,
      origin: 'remote',
      receivedUs,
      tag: this.#tag.subarray(0, count),
      timeUs: this.#timeUs.subarray(0, count),
      value: this.#value.subarray(0, count),
      status: this.#status.subarray(0, count),
      ...(cells.length > 0 && { cells }),
    });
    this.#count = 0;
    if (cells.length > 0) this.#cells = [];
    return frame;
  }

  #grow(): void {
    const rows = this.#tag.length * 2;
    const grown = <T extends Float64Array | Uint32Array>(old: T, fresh: T): T => {
      fresh.set(old);
      return fresh;
    };
    this.#tag = grown(this.#tag, new Uint32Array(rows));
    this.#timeUs = grown(this.#timeUs, new Float64Array(rows));
    this.#value = grown(this.#value, new Float64Array(rows));
    this.#status = grown(this.#status, new Uint32Array(rows));
  }
}
