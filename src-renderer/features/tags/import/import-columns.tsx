import type { ReactNode } from 'react';
import { tagPath } from '../../../../src-shared/tag-files/tag-path.ts';
import type { TagSheet } from '../../../../src-shared/tag-files/tag-sheet.ts';
import type { CellMark, Column } from '../../../ui/grid-column.ts';
import { type Decisions, sideOf, takesPart } from './import-decisions.ts';
import type { ImportRow, RowState } from './import-row.ts';

const SIGNS: Readonly<Record<RowState, readonly [string, string]>> = {
  new: ['+', 'New'],
  changed: ['~', 'Changed'],
  conflict: ['≠', 'Conflict'],
  same: ['=', 'Same'],
  problem: ['!', 'Problem'],
  removed: ['−', 'Removed'],
};

const PREFIX = 'column-';

/** The column of the file that a column of the preview shows; undefined for one of our own. */
export const columnOf = (id: string): number | undefined =>
  id.startsWith(PREFIX) ? Number(id.slice(PREFIX.length)) : undefined;

/** The preview: how each row stands, whose values it gets, and the texts of the file, which can be mended. */
export function importColumns(
  { rows }: TagSheet,
  mapping: readonly string[],
  fixes: ReadonlyMap<string, string>,
  decisions: Decisions,
): readonly Column<ImportRow>[] {
  const textOf = ({ row }: ImportRow, column: number): string =>
    row < 0 ? '' : (fixes.get(`${row} ${column}`) ?? rows[row]?.[column] ?? '');
  return [
    { id: 'state', title: 'State', widthPx: 88, sticky: true, text: ({ state }) => SIGNS[state][1], cell: stateCell },
    {
      id: 'line',
      title: 'Row',
      widthPx: 56,
      align: 'right',
      sticky: true,
      text: ({ line }) => (line > 0 ? String(line) : ''),
      cell: ({ line }) => (line > 0 ? line : '—'),
    },
    { id: 'tag', title: 'Tag', widthPx: 160, text: ({ name }) => name, cell: ({ name }) => <Text text={name} /> },
    {
      id: 'takes',
      title: 'Takes',
      widthPx: 96,
      text: (row) => takesWord(row, decisions),
      cell: (row) => <span className="quiet">{takesWord(row, decisions)}</span>,
    },
    ...mapping.flatMap((path, column): Column<ImportRow>[] => {
      const field = tagPath(path);
      if (!field) return [];
      return [
        {
          id: `${PREFIX}${column}`,
          title: field.title,
          widthPx: field.kind === 'text' ? 140 : 96,
          text: (row) => textOf(row, column),
          cell: (row) => <Text text={textOf(row, column)} />,
          editor: ({ row }) =>
            row < 0 ? undefined : { kind: 'text', suggestions: field.options.map((value) => ({ value, text: '' })) },
          mark: (row) => markOf(row, path, column, fixes),
        },
      ];
    }),
  ];
}

function stateCell({ state }: ImportRow): ReactNode {
  const [sign, word] = SIGNS[state];
  return (
    <span className="import-state" data-state={state}>
      <span aria-hidden>{sign}</span> {word}
    </span>
  );
}

/** Texts of others: cut for the screen, whole in the tooltip as far as anybody reads. */
function Text({ text }: { readonly text: string }): ReactNode {
  return (
    <span className="text" title={text.slice(0, 1_000)}>
      {text.slice(0, 200)}
    </span>
  );
}

function takesWord(row: ImportRow, decisions: Decisions): string {
  if (row.state === 'problem') return 'Skipped';
  if (row.state === 'new') return takesPart(row, decisions) ? 'Added' : 'Left out';
  if (row.state === 'removed') return takesPart(row, decisions) ? 'Removed' : 'Kept';
  if (row.differences.length === 0) return '—';
  const sides = new Set(row.differences.map((difference) => sideOf(row, difference, decisions)));
  return sides.size === 2 ? 'Both' : sides.has('file') ? 'File' : 'Project';
}

function markOf(
  row: ImportRow,
  path: string,
  column: number,
  fixes: ReadonlyMap<string, string>,
): CellMark | undefined {
  const isFaulty = row.problems.some((problem) => problem.column === column);
  const difference = row.differences.find((one) => one.path === path);
  const pending = difference !== undefined || fixes.has(`${row.row} ${column}`);
  if (!isFaulty && !pending) return undefined;
  return { pending, fault: isFaulty ? 'error' : difference?.changed === 'both' ? 'warning' : null };
}
