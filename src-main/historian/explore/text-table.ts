import type { TypedCell } from '../../../src-shared/domain/point-batch.ts';
import type { RawSeries } from '../../../src-shared/domain/series.ts';
import type { Points } from './history-source.ts';

/** Numbers the texts of a tag in the order of their appearance, so that they can be counted and sent as numbers. */
export class TextTable {
  readonly texts: string[] = [];
  readonly #numbers = new Map<string, number>();

  /** The same points, with the number of its text in place of each value. */
  numbered({ timeUs, value, status, cells }: Points & Pick<RawSeries, 'cells'>): Points {
    if (!cells || cells.length === 0) return { timeUs, value, status };
    const numbers = value.slice();
    for (const cell of cells) numbers[cell.row] = this.#numberOf(textOf(cell));
    return { timeUs, value: numbers, status };
  }

  #numberOf(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, this.texts.length);
    return this.texts.push(text) - 1;
  }
}

const textOf = ({ value }: TypedCell): string =>
  value instanceof Uint8Array ? Buffer.from(value).toString('base64') : String(value);
