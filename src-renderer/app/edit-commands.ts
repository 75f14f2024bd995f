import type { Command } from '../state/commands.ts';
import { useLayout } from '../state/layout.ts';
import { type PendingEdits, usePending } from '../state/pending.ts';
import { may } from '../state/roles.ts';
import { formatInteger } from '../ui/number-format.ts';

const tabEdits = (): PendingEdits | undefined => usePending.getState().byTab[useLayout.getState().active ?? ''];

/** Apply, undo and redo of the edits that are not applied yet. */
export const EDIT_COMMANDS: readonly Command[] = [
  {
    id: 'edit.apply',
    title: 'Edit: Apply the edits of this tab',
    keys: ['Ctrl+S'],
    whyNot: () => whyNotApply(tabEdits()),
    run: () => void tabEdits()?.apply(),
  },
  {
    id: 'edit.applyAll',
    title: 'Edit: Apply the edits of all tabs',
    keys: ['Ctrl+Shift+S'],
    whyNot: () => {
      const all = Object.values(usePending.getState().byTab);
      return all.some((edits) => whyNotApply(edits) === undefined) ? undefined : whyNotApply(all[0]);
    },
    run: () => void applyAll(),
  },
  {
    id: 'edit.undo',
    title: 'Edit: Undo',
    keys: ['Ctrl+Z'],
    leavesText: true,
    whyNot: () => (tabEdits()?.canUndo === true ? undefined : 'Nothing to undo in this tab.'),
    run: () => tabEdits()?.undo(),
  },
  {
    id: 'edit.redo',
    title: 'Edit: Redo',
    keys: ['Ctrl+Y', 'Ctrl+Shift+Z'],
    leavesText: true,
    whyNot: () => (tabEdits()?.canRedo === true ? undefined : 'Nothing to redo in this tab.'),
    run: () => tabEdits()?.redo(),
  },
];

/** One after the other: each apply is a revision of its own, and the next one is made on it. */
async function applyAll(): Promise<void> {
  for (const edits of Object.values(usePending.getState().byTab)) {
    if (whyNotApply(edits) === undefined) await edits.apply();
  }
}

function whyNotApply(edits: PendingEdits | undefined): string | undefined {
  if (!may('configure')) return 'Engineer role needed.';
  if (!edits || edits.edits === 0) return 'Nothing is waiting to be applied.';
  if (edits.errors === 0) return undefined;
  const errors = edits.errors === 1 ? '1 error' : `${formatInteger(edits.errors)} errors`;
  return `${errors} first. F3 goes to the next one.`;
}
