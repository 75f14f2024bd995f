import type { TagView } from '../../../src-shared/contract/devices.ts';
import type { Column } from '../../ui/DataGrid.tsx';
import { LiveAge, LiveQuality, LiveValue } from './LiveCells.tsx';

const dash = (text: string | null): string => (text === null || text === '' ? '—' : text);

/** The read-only columns of a tag table, configuration first, live values after it. */
export const TAG_COLUMNS: readonly Column<TagView>[] = [
  { id: 'name', title: 'Name', widthPx: 136, grow: true, cell: (tag) => <Text text={tag.name} /> },
  { id: 'address', title: 'Address', widthPx: 88, cell: (tag) => <Mono text={tag.address} /> },
  {
    id: 'type',
    title: 'Type',
    widthPx: 70,
    cell: (tag) => <span className="quiet">{tag.dataType.toUpperCase()}</span>,
  },
  {
    id: 'order',
    title: 'Order',
    widthPx: 70,
    cell: (tag) => <Mono text={dash(tag.byteOrder)} />,
  },
  { id: 'value', title: 'Value', widthPx: 160, align: 'right', cell: (tag) => <LiveValue tag={tag} /> },
  { id: 'unit', title: 'Unit', widthPx: 46, cell: (tag) => <span className="quiet">{tag.unit}</span> },
  { id: 'quality', title: 'Quality', widthPx: 160, cell: (tag) => <LiveQuality tag={tag} /> },
  { id: 'age', title: 'Age', widthPx: 62, align: 'right', cell: (tag) => <LiveAge tag={tag} /> },
  { id: 'topic', title: 'Topic', widthPx: 320, grow: true, cell: (tag) => <Mono text={tag.topic} /> },
];

function Text({ text }: { readonly text: string }): React.ReactNode {
  return (
    <span className="text" title={text}>
      {text}
    </span>
  );
}

function Mono({ text }: { readonly text: string }): React.ReactNode {
  return (
    <span className="text mono quiet" title={text}>
      {text}
    </span>
  );
}
