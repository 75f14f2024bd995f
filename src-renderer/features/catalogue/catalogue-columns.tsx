import type { ReactNode } from 'react';
import { tagAsked } from '../../state/tag-requests.ts';
import type { Column } from '../../ui/grid-column.ts';
import { formatTime } from '../../ui/time-format.ts';
import type { ListedTag } from './catalogue-store.ts';

/** What there is to know of each tag. */
export const CATALOGUE_COLUMNS: readonly Column<ListedTag>[] = [
  {
    id: 'name',
    title: 'Name',
    widthPx: 150,
    sticky: true,
    grow: true,
    use: 'always',
    sortKey: ({ row }) => row.name,
    cell: ({ row: { name, enabled } }) => (
      <span className="text" title={name}>
        {name}
        {enabled ? '' : <span className="quiet"> (off)</span>}
      </span>
    ),
  },
  column('device', 'Device', 120, ({ row }) => row.deviceName),
  { ...column('description', 'Description', 200, ({ row }) => row.description), grow: true },
  column('unit', 'Unit', 60, ({ row }) => row.unit),
  column('type', 'Type', 76, ({ row }) => row.dataType.toUpperCase()),
  column('classification', 'Classification', 110, ({ row }) => row.classification),
  column('owner', 'Owner', 120, ({ row }) => row.owner),
  {
    id: 'used',
    title: 'Used by',
    widthPx: 120,
    sortKey: ({ row }) => row.usedBy.length,
    cell: ({ row }) => <Users names={row.usedBy} />,
  },
  {
    id: 'last',
    title: 'Last point',
    widthPx: 148,
    sortKey: ({ row }) => row.lastUs,
    cell: ({ row: { lastUs } }) => (lastUs === null ? <span className="quiet">none yet</span> : timeText(lastUs)),
  },
  { ...column('topic', 'Topic', 260, ({ row }) => row.topic, 'mono quiet'), grow: true },
];

const timeText = (us: number): string => formatTime(us / 1_000);

function column(
  id: string,
  title: string,
  widthPx: number,
  text: (tag: ListedTag) => string,
  tone = '',
): Column<ListedTag> {
  return {
    id,
    title,
    widthPx,
    sortKey: text,
    cell: (tag) => (
      <span className={`text ${tone}`} title={text(tag)}>
        {text(tag)}
      </span>
    ),
  };
}

/** The first calculated tag that is made of it, to go to, and how many more. */
function Users({ names }: { readonly names: readonly string[] }): ReactNode {
  const [first] = names;
  if (first === undefined) return null;
  const slash = first.indexOf('/');
  return (
    <span className="text" title={names.join('\n')}>
      <button
        type="button"
        className="link-button"
        onClick={() => tagAsked({ device: first.slice(0, slash), tag: first.slice(slash + 1) })}
      >
        {first}
      </button>
      {names.length > 1 ? ` +${names.length - 1}` : ''}
    </span>
  );
}
