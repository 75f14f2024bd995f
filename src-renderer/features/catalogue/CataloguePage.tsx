import { Download, Pencil } from 'lucide-react';
import { type ReactNode, useCallback, useDeferredValue, useEffect, useMemo, useState } from 'react';
import { saveFile } from '../../rpc/save-file.ts';
import { catalogueTaken, useCatalogueRequests } from '../../state/catalogue-requests.ts';
import { useDevices } from '../../state/devices.ts';
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
import { FilterBox } from '../../ui/FilterBox.tsx';
import { GridSkeleton } from '../../ui/GridSkeleton.tsx';
import type { MenuPlace } from '../../ui/grid-column.ts';
import { Menu } from '../../ui/Menu.tsx';
import { formatInteger } from '../../ui/number-format.ts';
import { useTabRows } from '../../ui/use-tab-rows.ts';
import { Waiting } from '../../ui/Waiting.tsx';
import { CATALOGUE_COLUMNS } from './catalogue-columns.tsx';
import { catalogueCsv } from './catalogue-csv.ts';
import { catalogueFilter } from './catalogue-filter.ts';
import { catalogueMenu, refOf } from './catalogue-menu.ts';
import { type CatalogueOrder, inOrder, ORDERS } from './catalogue-order.ts';
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
        <GridSkeleton columns={CATALOGUE_COLUMNS} />
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
  const [filter, setFilter] = useState('');
  const [order, setOrder] = useState<CatalogueOrder>('project');
  const [picked, setPicked] = useState<readonly ListedTag[]>([]);
  const [described, setDescribed] = useState<readonly ListedTag[]>([]);
  const isReading = useCatalogue((state) => state.status === 'loading');
  const total = useCatalogue((state) => state.total);
  const mayDescribe = useMay('engineer');
  const own = picked.filter(({ row }) => !row.remote && !row.derived);
  const [menu, setMenu] = useState<{ readonly rows: readonly ListedTag[]; readonly at: MenuPlace } | null>(null);
  useAskedFilter(setFilter);
  const ordered = useMemo(() => sorted(tags, order), [tags, order]);
  const typed = useDeferredValue(filter);
  const rows = useMemo(() => {
    const passes = catalogueFilter(typed);
    return ordered.filter(({ row, text }) => passes(row, text));
  }, [ordered, typed]);
  const clearFilter = useCallback(() => setFilter(''), []);
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
        <FilterBox label="Filter the catalogue" value={filter} onChange={setFilter} />
        <span className="quiet" title="field:value, -word, “a phrase”, a|b, is:unowned, is:used, is:off, is:remote">
          {formatInteger(rows.length)} of {formatInteger(tags.length)}
          {isReading ? `, reading ${formatInteger(total)}` : ''}
        </span>
        <span className="spacer" />
        <select
          aria-label="Order"
          className="select"
          value={order}
          onChange={(event) => setOrder(event.target.value as CatalogueOrder)}
        >
          {Object.entries(ORDERS).map(([name, word]) => (
            <option key={name} value={name}>
              {word}
            </option>
          ))}
        </select>
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
          columns={CATALOGUE_COLUMNS}
          rowKey={({ row }) => row.uid}
          resetOn={`${typed} ${order}`}
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

function sorted(tags: readonly ListedTag[], order: CatalogueOrder): readonly ListedTag[] {
  if (order === 'project') return tags;
  const listed = new Map(tags.map((tag) => [tag.row, tag]));
  return inOrder([...listed.keys()], order).map((row) => listed.get(row)!);
}

const tabRow = ({ row }: ListedTag): TabRow => ({
  key: row.uid,
  text: row.name,
  detail: row.topic,
  tag: { device: row.device, tag: row.id },
});

const save = (tags: readonly ListedTag[]): void =>
  saveFile('catalogue.csv', [catalogueCsv(tags.map(({ row }) => row))], 'text/csv');
