import type { ErrorCode } from '../../../../src-shared/errors/error-codes.ts';
import type { ReadChoice, TagSheet } from '../../../../src-shared/tag-files/tag-sheet.ts';
import type { DecimalSign } from '../edit/read-number.ts';
import type { CompareInput, ImportRow } from './import-row.ts';

/** What the page asks the thread that reads files; an answer carries the number of its question. */
export type ImportAsk = { readonly number: number } & ImportQuestion;
export type ImportQuestion =
  | {
      readonly kind: 'read';
      readonly name: string;
      readonly bytes: Uint8Array<ArrayBuffer>;
      readonly choice: ReadChoice;
    }
  | { readonly kind: 'addresses'; readonly input: Pick<CompareInput, 'mapping' | 'fixes'> }
  | { readonly kind: 'compare'; readonly input: CompareInput };

/** What the page needs of a sheet at once; the cells stay in the thread and come with rows. */
export interface ReadFile {
  readonly sheet: TagSheet;
  /** By its numbers; `either` where none of them tells. */
  readonly decimal: DecimalSign;
}

export type ImportAnswer = { readonly number: number } & ImportReply;
export type ImportReply =
  | { readonly kind: 'read'; readonly file: ReadFile }
  | { readonly kind: 'addresses'; readonly addresses: readonly string[] }
  | { readonly kind: 'compared'; readonly rows: readonly ImportRow[] }
  | { readonly kind: 'progress'; readonly rows: number }
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly text: string };
