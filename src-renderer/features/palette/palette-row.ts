import type { TagRef } from '../../state/tags.ts';

/** How a row is chosen: Enter, Ctrl+Enter, Alt+Enter. */
export type RowUse = 'open' | 'side' | 'add';

/** One line of the palette. */
export interface PaletteRow {
  /** Stable over time: what was used lately is kept by it. */
  readonly key: string;
  readonly kind: 'tag' | 'topic' | 'device' | 'watch' | 'trend' | 'page' | 'command' | 'row' | 'help';
  readonly title: string;
  /** Where it is, or what it does: quiet, beside the title. */
  readonly detail: string;
  readonly keys?: string | undefined;
  /** Why it cannot be chosen now; it is greyed with this sentence. */
  readonly whyNot?: string | undefined;
  /** Its live value stands in the row. */
  readonly tag?: TagRef | undefined;
  /** Another text for the box, in the place of an action. */
  readonly types?: string | undefined;
  readonly use: (how: RowUse) => void;
}

/** What the palette shows for one text. */
export interface PaletteList {
  /** The text it belongs to. */
  readonly of: string;
  readonly rows: readonly PaletteRow[];
  /** What is to be said below the rows: how many there are, or why there are none. */
  readonly note: string;
}

/** How a tab is opened by it. */
export const asTab = (how: RowUse): 'kept' | 'side' => (how === 'side' ? 'side' : 'kept');
