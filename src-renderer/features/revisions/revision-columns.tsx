import type { RevisionView } from '../../../src-shared/contract/config.ts';
import type { Column } from '../../ui/DataGrid.tsx';
import { formatTime } from '../../ui/time-format.ts';

/** A revision as the list shows it. */
export interface RevisionRow extends RevisionView {
  readonly isCurrent: boolean;
  /** Names of the targets that run it. */
  readonly runsOn: readonly string[];
}

/** What a revision touched: `Boiler-1, Pump-2 and settings`. */
export function changedWords({ changed }: Pick<RevisionView, 'changed'>): string {
  if (!changed) return 'Oldest that is kept';
  const { devices, settings } = changed;
  const parts = [
    ...devices.slice(0, MOST_NAMES),
    ...(devices.length > MOST_NAMES ? [`${devices.length - MOST_NAMES} more`] : []),
  ];
  if (settings) parts.push('settings');
  const last = parts.pop();
  if (last === undefined) return 'Comments and order';
  return parts.length === 0 ? last : `${parts.join(', ')} and ${last}`;
}

const MOST_NAMES = 4;

/** What the page lists of each revision. */
export const REVISION_COLUMNS: readonly Column<RevisionRow>[] = [
  {
    id: 'revision',
    title: 'Revision',
    widthPx: 72,
    align: 'right',
    use: 'always',
    cell: ({ revision }) => revision,
    text: ({ revision }) => String(revision),
    sortKey: ({ revision }) => revision,
  },
  {
    id: 'state',
    title: 'State',
    widthPx: 52,
    cell: ({ isCurrent }) => (isCurrent ? 'Runs' : ''),
    text: ({ isCurrent }) => (isCurrent ? 'Runs' : ''),
  },
  {
    id: 'time',
    title: 'When',
    widthPx: 132,
    cell: ({ timestamp }) => formatTime(Date.parse(timestamp)),
    text: ({ timestamp }) => timestamp,
  },
  { id: 'author', title: 'Who', widthPx: 96, cell: ({ author }) => author, text: ({ author }) => author },
  {
    id: 'comment',
    title: 'Comment',
    widthPx: 140,
    grow: true,
    cell: ({ comment }) => (comment === '' ? <span className="quiet">—</span> : comment),
    text: ({ comment }) => comment,
  },
  { id: 'changed', title: 'Changed', widthPx: 140, grow: true, cell: (row) => changedWords(row), text: changedWords },
  {
    id: 'runsOn',
    title: 'Runs on',
    widthPx: 110,
    cell: ({ runsOn }) => runsOn.join(', '),
    text: ({ runsOn }) => runsOn.join(', '),
  },
];
