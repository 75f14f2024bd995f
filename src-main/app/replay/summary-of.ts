import type { ReplayResult, ReplayRow } from '../../../src-shared/contract/replay.ts';
import { lawWords } from './linear-law.ts';

const ORDER: Readonly<Record<ReplayRow['verdict'], number>> = { differs: 0, unknown: 1, added: 2, removed: 3, same: 4 };
/** Kinds of differences that the sentence names. */
const NAMED = 3;

/** Counts rows, puts those that differ first, and says it all in a sentence. @param untouched tags that have no row */
export function summaryOf(
  rows: readonly ReplayRow[],
  untouched: number,
  most: number,
): Pick<ReplayResult, 'summary' | 'tags' | 'rows' | 'rowsLeftOut'> {
  const number = (verdict: ReplayRow['verdict']): number => rows.filter((row) => row.verdict === verdict).length;
  const [differ, unknown, added, removed] = [number('differs'), number('unknown'), number('added'), number('removed')];
  const same = number('same') + untouched;
  const tags = { both: differ + same + unknown, differ, same, unknown, added, removed, untouched };
  const sorted = rows.toSorted((a, b) => ORDER[a.verdict] - ORDER[b.verdict]);
  return {
    summary: sentence(rows, tags),
    tags,
    rows: sorted.slice(0, most),
    rowsLeftOut: Math.max(0, sorted.length - most),
  };
}

function sentence(rows: readonly ReplayRow[], tags: ReplayResult['tags']): string {
  const { both, differ, unknown, added, removed } = tags;
  const kinds = kindsOf(rows.filter(({ verdict }) => verdict === 'differs'));
  const parts = [
    differ === 0
      ? `None of ${tagsOf(both)} differs`
      : `${count(differ)} of ${tagsOf(both)} ${differ === 1 ? 'differs' : 'differ'}: ${kinds}`,
    ...(unknown > 0 ? [`of ${count(unknown)} history cannot tell`] : []),
    ...(added > 0 ? [`${count(added)} new`] : []),
    ...(removed > 0 ? [`${count(removed)} removed`] : []),
  ];
  return `${parts.join('; ')}.`;
}

/** `12 × 10, 2 + 273.15, 3 in another way` */
function kindsOf(rows: readonly ReplayRow[]): string {
  const counts = new Map<string, number>();
  for (const { law } of rows) {
    const words = law ? lawWords(law) : '';
    counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  const laws = [...counts].filter(([words]) => words !== '').sort((a, b) => b[1] - a[1]);
  const named = laws
    .slice(0, NAMED)
    .map(([words, many]) => (many === rows.length ? words : `${count(many)} by ${words}`));
  const others = rows.length - laws.slice(0, NAMED).reduce((sum, [, many]) => sum + many, 0);
  if (others === 0) return named.join(', ');
  const [only] = rows;
  if (rows.length === 1) return only!.text;
  return [...named, named.length === 0 ? 'in points, quality or single values' : `${count(others)} otherwise`].join(
    ', ',
  );
}

const count = (n: number): string => n.toLocaleString('en');
const tagsOf = (n: number): string => (n === 1 ? '1 tag' : `${count(n)} tags`);
