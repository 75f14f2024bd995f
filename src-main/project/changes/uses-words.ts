import type { DocumentUses } from './change-facts.ts';

/** `2 trends, 1 watch table and 1 loop check`; empty where there is none. */
export function usesWords({ trends, watches, checks }: DocumentUses): string {
  const parts = [
    counted(trends.length, 'trend'),
    counted(watches.length, 'watch table'),
    counted(checks.length, 'loop check'),
  ].filter((part) => part !== '');
  const last = parts.pop();
  return parts.length === 0 ? (last ?? '') : `${parts.join(', ')} and ${last}`;
}

/** What documents do with it: `2 trends and 1 loop check use it.`; nothing where none does. */
export function usedSentence(uses: DocumentUses | undefined, verbs: readonly [one: string, some: string]): string[] {
  const words = uses ? usesWords(uses) : '';
  if (!uses || words === '') return [];
  const count = uses.trends.length + uses.watches.length + uses.checks.length;
  return [`${words} ${verbs[count === 1 ? 0 : 1]}.`];
}

const counted = (count: number, noun: string): string => {
  if (count === 0) return '';
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
};
