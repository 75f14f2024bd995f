import { ChartLine } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import type { TagView } from '../../../src-shared/contract/devices.ts';
import { describeStatus } from '../../../src-shared/domain/quality.ts';
import { gridLayoutOf } from '../../state/grid-views.ts';
import { scrollRemembered, tabOpened, useLayout } from '../../state/layout.ts';
import { liveValues } from '../../state/live-values.ts';
import type { TabRow } from '../../state/palette.ts';
import { useRemoteDevices } from '../../state/remote-devices.ts';
import { selected } from '../../state/selection.ts';
import { useSystem } from '../../state/system.ts';
import { tagsAskedAgain, useTags, wantTags } from '../../state/tags.ts';
import { addToTrend } from '../../state/trends.ts';
import { DataGrid } from '../../ui/DataGrid.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { ErrorStrip, Kept } from '../../ui/ErrorStrip.tsx';
import { FilterBar } from '../../ui/FilterBar.tsx';
import { GridSkeleton } from '../../ui/GridSkeleton.tsx';
import type { Column, MenuPlace } from '../../ui/grid-column.ts';
import { laidOut } from '../../ui/laid-columns.ts';
import { Menu } from '../../ui/Menu.tsx';
import { Strip } from '../../ui/Strip.tsx';
import { TableTools } from '../../ui/TableTools.tsx';
import { useListView } from '../../ui/use-list-view.ts';
import { useTabRows } from '../../ui/use-tab-rows.ts';
import { Waiting } from '../../ui/Waiting.tsx';
import { LiveAge, LiveQuality, LiveValue } from './LiveCells.tsx';
import { ageMsOf, hasAge } from './live-reading.ts';
import { TagInspector } from './TagInspector.tsx';
import { TagName } from './TagName.tsx';
import { REMOTE_TAG_SHAPE } from './tag-filter.ts';
import { liveMenu, refOf } from './tag-menu.ts';
import './tag-table.css';

interface RemoteTagTableProps {
  readonly device: string;
  readonly path: string;
}

/** The tags of a device of another gateway with their live values: they are looked at, and not changed from here. */
export function RemoteTagTable({ device, path }: RemoteTagTableProps): ReactNode {
  const list = useTags((state) => state.byDevice[device]);
  const count = useRemoteDevices((state) => state.list.find(({ id }) => id === device)?.tags);
  useEffect(() => wantTags(device), [device]);
  useEffect(() => {
    // The other gateway published tags that were not known before.
    const known = useTags.getState().byDevice[device];
    if (known?.status === 'ready' && count !== undefined && known.tags.length !== count) tagsAskedAgain(device);
  }, [device, count]);
  const read = (): void => tagsAskedAgain(device);
  const isListed = list !== undefined && (list.status === 'ready' || list.tags.length > 0);
  const notRead = `The tags of ${device} could not be read.`;
  if (!isListed)
    return list?.status === 'failed' ? (
      <ErrorState title={notRead} cause={list.reason} onRetry={read} />
    ) : (
      <Waiting text="Reading the tags of this device…" onRetry={read}>
        <GridSkeleton columns={laidOut(COLUMNS, gridLayoutOf(TABLE))} />
      </Waiting>
    );
  const isOld = list.status === 'failed';
  return (
    <Kept isOld={isOld}>
      {isOld ? <ErrorStrip title={notRead} cause={list.reason} onRetry={read} /> : null}
      <Source />
      <Table device={device} path={path} tags={list.tags} />
    </Kept>
  );
}

/** Where the values come from, and whether they come. */
function Source(): ReactNode {
  const remote = useSystem(({ status }) => status?.remote?.state);
  if (remote === 'offline')
    return (
      <Strip tone="warning" announce="status">
        The broker is not connected. Values below are from before that.{' '}
        <button type="button" className="link-button" onClick={() => tabOpened('system', 'kept')}>
          Show the system
        </button>
      </Strip>
    );
  return (
    <Strip tone="info" announce="none">
      From MQTT, read by another gateway. A value that did not come for a minute is stale.
    </Strip>
  );
}

