import type { FileOptions } from './file-options.ts';
import type { FileColumn, FileTable } from './file-table.ts';
import type { FileWriter } from './file-writer.ts';
import { zonedTime } from './zoned-time.ts';

/** One JSON object a line. A Bad value is `null`; what is empty is left out. */
export class JsonLinesWriter implements FileWriter {
  readonly #time: (us: number) => string;

  constructor({ zone }: FileOptions) {
    this.#time = zonedTime(zone);
  }

  write({ rows, columns }: FileTable): Uint8Array {
    const fields = columns.map((column) => this.#fields(column));
    let text = '';
    for (let row = 0; row < rows; row++) {
      text += '{';
      // The first column is the time, which every row has.
      for (let at = 0; at < fields.length; at++) text += fields[at]!(row);
      text += '}\n';
    }
    return Buffer.from(text);
  }

  end(): Uint8Array {
    return new Uint8Array(0);
  }

  #fields(column: FileColumn): (row: number) => string {
    const key = `,${JSON.stringify(column.name)}:`;
    switch (column.kind) {
      case 'time':
        return (row) => `${key.slice(1)}"${this.#time(column.data[row]!)}"`;
      case 'integer':
        return (row) => `${key}${column.data[row]!}`;
      case 'number':
        return (row) => `${key}${numberText(column.data[row]!)}`;
      case 'text': {
        const { data } = column;
        const field = (text: string): string => (text === '' ? '' : `${key}${JSON.stringify(text)}`);
        if (typeof data !== 'string') return (row) => field(data[row]!);
        const text = field(data);
        return () => text;
      }
      case 'value':
        return (row) => {
          const text = column.texts.get(row);
          return `${key}${text === undefined ? numberText(column.data[row]!) : JSON.stringify(text)}`;
        };
    }
  }
}

/** JSON has no infinities; a text keeps them. */
function numberText(value: number): string {
  if (Number.isNaN(value)) return 'null';
  if (Object.is(value, -0)) return '-0';
  return Number.isFinite(value) ? String(value) : `"${value}"`;
}
