import { ChartLine, PencilLine } from 'lucide-react';
import { type ReactNode, type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import type { TagView } from '../../../src-shared/contract/devices.ts';
import { useDevices } from '../../state/devices.ts';
import { scrollRemembered, tabOpened, useLayout } from '../../state/layout.ts';
import type { TabRow } from '../../state/palette.ts';
import { may, useMay } from '../../state/roles.ts';
import { selected } from '../../state/selection.ts';
import { type TagRef, tagsAskedAgain, useTags, wantTags } from '../../state/tags.ts';
import { addToTrend } from '../../state/trends.ts';
import { tagsAddedToUsualWatch } from '../../state/watch-tables.ts';
import { writeAsked } from '../../state/writing.ts';
import { DataGrid, type MenuPlace } from '../../ui/DataGrid.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { ErrorStrip, Kept } from '../../ui/ErrorStrip.tsx';
import { FilterBox } from '../../ui/FilterBox.tsx';
import { matchesWords } from '../../ui/filter-words.ts';
import { GridSkeleton } from '../../ui/GridSkeleton.tsx';
import type { GridHandle } from '../../ui/grid-column.ts';
import { Menu, type MenuItem } from '../../ui/Menu.tsx';
import { formatInteger } from '../../ui/number-format.ts';
import { ReadOnlyStrip } from '../../ui/ReadOnlyStrip.tsx';
import { useTabRows } from '../../ui/use-tab-rows.ts';
import { Waiting } from '../../ui/Waiting.tsx';
import { TAG_COLUMNS } from './tag-columns.tsx';

const NO_TAGS: readonly TagView[] = [];

/** The tags of one device with their live values. */
export function TagTable({ device, path }: { readonly device: string; readonly path: string }): ReactNode {
  const list = useTags((state) => state.byDevice[device]);
  const isGone = useDevices(({ status, list: all }) => status === 'ready' && !all.some(({ id }) => id === device));
  const [filter, setFilter] = useState('');
  const [picked, setPicked] = useState<readonly TagView[]>(NO_TAGS);
  useEffect(() => wantTags(device), [device]);
  const tags = list?.tags ?? NO_TAGS;
  const rows = useMemo(() => tags.filter((tag) => matchesWords(searchText(tag), filter)), [tags, filter]);
  const grid = useRef<GridHandle>(null);
  useTabRows({
    shown: rows,
    all: tags,
    row: tabRow,
    show: () => setFilter(''),
    focus: ({ uid }) => grid.current?.focusCell(uid),
  });
  const select = (chosen: readonly TagView[]): void => {
    setPicked(chosen);
    const refs = chosen.map(refOf);
    selected(refs.length > 0 ? { kind: 'tags', tags: refs } : { kind: 'none' });
  };
  const add = (): void => plot(picked);
  const read = (): void => tagsAskedAgain(device);
  const isOperator = useMay('operator');
  if (isGone) {
    return (
      <EmptyState text={`“${device}” is no device of this project. It was renamed or removed.`}>
        <button type="button" className="button primary" onClick={() => tabOpened('devices', 'kept')}>
          Show the devices
        </button>
      </EmptyState>
    );
  }
  if (!list || (list.status === 'loading' && tags.length === 0))
    return (
      <Waiting text="Reading the tags of this device…" onRetry={read}>
        <GridSkeleton columns={TAG_COLUMNS} />
      </Waiting>
    );
  const notRead = `The tags of ${device} could not be read.`;
  const isOld = list.status === 'failed';
  if (isOld && tags.length === 0) return <ErrorState title={notRead} cause={list.reason} onRetry={read} />;
  return (
    <Kept isOld={isOld}>
      <ReadOnlyStrip needs="engineer" to="change tags" />
      {isOld ? <ErrorStrip title={notRead} cause={list.reason} onRetry={read} /> : null}
      <div className="toolbar">
        <FilterBox label="Filter tags" value={filter} onChange={setFilter} />
        <span className="quiet">
          {formatInteger(rows.length)} of {formatInteger(tags.length)}
        </span>
        <span className="spacer" />
        <button
          type="button"
          className="button"
          disabled={!isWritable(picked) || !isOperator}
          title={isOperator ? 'Enter. For one tag that may be written.' : 'Operator role needed.'}
          onClick={() => write(picked)}
        >
          <PencilLine size={16} strokeWidth={1.5} aria-hidden />
          Write value…
        </button>
        <button type="button" className="button" disabled={picked.length === 0} title="Ctrl+Shift+A" onClick={add}>
          <ChartLine size={16} strokeWidth={1.5} aria-hidden />
          Add to trend
        </button>
      </div>
      <TagRows
        device={device}
        path={path}
        grid={grid}
        filter={filter}
        rows={rows}
        onSelect={select}
        onClear={() => setFilter('')}
      />
    </Kept>
  );
}

const tabRow = (tag: TagView): TabRow => ({
  key: tag.id,
  text: tag.name,
  detail: `${tag.id} · ${tag.address}`,
  tag: refOf(tag),
});
const refOf = (tag: TagView): TagRef => ({ device: tag.device, tag: tag.id });
const plot = (tags: readonly TagView[]): void => addToTrend(tags.map(refOf));
const isWritable = (tags: readonly TagView[]): boolean =>
  tags.length === 1 && tags[0]!.access === 'read_write' && may('operator');
const write = ([tag]: readonly TagView[]): void => {
  if (tag) writeAsked(refOf(tag));
};

/** Enter and a double click do what the tag is for: write to it, or see it over time. */
const activate = (tag: TagView): void => (isWritable([tag]) ? write([tag]) : plot([tag]));

const menuItems = (tags: readonly TagView[]): readonly MenuItem[] => [
  {
    label: 'Write value…',
    keys: 'Enter',
    state: isWritable(tags) ? 'enabled' : 'disabled',
    onChoose: () => write(tags),
  },
  { label: 'Add to trend', keys: 'Ctrl+Shift+A', state: 'enabled', onChoose: () => plot(tags) },
  { label: 'Add to watch', keys: '', state: 'enabled', onChoose: () => void tagsAddedToUsualWatch(tags.map(refOf)) },
];

interface TagRowsProps {
  readonly device: string;
  readonly path: string;
  readonly grid: RefObject<GridHandle | null>;
  readonly filter: string;
  readonly rows: readonly TagView[];
  readonly onSelect: (tags: readonly TagView[]) => void;
  readonly onClear: () => void;
}

function TagRows({ device, path, grid, filter, rows, onSelect, onClear }: TagRowsProps): ReactNode {
  const [menu, setMenu] = useState<{ readonly tags: readonly TagView[]; readonly at: MenuPlace } | null>(null);
  if (rows.length === 0 && filter !== '') {
    return (
      <EmptyState text={`No tag matches “${filter}”.`}>
        <button type="button" className="button" onClick={onClear}>
          Clear filter (Esc)
        </button>
      </EmptyState>
    );
  }
  if (rows.length === 0) return <NoTags device={device} />;
  return (
    <>
      <DataGrid
        label={`Tags of ${device}`}
        handle={grid}
        rows={rows}
        columns={TAG_COLUMNS}
        rowKey={(tag) => tag.uid}
        resetOn={`${device} ${filter}`}
        onSelect={onSelect}
        onActivate={activate}
        onMenu={(chosen, at) => setMenu({ tags: chosen, at })}
        initialScrollPx={useLayout.getState().scrollPx[path] ?? 0}
        onScrolled={(px) => scrollRemembered(path, px)}
      />
      {menu === null ? null : (
        <Menu label="Tag" items={menuItems(menu.tags)} at={menu.at} onClose={() => setMenu(null)} />
      )}
    </>
  );
}

function NoTags({ device }: { readonly device: string }): ReactNode {
  return (
    <EmptyState text={`No tags in ${device} yet. Add them to devices/${device}.yaml, then apply the files.`}>
      <button type="button" className="button primary" onClick={() => tagsAskedAgain(device)}>
        Read again
      </button>
      <button type="button" className="button" onClick={() => tabOpened('devices', 'kept')}>
        Show the devices
      </button>
    </EmptyState>
  );
}

const searchText = (tag: TagView): string =>
  `${tag.name} ${tag.id} ${tag.address} ${tag.dataType} ${tag.unit} ${tag.topic} ${tag.description}`;
