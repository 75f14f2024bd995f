import { create } from 'zustand';
import type { ReadChoice } from '../../../../src-shared/tag-files/tag-sheet.ts';
import { type Decisions, NO_DECISIONS } from './import-decisions.ts';
import type { ReadFile } from './import-messages.ts';
import type { CompareOptions, ImportRow, RowState } from './import-row.ts';

export type ShownRows = 'all' | RowState;

/** An import from the choice of its file until its rows are in the table. */
export interface TagImport {
  /** Empty: none is open. */
  readonly device: string;
  /** A file that was dropped and is not read yet. */
  readonly dropped: File | null;
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer> | null;
  readonly choice: ReadChoice;
  readonly file: ReadFile | null;
  readonly mapping: readonly string[];
  readonly options: CompareOptions;
  readonly fixes: ReadonlyMap<string, string>;
  readonly decisions: Decisions;
  /** What the thread found, with what the gateway found. */
  readonly rows: readonly ImportRow[];
  /** What is under way, in words; null: nothing. */
  readonly busy: string | null;
  /** Why the file was not read, or not imported. */
  readonly refused: { readonly code: string; readonly text: string } | null;
  /** What stands against the device as a whole. */
  readonly elsewhere: string | null;
  readonly shown: ShownRows;
}

export const NO_IMPORT: TagImport = {
  device: '',
  dropped: null,
  name: '',
  bytes: null,
  choice: {},
  file: null,
  mapping: [],
  options: { decimal: 'point', emptyClears: false, replaceAll: false },
  fixes: new Map(),
  decisions: NO_DECISIONS,
  rows: [],
  busy: null,
  refused: null,
  elsewhere: null,
  shown: 'all',
};

/** The one import that may be open. */
export const useTagImport = create<TagImport>()(() => NO_IMPORT);

export const importChanged = (change: Partial<TagImport>): void => useTagImport.setState(change);

/** Opens the dialog with a file that was dropped, or to choose one in it. */
export const importOpened = (device: string, dropped: File | null): void =>
  useTagImport.setState({ ...NO_IMPORT, device, dropped });
