import { create } from 'zustand';

/** Edits of one tab that are not applied yet (ux D2: Edit → Apply → Deploy). */
export interface PendingEdits {
  /** How many things were changed, added or deleted. */
  readonly edits: number;
  /** Faults that keep them from being applied. */
  readonly errors: number;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** Checks and saves all of them; says by itself what stands in the way. Never rejects. */
  readonly apply: () => Promise<void>;
  readonly discard: () => void;
  readonly undo: () => void;
  readonly redo: () => void;
}

/** Tabs with edits, by their path. They live here, not in the page: a tab behind another keeps its edits. */
export const usePending = create<{ readonly byTab: Readonly<Record<string, PendingEdits>> }>()(() => ({ byTab: {} }));

/** Says what is pending in a tab; undefined: nothing, not even something to redo. */
export function pendingChanged(path: string, pending: PendingEdits | undefined): void {
  usePending.setState(({ byTab }) => {
    const { [path]: _before, ...others } = byTab;
    return { byTab: pending ? { ...others, [path]: pending } : others };
  });
}

export const pendingCount = (byTab: Readonly<Record<string, PendingEdits>>): number =>
  Object.values(byTab).reduce((sum, { edits }) => sum + edits, 0);
