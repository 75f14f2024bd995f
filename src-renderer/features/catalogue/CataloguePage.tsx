import { Download, Pencil } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import type { CatalogueRow } from '../../../src-shared/contract/catalogue.ts';
import { CATALOGUE_FIELDS } from '../../../src-shared/contract/catalogue-filter.ts';
import { shapeThrough } from '../../../src-shared/domain/compile-filter.ts';
import { saveFile } from '../../rpc/save-file.ts';
import { catalogueTaken, useCatalogueRequests } from '../../state/catalogue-requests.ts';
import { useDevices } from '../../state/devices.ts';
import { gridLayoutOf } from '../../state/grid-views.ts';
import { scrollRemembered, tabOpened, useLayout } from '../../state/layout.ts';
import { useLink } from '../../state/link.ts';
import type { TabRow } from '../../state/palette.ts';
import { useRemoteDevices } from '../../state/remote-devices.ts';
import { useMay } from '../../state/roles.ts';
import { selected } from '../../state/selection.ts';
import { tagAsked } from '../../state/tag-requests.ts';
import { wantTags } from '../../state/tags.ts';
import { DataGrid } from '../../ui/DataGrid.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { ErrorStrip, Kept } from '../../ui/ErrorStrip.tsx';
import { FilterBar } from '../../ui/FilterBar.tsx';
import { GridSkeleton } from '../../ui/GridSkeleton.tsx';
import type { MenuPlace } from '../../ui/grid-column.ts';
import { laidOut } from '../../ui/laid-columns.ts';
import { Menu } from '../../ui/Menu.tsx';
import { formatInteger } from '../../ui/number-format.ts';
import { TableTools } from '../../ui/TableTools.tsx';
import { useListView } from '../../ui/use-list-view.ts';
import { useTabRows } from '../../ui/use-tab-rows.ts';
import { Waiting } from '../../ui/Waiting.tsx';
import { CATALOGUE_COLUMNS } from './catalogue-columns.tsx';
import { catalogueCsv } from './catalogue-csv.ts';
import { catalogueMenu, refOf } from './catalogue-menu.ts';
import { type ListedTag, readCatalogue, useCatalogue } from './catalogue-store.ts';
import { DescribeDialog } from './DescribeDialog.tsx';
import './catalogue.css';

const PATH = 'catalogue';
const NOT_READ = 'The catalogue could not be read.';

/** Every tag that there is, with what people need to know of it. */
export function CataloguePage(): ReactNode {
  const { status, tags, reason } = useCatalogue();
  const read = (): void => void readCatalogue();
  const devices = useDevices((state) => state.list);
  const remote = useRemoteDevices((state) => state.list);
  // The lists are others whenever the project or what other gateways publish has changed.
  const isLinked = useLink((link) => link.state.kind === 'open');
  useEffect(() => {
    if (isLinked) void readCatalogue();
  }, [devices, remote, isLinked]);
  if (tags.length === 0 && status === 'loading')
    return (
      <Waiting text="Reading the catalogue…" onRetry={read}>
        <GridSkeleton columns={laidOut(CATALOGUE_COLUMNS, gridLayoutOf(PATH))} />
      </Waiting>
    );
  if (tags.length === 0 && status === 'failed') return <ErrorState title={NOT_READ} cause={reason} onRetry={read} />;
  if (tags.length === 0) return <NoTags />;
  const isOld = status === 'failed';
  return (
    <Kept isOld={isOld}>
      {isOld ? <ErrorStrip title={NOT_READ} cause={reason} onRetry={read} /> : null}
      <Table tags={tags} />
    </Kept>
  );
}

function NoTags(): ReactNode {
  return (
    <EmptyState text="No tags yet. Every tag of a device stands here, with its unit, its owner and its topic.">
      <button type="button" className="button primary" onClick={() => tabOpened('devices', 'kept')}>
        Show the devices
      </button>
    </EmptyState>
  );
}