function Table({ device, path, tags }: RemoteTagTableProps & { readonly tags: readonly TagView[] }): ReactNode {
  const list = useListView<TagView>({
    id: TABLE,
    rows: tags,
    columns: COLUMNS,
    rowKey,
    shape: REMOTE_TAG_SHAPE,
    tagOf,
  });
  const { rows, filter, clear: clearFilter } = list;
  const [picked, setPicked] = useState<readonly TagView[]>([]);
  const [menu, setMenu] = useState<{ readonly rows: readonly TagView[]; readonly at: MenuPlace } | null>(null);
  useTabRows({
    shown: rows,
    all: tags,
    row: tabRow,
    show: clearFilter,
    focus: (tag) => selected({ kind: 'tags', tags: [refOf(tag)] }),
  });
  const select = (chosen: readonly TagView[]): void => {
    setPicked(chosen);
    selected(chosen.length > 0 ? { kind: 'tags', tags: chosen.map(refOf) } : { kind: 'none' });
  };
  return (
    <>
      <div className="toolbar tag-toolbar">
        <FilterBar label="Filter tags" {...list.bar} />
        <span className="spacer" />
        <button
          type="button"
          className="button"
          disabled={picked.length === 0}
          title="Ctrl+Shift+A"
          onClick={() => addToTrend(picked.map(refOf))}
        >
          <ChartLine size={16} strokeWidth={1.5} aria-hidden />
          Add to trend
        </button>
        <TableTools view={list.view} filter={list.typed} onFilter={list.type} />
      </div>
      {rows.length === 0 ? (
        <EmptyState text={filter === '' ? 'Nothing was published for this device yet.' : `No tag matches “${filter}”.`}>
          {filter === '' ? (
            <button type="button" className="button" onClick={() => tabOpened('namespace', 'kept')}>
              Show the namespace
            </button>
          ) : (
            <button type="button" className="button" onClick={clearFilter}>
              Clear filter (Esc)
            </button>
          )}
        </EmptyState>
      ) : (
        <DataGrid<TagView>
          label={`Tags of ${device}`}
          rows={rows}
          columns={list.columns}
          view={list.view}
          rowKey={rowKey}
          peek={(tag) => <TagInspector tag={refOf(tag)} others={0} />}
          resetOn={`${device} ${filter}`}
          onSelect={select}
          onActivate={(tag) => addToTrend([refOf(tag)])}
          onMenu={(chosen, at) => setMenu({ rows: chosen, at })}
          initialScrollPx={useLayout.getState().scrollPx[path] ?? 0}
          onScrolled={(px) => scrollRemembered(path, px)}
        />
      )}
      {menu === null ? null : (
        <Menu label="Tag" items={liveMenu(menu.rows)} at={menu.at} onClose={() => setMenu(null)} />
      )}
    </>
  );
}

const tabRow = (tag: TagView): TabRow => ({ key: tag.id, text: tag.name, detail: tag.topic, tag: refOf(tag) });

const TABLE = 'remote-tags';
const rowKey = ({ uid }: TagView): string => uid;
const tagOf = ({ index }: TagView): number => index;

const COLUMNS: readonly Column<TagView>[] = [
  {
    id: 'name',
    title: 'Name',
    widthPx: 180,
    sticky: true,
    grow: true,
    use: 'always',
    sortKey: ({ name }) => name,
    cell: (tag) => <TagName tag={tag} text={tag.name} className="" widthPx={180} />,
  },
  {
    id: 'value',
    title: 'Value',
    widthPx: 136,
    align: 'right',
    isLive: true,
    sortKey: (tag) => (hasAge(tag) ? liveValues.value[tag.index] : undefined),
    cell: (tag) => <LiveValue tag={tag} />,
  },
  {
    id: 'unit',
    title: 'Unit',
    widthPx: 64,
    sortKey: ({ unit }) => unit,
    cell: ({ unit }) => <span className="text">{unit}</span>,
  },
  {
    id: 'quality',
    title: 'Quality',
    widthPx: 132,
    isLive: true,
    sortKey: ({ index }) => describeStatus(liveValues.status[index] ?? 0),
    cell: (tag) => <LiveQuality tag={tag} />,
  },
  {
    id: 'age',
    title: 'Age',
    widthPx: 72,
    align: 'right',
    isLive: true,
    sortKey: (tag) => (hasAge(tag) ? ageMsOf(tag) : undefined),
    cell: (tag) => <LiveAge tag={tag} />,
  },
  {
    id: 'topic',
    title: 'Topic',
    widthPx: 320,
    grow: true,
    sortKey: ({ topic }) => topic,
    cell: ({ topic }) => (
      <span className="text mono quiet" title={topic}>
        {topic}
      </span>
    ),
  },
];
