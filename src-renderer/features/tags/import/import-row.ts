import type { ImportedRow, PlaceView } from '../../../../src-shared/contract/tag-files.ts';
import type { TagForm } from '../edit/tag-form.ts';

/** A field in which the file, the project and the last import do not all say the same. Undefined: nothing is set. */
export interface FieldDifference {
  readonly path: string;
  /** Who changed it since the last import; `file` too where nothing was imported before. */
  readonly changed: 'file' | 'project' | 'both';
  /** As it was imported last; null: it was not. */
  readonly base: { readonly value: unknown } | null;
  readonly project: unknown;
  readonly file: unknown;
}

/** Something wrong in a cell of the file, or in a row where `column` is -1. */
export interface RowProblem {
  readonly column: number;
  readonly path: string;
  /** Id of the message catalogue, or a code of docs/faults.md. */
  readonly code: string;
  readonly value: string;
  readonly text: string;
  /** The next step; empty where the text has it. */
  readonly fix: string;
}

export type RowState = 'new' | 'changed' | 'conflict' | 'same' | 'problem' | 'removed';

/** What an import would do with a row of the file, or with a tag that the file does not have. */
export interface ImportRow {
  readonly key: string;
  /** In the sheet; -1 for a tag that the file does not have. */
  readonly row: number;
  /** In the file, from 1. */
  readonly line: number;
  readonly state: RowState;
  /** Of the table: uid, or the key of a tag that is not applied; null for a new one. */
  readonly tag: string | null;
  readonly name: string;
  /** Of a new tag: all of it, with its id. */
  readonly form: TagForm;
  readonly differences: readonly FieldDifference[];
  readonly problems: readonly RowProblem[];
  /** What is kept of the row when it is imported; null where it has a problem. */
  readonly imported: ImportedRow | null;
}

/** How cells are read, beside what the columns mean. */
export interface CompareOptions {
  readonly decimal: 'point' | 'comma';
  /** An empty cell takes away what is set. Otherwise the file says nothing about that field. */
  readonly emptyClears: boolean;
  /** Tags that the file does not have are removed. */
  readonly replaceAll: boolean;
}

/** A tag of the table, with the edits that wait. */
export interface KnownTag {
  readonly key: string;
  readonly form: TagForm;
}

/** Everything that a comparison depends on, besides the sheet. */
export interface CompareInput {
  readonly mapping: readonly string[];
  readonly options: CompareOptions;
  /** Texts that a person wrote in the place of those of the file, by `row column`. */
  readonly fixes: ReadonlyMap<string, string>;
  readonly tags: readonly KnownTag[];
  readonly base: readonly ImportedRow[];
  /** Addresses of the file and of the tags that the protocol knows. */
  readonly places: ReadonlyMap<string, PlaceView>;
}
