import type { TagView } from '../../../src-shared/contract/devices.ts';
import type { Column } from '../../ui/DataGrid.tsx';
import { LiveAge, LiveQuality, LiveValue } from './LiveCells.tsx';

const dash = (text: string | null): string => (text === null || text === '' ? '—' : text);

/** The read-only columns of a tag table, configuration first, live values after it. */
export const TAG_COLUMNS: readonly Column<TagView>[] = [
  { id: 'name', title: 'Name', widthPx: 140, grow: true, cell: (tag) => <Text text={tag.name} /> },
  { id: 'address', title: 'Address', widthPx: 68, cell: (tag) => <span className="mono">{tag.address}</span> },
  {
    id: 'type',
    title: 'Type',
    widthPx: 70,
    cell: (tag) => <span className="quiet">{tag.dataType.toUpperCase()}</span>,
  },
  {
    id: 'order',
    title: 'Order',
    widthPx: 54,
    cell: (tag) => <span className="quiet mono">{dash(tag.byteOrder)}</span>,
  },
  { id: 'value', title: 'Value', widthPx: 172, align: 'right', cell: (tag) => <LiveValue tag={tag} /> },
  { id: 'unit', title: 'Unit', widthPx: 44, cell: (tag) => <span className="quiet">{tag.unit}</span> },
  { id: 'quality', title: 'Quality', widthPx: 182, cell: (tag) => <LiveQuality tag={tag} /> },
  { id: 'age', title: 'Age', widthPx: 66, align: 'right', cell: (tag) => <LiveAge tag={tag} /> },
  { id: 'topic', title: 'Topic', widthPx: 320, grow: true, cell: (tag) => <Topic topic={tag.topic} /> },
];

function Text({ text }: { readonly text: string }): React.ReactNode {
  return (
    <span className="text" title={text}>
      {text}
    </span>
  );
}

function Topic({ topic }: { readonly topic: string }): React.ReactNode {
  return (
    <span className="text mono quiet" title={topic}>
      {topic}
    </span>
  );
}
