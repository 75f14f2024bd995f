import { formsTable } from './forms-sheet.ts';
import { ignitionText } from './ignition-text.ts';
import { kepwareRows } from './kepware-rows.ts';
import { tagPath } from './tag-path.ts';
import { defusedText, writeCsv } from './write-csv.ts';
import { writeWorkbook } from './write-workbook.ts';

/** A tag as it is written into a file. */
export interface WrittenTag {
  /** In the form of its file. */
  readonly form: Readonly<Record<string, unknown>>;
  /** Its address in every notation of its protocol; empty where it does not run. */
  readonly notations: readonly string[];
  /** Cells beside the fields: the value of now, its quality, its time. */
  readonly beside: readonly string[];
}

export type TagFileFormat = 'csv' | 'csv-semicolon' | 'tsv' | 'xlsx' | 'json' | 'kepware' | 'ignition';

interface FormatFacts {
  readonly title: string;
  readonly ending: string;
  readonly type: string;
  /** Whether `readTagFile` gives back what was written, field by field. */
  readonly isExact: boolean;
  /** Whether cells beside the fields have a place. */
  readonly hasBeside: boolean;
}

const TEXT = 'text/csv;charset=utf-8';

export const TAG_FILE_FORMATS: Readonly<Record<TagFileFormat, FormatFacts>> = {
  csv: { title: 'CSV', ending: 'csv', type: TEXT, isExact: true, hasBeside: true },
  'csv-semicolon': { title: 'CSV with semicolons', ending: 'csv', type: TEXT, isExact: true, hasBeside: true },
  tsv: { title: 'TSV', ending: 'tsv', type: 'text/tab-separated-values', isExact: true, hasBeside: true },
  xlsx: {
    title: 'Excel workbook',
    ending: 'xlsx',
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    isExact: true,
    hasBeside: true,
  },
  json: { title: 'JSON', ending: 'json', type: 'application/json', isExact: true, hasBeside: false },
  kepware: { title: 'Kepware CSV', ending: 'csv', type: TEXT, isExact: false, hasBeside: false },
  ignition: { title: 'Ignition JSON', ending: 'json', type: 'application/json', isExact: false, hasBeside: false },
};

const BESIDE = ['Value', 'Quality', 'Time'];
/** By it spreadsheets know that a text is UTF-8. */
const MARK = '\ufeff';

/**
 * Tags as the bytes or the text of a file. @param device its name, for the formats that have one.
 */
export async function writeTagFile(
  format: TagFileFormat,
  device: string,
  tags: readonly WrittenTag[],
): Promise<string | Uint8Array<ArrayBuffer>> {
  switch (format) {
    case 'json':
      return `${JSON.stringify({ device, tags: tags.map(({ form }) => form) }, null, 2)}\n`;
    case 'kepware':
      return MARK + writeCsv(defused(kepwareRows(tags)), ',');
    case 'ignition':
      return ignitionText(device, tags);
    default: {
      const { paths, headings, rows } = formsTable(tags.map(({ form }) => form));
      const hasBeside = tags.some(({ beside }) => beside.length > 0);
      const table = [
        [...headings, ...(hasBeside ? BESIDE : [])],
        ...rows.map((row, at) => [...row, ...tags[at]!.beside]),
      ];
      if (format === 'xlsx')
        return writeWorkbook(device, table, (column) => tagPath(paths[column] ?? '')?.kind === 'number');
      const separator = format === 'tsv' ? '\t' : format === 'csv' ? ',' : ';';
      return MARK + writeCsv(defused(table), separator);
    }
  }
}

const defused = (rows: readonly (readonly string[])[]): readonly (readonly string[])[] =>
  rows.map((row) => row.map(defusedText));
