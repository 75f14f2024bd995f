import type { Cursor, RecordPlace } from '../../log/cursor/cursor.ts';
import type { SendWindow } from './send-window.ts';

/** A record whose points are on their way. */
interface OpenRecord {
  readonly place: RecordPlace;
  readonly rows: number;
  /** Rows that are counted already. */
  rowsDone: number;
  /** Points by which the numbering of the log jumped before this record: lost. Below 0: it went back. */
  readonly jump: number;
  /** Points of other gateways: nothing is sent, all of it is done. */
  readonly isPassedOver: boolean;
  /** Nothing is sent either, because the project does not mean its points for this sink. */
  readonly isExcluded: boolean;
  /** The message after its last one, once all of its rows are in the window. */
  endsAt: number;
}

/** Records between their first message and their last acknowledgement; more are not begun. */
const MOST_OPEN = 10_000;

/** Carries acknowledgements back to the cursor: only over what is acknowledged without a hole, and every point once. */
export class Delivery {
  readonly window: SendWindow;
  readonly #cursor: Cursor;
  readonly #open: OpenRecord[] = [];

  constructor(cursor: Cursor, window: SendWindow) {
    this.#cursor = cursor;
    this.window = window;
  }

  get hasRoom(): boolean {
    return this.#open.length < MOST_OPEN && this.window.hasRoom;
  }

  /** Nothing is on its way. */
  get isEmpty(): boolean {
    return this.#open.length === 0 && this.window.length === 0;
  }

  /** Begins a record of `rows` points, of which the first `rowsDone` were counted in an earlier life. */
  begin(
    place: RecordPlace,
    rows: number,
    rowsDone: number,
    jump: number,
    isPassedOver: boolean,
    isExcluded = false,
  ): void {
    this.#open.push({ place, rows, rowsDone, jump, isPassedOver, isExcluded, endsAt: Number.POSITIVE_INFINITY });
  }

  /** All messages of the record that was begun last are in the window; rows without a message are quarantined. */
  finish(): void {
    this.#open.at(-1)!.endsAt = this.window.pushed;
  }

  /** Moves the cursor over what has ended. @returns true when it moved. */
  settle(): boolean {
    let hasMoved = false;
    for (let record = this.#open[0]; record; record = this.#open[0]) {
      const { rows, delivered } = this.#pass(record);
      const isWhole = this.window.tail === record.endsAt;
      if (isWhole || rows > record.rowsDone) {
        hasMoved = true;
        this.#count(record, isWhole ? record.rows : rows, delivered);
      }
      if (!isWhole) break;
      this.#leave(record);
    }
    // Messages that cover no row, behind the last record.
    if (this.#open.length === 0) while (this.window.pass(this.window.pushed));
    return hasMoved;
  }

  /** Forgets what is on its way: it will be read again from the cursor on. */
  reset(): void {
    this.#open.length = 0;
    this.window.clear();
  }

  /** Moves the tail over the ended messages of one record. */
  #pass({ endsAt, rowsDone }: OpenRecord): { rows: number; delivered: number } {
    let rows = rowsDone;
    let delivered = 0;
    for (let message = this.window.pass(endsAt); message; message = this.window.pass(endsAt)) {
      rows = Math.max(rows, message.endRow);
      delivered += message.delivered;
    }
    return { rows, delivered };
  }

  #count(record: OpenRecord, rows: number, acknowledged: number): void {
    const { counts } = this.#cursor;
    const ended = rows - record.rowsDone;
    if (record.isExcluded) counts.excluded = (counts.excluded ?? 0) + ended;
    else {
      const delivered = record.isPassedOver ? ended : acknowledged;
      counts.delivered += delivered;
      counts.quarantined += ended - delivered;
    }
    record.rowsDone = rows;
    this.#cursor.passRows(record.place, rows);
  }

  #leave({ place, jump }: OpenRecord): void {
    this.#open.shift();
    if (jump !== 0) this.#cursor.alignTo(this.#cursor.handledPoints + jump, 'dropped');
    this.#cursor.pass(place);
  }
}
