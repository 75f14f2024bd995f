import { create } from 'zustand';
import { type Selection, useSelection } from './selection.ts';

/** What the inspector holds on to, whatever is selected meanwhile; null: it follows the selection. */
export const useInspectorPin = create<{ readonly pinned: Selection | null }>()(() => ({ pinned: null }));

/** Pins what is selected now, or lets it go. */
export function inspectorPinToggled(): void {
  useInspectorPin.setState(({ pinned }) => ({ pinned: pinned ? null : useSelection.getState().selection }));
}
