import { create } from 'zustand';
import type { QuestionDraft } from './history-questions.ts';

/** What somebody wants to have as a file, for whoever makes such files; null: nothing. */
interface HistoryExport {
  readonly asked: QuestionDraft | null;
  /** Whether anybody makes them. */
  readonly isOffered: boolean;
}

/** A whole range of history is exported by a job of the gateway; its dialog takes what is asked for here. */
export const useHistoryExport = create<HistoryExport>()(() => ({ asked: null, isOffered: false }));

export const exportAsked = (asked: QuestionDraft | null): void => useHistoryExport.setState({ asked });
export const exportOffered = (): void => useHistoryExport.setState({ isOffered: true });
