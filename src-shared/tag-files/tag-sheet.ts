/** What can be told of a text file before its cells are looked at. */
export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
export const TEXT_ENCODINGS: readonly TextEncoding[] = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'];
export const SEPARATORS = [',', ';', '\t', '|'] as const;
export type Separator = (typeof SEPARATORS)[number];

/** A file of tags as a table of texts: cells as they stand in the file, and what each column is taken for. */
export interface TagSheet {
  /** Id of the format (tag-formats.ts). */
  readonly format: string;
  readonly headings: readonly string[];
  /** Of one length each: that of `headings`. */
  readonly rows: readonly (readonly string[])[];
  /** Where each row begins in the file, counted from 1. */
  readonly lines: readonly number[];
  /** Path of a tag's field by column; empty: the column is not taken. */
  readonly mapping: readonly string[];
  /** Sheets, tables, blocks or devices that the file has; empty where there is one thing in it. */
  readonly parts: readonly string[];
  /** Which of them this is. */
  readonly part: number;
  /** Its words and columns may be taken for those of another kind of table; numbers are written as people do. */
  readonly isTable?: true;
  /** What stands in the file and is not in the table, in words. */
  readonly notes: readonly string[];
  /** Number of the data block whose offsets these are; null: it is to be said. Undefined for other files. */
  readonly block?: number | null | undefined;
  /** How a text was read; undefined for other files. */
  readonly text?: { readonly encoding: TextEncoding; readonly separator: Separator } | undefined;
}

/** What a person chose instead of what was recognised. */
export interface ReadChoice {
  readonly format?: string | undefined;
  readonly encoding?: TextEncoding | undefined;
  readonly separator?: Separator | undefined;
  readonly part?: number | undefined;
  readonly block?: number | undefined;
}
