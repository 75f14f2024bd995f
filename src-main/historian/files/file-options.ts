/** The forms of a file of history. */
export const FILE_FORMATS = ['csv', 'jsonl', 'parquet'] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

/** How a file is written. */
export interface FileOptions {
  readonly format: FileFormat;
  /** IANA name: times are written with its offset, in Parquet always in UTC. */
  readonly zone: string;
  /** Of CSV: with a comma for decimals, fields are parted by semicolons. */
  readonly decimal: '.' | ',';
  /** Of CSV: begins with a byte order mark, by which spreadsheets know UTF-8. */
  readonly bom: boolean;
}
