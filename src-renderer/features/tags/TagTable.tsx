import { ChartLine } from 'lucide-react';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import type { TagView } from '../../../src-shared/contract/devices.ts';
import { scrollRemembered, useLayout } from '../../state/layout.ts';
import { selected } from '../../state/selection.ts';
import { useTags, wantTags } from '../../state/tags.ts';
import { addToTrend } from '../../state/trends.ts';
import { DataGrid } from '../../ui/DataGrid.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FilterBox } from '../../ui/FilterBox.tsx';
import { matchesWords } from '../../ui/filter-words.ts';
import { formatInteger } from '../../ui/number-format.ts';
import { Waiting } from '../../ui/Waiting.tsx';
import { TAG_COLUMNS } from './tag-columns.tsx';

const NO_TAGS: readonly TagView[] = [];

/** The tags of one device with their live values, read-only. */
export function TagTable({ device, path }: { readonly device: string; readonly path: string }): ReactNode {
  const list = useTags((state) => state.byDevice[device]);
  const [filter, setFilter] = useState('');
  const [picked, setPicked] = useState<readonly TagView[]>(NO_TAGS);
  useEffect(() => wantTags(device), [device]);
  const tags = list?.tags ?? NO_TAGS;
  const rows = useMemo(() => tags.filter((tag) => matchesWords(searchText(tag), filter)), [tags, filter]);
  const select = (chosen: readonly TagView[]): void => {
    setPicked(chosen);
    const refs = chosen.map((tag) => ({ device, tag: tag.id }));
    selected(refs.length > 0 ? { kind: 'tags', tags: refs } : { kind: 'none' });
  };
  const add = (): void => addToTrend(picked.map((tag) => ({ device, tag: tag.id })));
  if (!list || (list.status === 'loading' && tags.length === 0))
    return <Waiting text="Reading the tags of this device…" />;
  if (list.status === 'failed' && tags.length === 0) {
    return (
      <EmptyState text={`The tags of ${device} could not be read. ${list.reason}`}>
        <button type="button" className="button" onClick={() => wantTags(device)}>
          Read again
        </button>
      </EmptyState>
    );
  }
  return (
    <>
      <div className="toolbar">
        <FilterBox label="Filter tags" value={filter} onChange={setFilter} />
        <span className="quiet">
          {formatInteger(rows.length)} of {formatInteger(tags.length)}
        </span>
        <span className="spacer" />
        <button type="button" className="button" disabled={picked.length === 0} title="Ctrl+Shift+A" onClick={add}>
          <ChartLine size={16} strokeWidth={1.5} aria-hidden />
          Add to trend
        </button>
      </div>
      <TagRows
        device={device}
        path={path}
        filter={filter}
        rows={rows}
        onSelect={select}
        onClear={() => setFilter('')}
      />
    </>
  );
}

interface TagRowsProps {
  readonly device: string;
  readonly path: string;
  readonly filter: string;
  readonly rows: readonly TagView[];
  readonly onSelect: (tags: readonly TagView[]) => void;
  readonly onClear: () => void;
}

function TagRows({ device, path, filter, rows, onSelect, onClear }: TagRowsProps): ReactNode {
  if (rows.length === 0 && filter !== '') {
    return (
      <EmptyState text={`No tag matches “${filter}”.`}>
        <button type="button" className="button" onClick={onClear}>
          Clear filter (Esc)
        </button>
      </EmptyState>
    );
  }
  if (rows.length === 0) return <EmptyState text={`No tags in ${device}. Add them to devices/${device}.yaml.`} />;
  return (
    <DataGrid
      label={`Tags of ${device}`}
      rows={rows}
      columns={TAG_COLUMNS}
      rowKey={(tag) => tag.uid}
      resetOn={`${device} ${filter}`}
      onSelect={onSelect}
      onActivate={(tag) => addToTrend([{ device, tag: tag.id }])}
      initialScrollPx={useLayout.getState().scrollPx[path] ?? 0}
      onScrolled={(px) => scrollRemembered(path, px)}
    />
  );
}

const searchText = (tag: TagView): string =>
  `${tag.name} ${tag.id} ${tag.address} ${tag.dataType} ${tag.unit} ${tag.topic} ${tag.description}`;
