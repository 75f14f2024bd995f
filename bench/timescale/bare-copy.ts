import type { Client, Connection, Submittable } from 'pg';
import type { BareBatch } from './bare-batches.ts';

/** µs from 1970 to 2000, from which PostgreSQL counts. */
const EPOCH_US = 946_684_800e6;
export const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
export const TRAILER = Buffer.from([0xff, 0xff]);
/** Seven columns: their count, seven lengths, and the bytes of those that are not NULL. */
const ROW_BYTES = 2 + 7 * 4 + 8 + 4 + 4 + 8 + 4 + 2;
const TWO_32 = 2 ** 32;

/**
 * Rows of `samples (time, tag_id, epoch, value, value_str, quality, flags)` in the binary format of COPY: the least that
 * a program in Node has to do.
 */
export function encodeRows(batch: BareBatch): Buffer {
  const bytes = Buffer.allocUnsafe(SIGNATURE.length + batch.count * ROW_BYTES + TRAILER.length);
  SIGNATURE.copy(bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = SIGNATURE.length;
  for (let row = 0; row < batch.count; row++) {
    const us = batch.timeUs[row]! - EPOCH_US;
    const high = Math.floor(us / TWO_32);
    view.setInt16(at, 7);
    view.setInt32(at + 2, 8);
    view.setInt32(at + 6, high);
    view.setUint32(at + 10, us - high * TWO_32);
    view.setInt32(at + 14, 4);
    view.setInt32(at + 18, batch.tag[row]!);
    view.setInt32(at + 22, 4);
    view.setInt32(at + 26, 1);
    view.setInt32(at + 30, 8);
    view.setFloat64(at + 34, batch.value[row]!);
    view.setInt32(at + 42, -1);
    view.setInt32(at + 46, 4);
    view.setUint32(at + 50, batch.status[row]!);
    view.setInt32(at + 54, 2);
    view.setInt16(at + 58, 0);
    at += ROW_BYTES;
  }
  TRAILER.copy(bytes, at);
  return bytes;
}

/** Sends one COPY whole. */
export function copyIn(client: Client, text: string, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => void client.query(new CopyIn(text, bytes, resolve, reject)));
}

class CopyIn implements Submittable {
  readonly #text: string;
  readonly #bytes: Buffer;
  readonly #done: () => void;
  readonly #failed: (error: Error) => void;

  constructor(text: string, bytes: Buffer, done: () => void, failed: (error: Error) => void) {
    this.#text = text;
    this.#bytes = bytes;
    this.#done = done;
    this.#failed = failed;
  }

  submit = (connection: Connection): void => connection.query(this.#text);

  handleCopyInResponse(connection: Connection & { sendCopyFromChunk(chunk: Buffer): void; endCopyFrom(): void }): void {
    connection.sendCopyFromChunk(this.#bytes);
    connection.endCopyFrom();
  }

  handleCommandComplete(): void {
    // What follows tells that it is over.
  }

  handleReadyForQuery(): void {
    this.#done();
  }

  handleError(error: Error): void {
    this.#failed(error);
  }
}
