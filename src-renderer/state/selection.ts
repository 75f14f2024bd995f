import { create } from 'zustand';
import type { TagRef } from './tags.ts';

export type Selection =
  | { readonly kind: 'none' }
  | { readonly kind: 'device'; readonly device: string }
  /** At least one tag; the first is the one that the inspector shows. */
  | { readonly kind: 'tags'; readonly tags: readonly TagRef[] };

/** What was selected last, anywhere; the inspector follows it. */
export const useSelection = create<{ readonly selection: Selection }>()(() => ({ selection: { kind: 'none' } }));

export function selected(selection: Selection): void {
  useSelection.setState({ selection });
}
