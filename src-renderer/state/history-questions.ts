import { HistoryQuestion } from '../../src-shared/contract/history-question.ts';
import type { TagRef } from './tags.ts';

/** A question as it is written: it may have no tags yet. */
export type QuestionDraft = HistoryQuestion;

/** The zone of this computer. */
export const ownTimeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';

/** The question that a page begins with. */
export const firstQuestion = (tags: readonly string[] = []): QuestionDraft => ({
  ...HistoryQuestion.parse({ tags: ['-'], timeZone: ownTimeZone() }),
  tags: [...tags],
});

export const patternOf = ({ device, tag }: TagRef): string => `${device}/${tag}`;

const PATH = 'historian';
const DEFAULTS: Readonly<Record<string, unknown>> = HistoryQuestion.parse({ tags: ['-'] });

/** The path of a tab that asks this question: all of it, so that its address can be given away. */
export function questionPath(question: QuestionDraft): string {
  if (question.tags.length === 0) return PATH;
  const told = Object.entries(question).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(DEFAULTS[name]),
  );
  const bytes = new TextEncoder().encode(JSON.stringify(Object.fromEntries(told)));
  const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  return `${PATH}/${text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')}`;
}

/** The question in the last part of such a path; undefined where there is none that can be read. */
export function questionIn(text: string): QuestionDraft | undefined {
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (char) => char.charCodeAt(0));
    return HistoryQuestion.safeParse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))).data;
  } catch {
    return undefined;
  }
}