function Table({ tags }: { readonly tags: readonly ListedTag[] }): ReactNode {
  const list = useListView<ListedTag>({ id: PATH, rows: tags, columns: CATALOGUE_COLUMNS, rowKey, shape: SHAPE });
  const { rows, filter, type: setFilter, clear: clearFilter } = list;
  const [picked, setPicked] = useState<readonly ListedTag[]>([]);
  const [described, setDescribed] = useState<readonly ListedTag[]>([]);
  const isReading = useCatalogue((state) => state.status === 'loading');
  const total = useCatalogue((state) => state.total);
  const mayDescribe = useMay('configure');
  const own = picked.filter(({ row }) => !row.remote && !row.derived);
  const [menu, setMenu] = useState<{ readonly rows: readonly ListedTag[]; readonly at: MenuPlace } | null>(null);
  useAskedFilter(setFilter);
  useTabRows({ shown: rows, all: tags, row: tabRow, show: clearFilter, focus: (tag) => choose([tag]) });
  const choose = (chosen: readonly ListedTag[]): void => {
    setPicked(chosen);
    const [first] = chosen;
    if (first) wantTags(first.row.device);
    selected(chosen.length > 0 ? { kind: 'tags', tags: chosen.map(refOf) } : { kind: 'none' });
  };
  return (
    <>
      <div className="toolbar">
        <FilterBar label="Filter the catalogue" {...list.bar} />
        {isReading ? <span className="quiet">reading {formatInteger(total)}</span> : null}
        <span className="spacer" />
        <TableTools view={list.view} filter={list.typed} onFilter={list.type} />
        <button
          type="button"
          className="button"
          disabled={own.length === 0 || !mayDescribe}
          title={mayDescribe ? 'What chosen tags mean, and who answers for them' : 'Ask an Engineer to describe tags.'}
          onClick={() => setDescribed(own)}
        >
          <Pencil size={16} strokeWidth={1.5} aria-hidden />
          Describe…
        </button>
        <button
          type="button"
          className="button"
          disabled={rows.length === 0}
          title="What the filter leaves, as a CSV file"
          onClick={() => save(picked.length > 1 ? picked : rows)}
        >
          <Download size={16} strokeWidth={1.5} aria-hidden />
          {picked.length > 1 ? `Export ${formatInteger(picked.length)}` : 'Export CSV'}
        </button>
      </div>
      {rows.length === 0 ? (
        <EmptyState text={`No tag matches “${filter}”.`}>
          <button type="button" className="button" onClick={clearFilter}>
            Clear filter (Esc)
          </button>
        </EmptyState>
      ) : (
        <DataGrid<ListedTag>
          label="Catalogue"
          rows={rows}
          columns={list.columns}
          view={list.view}
          rowKey={rowKey}
          resetOn={filter}
          onSelect={choose}
          onActivate={(tag) => tagAsked(refOf(tag))}
          onMenu={(chosen, at) => setMenu({ rows: chosen, at })}
          initialScrollPx={useLayout.getState().scrollPx[PATH] ?? 0}
          onScrolled={(px) => scrollRemembered(PATH, px)}
        />
      )}
      {described.length === 0 ? null : <DescribeDialog tags={described} onClose={() => setDescribed([])} />}
      {menu === null ? null : (
        <Menu label="Tag" items={catalogueMenu(menu.rows)} at={menu.at} onClose={() => setMenu(null)} />
      )}
    </>
  );
}

/** Takes the filter that was asked for elsewhere. */
function useAskedFilter(setFilter: (filter: string) => void): void {
  const asked = useCatalogueRequests((state) => state.filter);
  useEffect(() => {
    if (asked === undefined) return;
    setFilter(asked);
    catalogueTaken();
  }, [asked, setFilter]);
}

const rowKey = ({ row }: ListedTag): string => row.uid;
const SHAPE = shapeThrough<ListedTag, CatalogueRow>(
  CATALOGUE_FIELDS,
  ({ row }) => row,
  ({ text }) => text,
);

const tabRow = ({ row }: ListedTag): TabRow => ({
  key: row.uid,
  text: row.name,
  detail: row.topic,
  tag: { device: row.device, tag: row.id },
});

const save = (tags: readonly ListedTag[]): void =>
  saveFile('catalogue.csv', [catalogueCsv(tags.map(({ row }) => row))], 'text/csv');
