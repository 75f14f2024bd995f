import type { CatalogueRow } from '../../../src-shared/contract/catalogue.ts';

/** What the catalogue can be ordered by, in words. */
export const ORDERS = {
  project: 'As in the project',
  name: 'By name',
  device: 'By device',
  unit: 'By unit',
  classification: 'By classification',
  owner: 'By owner',
  topic: 'By topic',
  last: 'Newest point first',
} as const;
export type CatalogueOrder = keyof typeof ORDERS;

const WORDS = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

const TEXT: Readonly<Record<Exclude<CatalogueOrder, 'project' | 'last'>, (row: CatalogueRow) => string>> = {
  name: ({ name }) => name,
  device: ({ deviceName }) => deviceName,
  unit: ({ unit }) => unit,
  classification: ({ classification }) => classification,
  owner: ({ owner }) => owner,
  topic: ({ topic }) => topic,
};

/** The rows in an order; those with nothing to order by come last, and equal ones stay as they were. */
export function inOrder(rows: readonly CatalogueRow[], order: CatalogueOrder): readonly CatalogueRow[] {
  if (order === 'project') return rows;
  if (order === 'last') return rows.toSorted((a, b) => (b.lastUs ?? 0) - (a.lastUs ?? 0));
  const text = TEXT[order];
  return rows.toSorted((a, b) => {
    const [first, second] = [text(a), text(b)];
    if (first === '' || second === '') return Number(first === '') - Number(second === '');
    return WORDS.compare(first, second);
  });
}
