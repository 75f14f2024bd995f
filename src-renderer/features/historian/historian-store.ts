import { create } from 'zustand';
import type { HistoryEstimate, TagStatisticsView } from '../../../src-shared/contract/history-explore.ts';
import type { AskedColumns } from '../../rpc/series-calls.ts';
import { firstQuestion, type QuestionDraft } from '../../state/history-questions.ts';

export const RESULT_VIEWS = ['chart', 'table', 'stats', 'xy', 'histogram'] as const;
export type ResultView = (typeof RESULT_VIEWS)[number];

/** What came back, and for which question. */
export interface Result {
  readonly question: QuestionDraft;
  readonly answer: AskedColumns;
  readonly tookMs: number;
  /** Undefined while they are on their way. */
  readonly statistics: readonly TagStatisticsView[] | undefined;
}

export interface Fault {
  readonly code: string;
  readonly text: string;
  /** The interval that would do, where the question is too large. */
  readonly interval?: string;
}

/** One tab of the historian. */
export interface QueryTab {
  readonly question: QuestionDraft;
  /** As it is kept in the project. */
  readonly saved: { readonly id: string; readonly name: string; readonly version: string } | null;
  readonly view: ResultView;
  readonly running: { readonly sinceMs: number; readonly cancel: () => void } | null;
  /** Of the last run; the result before it stays. */
  readonly fault: Fault | null;
  readonly result: Result | null;
  readonly estimate: HistoryEstimate | null;
  /** Why there is none. */
  readonly estimateFault: Fault | null;
  /** Ranges from which it was zoomed in, the last one last. */
  readonly zoomedFrom: readonly Pick<QuestionDraft, 'from' | 'to'>[];
  readonly sql: 'shown' | 'hidden';
}

/** The tabs of the historian by their path; a tab behind another keeps its result. */
export const useHistorian = create<{ readonly byPath: Readonly<Record<string, QueryTab>> }>()(() => ({ byPath: {} }));

const FIRST: Omit<QueryTab, 'question'> = {
  saved: null,
  view: 'chart',
  running: null,
  fault: null,
  result: null,
  estimate: null,
  estimateFault: null,
  zoomedFrom: [],
  sql: 'hidden',
};

export const queryTab = (path: string): QueryTab =>
  useHistorian.getState().byPath[path] ?? { ...FIRST, question: firstQuestion() };

/** Makes the tab unless it is there. */
export function queryOpened(path: string, question: QuestionDraft = firstQuestion()): void {
  if (!useHistorian.getState().byPath[path]) tabChanged(path, { question });
}

export function tabChanged(path: string, change: Partial<QueryTab>): void {
  useHistorian.setState(({ byPath }) => ({
    byPath: { ...byPath, [path]: { ...(byPath[path] ?? { ...FIRST, question: firstQuestion() }), ...change } },
  }));
}

/** Changes the question; what was answered before stays until the next run. */
export function questionChanged(path: string, change: Partial<QuestionDraft>): void {
  const { question } = queryTab(path);
  tabChanged(path, { question: { ...question, ...change }, estimate: null, estimateFault: null });
}

/** Adds tags by their patterns; those that are there stay once. */
export function tagsAdded(path: string, patterns: readonly string[]): void {
  const { tags } = queryTab(path).question;
  questionChanged(path, { tags: [...new Set([...tags, ...patterns])].slice(0, 50) });
}
