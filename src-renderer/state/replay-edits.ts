import { create } from 'zustand';
import type { TagEdit } from '../../src-shared/contract/config.ts';
import { tabOpened } from './layout.ts';
import { usePending } from './pending.ts';

/** Edits of tags that somebody wants to see replayed before they are applied. */
export interface ReplayEdits {
  readonly device: string;
  /** How the device is called. */
  readonly title: string;
  /** `7 edited · 2 new` */
  readonly summary: string;
  readonly edits: readonly TagEdit[];
}

/** What was handed over last, as it was then; null: nothing. */
export const useReplayEdits = create<{ readonly asked: ReplayEdits | null }>()(() => ({ asked: null }));

/** Opens the comparison with history for these edits. */
export function replayAsked(asked: ReplayEdits): void {
  useReplayEdits.setState({ asked });
  tabOpened('replay', 'kept');
}

/** The edits that were handed over, for as long as there are any to apply. */
export function useReplayable(): ReplayEdits | null {
  const asked = useReplayEdits((state) => state.asked);
  const isPending = usePending(({ byTab }) => (byTab[`device/${asked?.device}/tags`]?.edits ?? 0) > 0);
  return isPending ? asked : null;
}
