import type { FileOptions } from './file-options.ts';
import type { FileColumn, FileTable } from './file-table.ts';
import type { FileWriter } from './file-writer.ts';
import { guarded } from './guarded-text.ts';
import { zonedTime } from './zoned-time.ts';

/** RFC 4180: fields with a separator, quote or line break stand in quotes. Bad values are empty. */
export class CsvWriter implements FileWriter {
  readonly #separator: ',' | ';';
  readonly #decimal: '.' | ',';
  readonly #time: (us: number) => string;
  #head: string;
  #hasHeader = false;

  constructor({ decimal, bom, zone }: FileOptions) {
    this.#decimal = decimal;
    this.#separator = decimal === ',' ? ';' : ',';
    this.#time = zonedTime(zone);
    this.#head = bom ? '\uFEFF' : '';
  }

  write({ rows, columns }: FileTable): Uint8Array {
    let text = this.#head;
    this.#head = '';
    if (!this.#hasHeader) text += `${columns.map(({ name }) => name).join(this.#separator)}\r\n`;
    this.#hasHeader = true;
    const fields = columns.map((column) => this.#fields(column));
    for (let row = 0; row < rows; row++) {
      for (let at = 0; at < fields.length; at++) text += (at === 0 ? '' : this.#separator) + fields[at]!(row);
      text += '\r\n';
    }
    return Buffer.from(text);
  }

  end(): Uint8Array {
    return Buffer.from(this.#head);
  }

  #fields(column: FileColumn): (row: number) => string {
    switch (column.kind) {
      case 'time':
        return (row) => this.#time(column.data[row]!);
      case 'integer':
        return (row) => String(column.data[row]!);
      case 'number':
        return (row) => this.#number(column.data[row]!);
      case 'text': {
        const { data } = column;
        if (typeof data !== 'string') return (row) => this.#text(data[row]!);
        const text = this.#text(data);
        return () => text;
      }
      case 'value':
        return (row) => {
          const text = column.texts.get(row);
          return text === undefined ? this.#number(column.data[row]!) : this.#text(text);
        };
    }
  }

  #number(value: number): string {
    if (Number.isNaN(value)) return '';
    const text = Object.is(value, -0) ? '-0' : String(value);
    return this.#decimal === '.' ? text : text.replace('.', ',');
  }

  #text(text: string): string {
    const safe = guarded(text);
    return /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  }
}
