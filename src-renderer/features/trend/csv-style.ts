import { isoIn } from '../../../src-shared/domain/iso-in-zone.ts';

/** How numbers and times stand in a CSV file. */
export interface CsvStyle {
  /** `comma` puts `;` between fields, as spreadsheets of such countries expect. */
  readonly decimal: 'point' | 'comma';
  /** Marks the file as UTF-8 for Excel. */
  readonly bom: boolean;
  /** An IANA name: times carry their offset to UTC there. */
  readonly zone: string;
}

/** Writes rows of a file in one style. */
export class CsvWriter {
  readonly time: (us: number) => string;
  readonly #separator: ',' | ';';
  readonly #style: CsvStyle;
  readonly #lines: string[] = [];

  constructor(style: CsvStyle, header: readonly string[]) {
    this.#style = style;
    this.#separator = style.decimal === 'comma' ? ';' : ',';
    this.time = isoIn(style.zone);
    this.row(header);
  }

  /** Numbers as they are, an empty field for none; texts with a separator, quote or line break are quoted (RFC 4180). */
  row(fields: readonly (string | number | undefined)[]): void {
    this.#lines.push(fields.map((field) => this.#field(field)).join(this.#separator));
  }

  /** Below the header. */
  get rows(): number {
    return this.#lines.length - 1;
  }

  get text(): string {
    return `${this.#style.bom ? '\ufeff' : ''}${this.#lines.join('\r\n')}\r\n`;
  }

  #field(field: string | number | undefined): string {
    if (field === undefined || Number.isNaN(field)) return '';
    if (typeof field === 'number') {
      const written = String(field);
      return this.#style.decimal === 'comma' ? written.replace('.', ',') : written;
    }
    return field.includes(this.#separator) || /["\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
  }
}
