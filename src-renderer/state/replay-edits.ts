import { create } from 'zustand';
import type { TagEdit } from '../../src-shared/contract/config.ts';
import { tabOpened } from './layout.ts';

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
