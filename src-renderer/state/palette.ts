import { create } from 'zustand';
import type { TagRef } from './tags.ts';

/** One of a few things to choose from: a target to add to, a place to go to. */
export interface PaletteChoice {
  readonly label: string;
  /** What it is, in a few quiet words. */
  readonly detail: string;
  readonly run: () => void;
}

export type PaletteAsk =
  | { readonly kind: 'closed' }
  /** The box, with this text in it: a prefix decides what it searches. */
  | { readonly kind: 'search'; readonly text: string }
  /** The same box over a few choices. */
  | { readonly kind: 'choose'; readonly title: string; readonly choices: readonly PaletteChoice[] }
  | { readonly kind: 'shortcuts' };

/** What stands over the workbench: the palette, or the sheet of shortcuts. */
export const usePalette = create<{ readonly ask: PaletteAsk; readonly number: number }>()(() => ({
  ask: { kind: 'closed' },
  number: 0,
}));

const ask = (next: PaletteAsk): void => usePalette.setState(({ number }) => ({ ask: next, number: number + 1 }));

export const paletteOpened = (text = ''): void => ask({ kind: 'search', text });
export const shortcutsShown = (): void => ask({ kind: 'shortcuts' });
export const choiceAsked = (title: string, choices: readonly PaletteChoice[]): void =>
  ask({ kind: 'choose', title, choices });

/** Closes what was asked for; something that was asked for since then stays. */
export function paletteClosed(what: PaletteAsk): void {
  if (usePalette.getState().ask === what) ask({ kind: 'closed' });
}

/** A row of a tab as the palette lists it after `@`. */
export interface TabRow {
  /** Stable while the row is the same one. */
  readonly key: string;
  readonly text: string;
  readonly detail: string;
  /** The tag it shows, where it shows one: its live value stands beside it. */
  readonly tag?: TagRef | undefined;
}

/** What a tab lets the palette search and go to. */
export interface TabRows {
  /** All rows as the tab shows them now, in its order. */
  readonly rows: () => readonly TabRow[];
  /** Selects a row, brings it into sight and gives it the focus; `gone`: there is no such row, at least not yet. */
  readonly go: (key: string) => 'there' | 'gone';
}

/** How long a row may take to be there after its tab was opened, ms. */
const WAIT_MS = 10_000;

const offered = new Map<string, TabRows>();
let waiting: { readonly path: string; readonly key: string; readonly untilMs: number } | undefined;

/** Offers the rows of a tab until the returned function is called; a tab that offers none has no `@` and no `:`. */
export function tabRowsOffered(path: string, rows: TabRows): () => void {
  offered.set(path, rows);
  if (waiting?.path === path && Date.now() < waiting.untilMs && rows.go(waiting.key) === 'there') waiting = undefined;
  return () => {
    if (offered.get(path) === rows) offered.delete(path);
  };
}

export const tabRowsOf = (path: string): TabRows | undefined => offered.get(path);

/** Goes to a row of a tab that is open, or as soon as its tab offers it. The last one asked for wins. */
export function tabRowAsked(path: string, key: string): void {
  const isThere = offered.get(path)?.go(key) === 'there';
  waiting = isThere ? undefined : { path, key, untilMs: Date.now() + WAIT_MS };
}
