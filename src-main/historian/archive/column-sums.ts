import { createHash, type Hash } from 'node:crypto';
import { POINT_FLAG } from '../../../src-shared/domain/point-batch.ts';
import { isBad } from '../../../src-shared/domain/quality.ts';
import type { RawSeries } from '../../../src-shared/domain/series.ts';

const KNOWN_FLAGS = Object.values(POINT_FLAG).reduce((all, bit) => all | bit, 0);
const COLUMNS = ['topic', 'time', 'value', 'status', 'flags', 'epoch', 'cells'] as const;

/**
 * A checksum of each column of rows in their order. In whatever pieces the same rows come, it is the same; so what was
 * stored can be compared with what a file says. Bad rows have no value.
 */
export class ColumnSums {
  readonly #hashes = new Map<string, Hash>(COLUMNS.map((name) => [name, createHash('sha256')]));
  #topic = '';
  #ofTopic = 0;
  #rows = 0;
  #firstUs = Number.POSITIVE_INFINITY;
  #lastUs = Number.NEGATIVE_INFINITY;

  get rows(): number {
    return this.#rows;
  }

  /** Of all rows; infinite without one. */
  get firstUs(): number {
    return this.#firstUs;
  }

  get lastUs(): number {
    return this.#lastUs;
  }

  add(topic: string, { timeUs, value, status, flags, epoch, cells = [] }: RawSeries): void {
    const count = timeUs.length;
    if (count === 0) return;
    if (topic !== this.#topic) this.#endTopic(topic);
    this.#ofTopic += count;
    const typed = cells.filter(({ row }) => !isBad(status[row]!));
    const values = value.slice();
    for (const [row, code] of status.entries()) if (isBad(code) || Number.isNaN(values[row])) values[row] = Number.NaN;
    for (const { row } of typed) values[row] = Number.NaN;
    for (const us of timeUs) {
      if (us < this.#firstUs) this.#firstUs = us;
      if (us > this.#lastUs) this.#lastUs = us;
    }
    this.#update('time', timeUs);
    this.#update('value', values);
    this.#update('status', status);
    this.#update('flags', flags ? flags.map((bits) => bits & KNOWN_FLAGS) : new Uint8Array(count));
    this.#update('epoch', epoch ?? new Uint16Array(count));
    for (const cell of typed) {
      const text = cell.kind === 'bytes' ? Buffer.from(cell.value).toString('base64') : String(cell.value);
      const bytes = Buffer.from(text, 'utf8');
      this.#hash('cells')
        .update(`${this.#rows + cell.row} ${cell.kind} ${bytes.length} `)
        .update(bytes);
    }
    this.#rows += count;
  }

  /** The names of the columns that differ; no rows are added to either afterwards. */
  differences(other: ColumnSums): string[] {
    const [own, others] = [this.#digests(), other.#digests()];
    return [
      ...(this.#rows === other.#rows ? [] : ['the number of rows']),
      ...COLUMNS.filter((name) => own.get(name) !== others.get(name)),
    ];
  }

  #endTopic(next: string): void {
    if (this.#ofTopic > 0) this.#hash('topic').update(`${JSON.stringify(this.#topic)} ${this.#ofTopic}\n`);
    this.#topic = next;
    this.#ofTopic = 0;
  }

  #digests(): ReadonlyMap<string, string> {
    this.#endTopic('');
    return new Map([...this.#hashes].map(([name, hash]) => [name, hash.copy().digest('hex')]));
  }

  #update(name: string, { buffer, byteOffset, byteLength }: ArrayBufferView): void {
    this.#hash(name).update(new Uint8Array(buffer, byteOffset, byteLength));
  }

  #hash(name: string): Hash {
    return this.#hashes.get(name)!;
  }
}
