import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react';
import { useDevices } from '../../state/devices.ts';
import { gridLayoutOf } from '../../state/grid-views.ts';
import { tabOpened } from '../../state/layout.ts';
import { newTagsTaken, useNewTags } from '../../state/new-tags.ts';
import type { TabRow } from '../../state/palette.ts';
import { useMay } from '../../state/roles.ts';
import { selected } from '../../state/selection.ts';
import { readTagLabels } from '../../state/tag-labels.ts';
import { tagsAskedAgain, useTags, wantTags } from '../../state/tags.ts';
import { ApplyBar } from '../../ui/ApplyBar.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { ErrorStrip, Kept } from '../../ui/ErrorStrip.tsx';
import { GridSkeleton } from '../../ui/GridSkeleton.tsx';
import { laidOut } from '../../ui/laid-columns.ts';
import { ReadOnlyStrip } from '../../ui/ReadOnlyStrip.tsx';
import { Strip } from '../../ui/Strip.tsx';
import { useListView } from '../../ui/use-list-view.ts';
import { useTabRows } from '../../ui/use-tab-rows.ts';
import { Waiting } from '../../ui/Waiting.tsx';
import type { EditTool } from './EditMenu.tsx';
import { EditStrips } from './EditStrips.tsx';
import { type AskedTool, EditTools } from './EditTools.tsx';
import { applyEdits, discardEdits, editSummary, nextErrorShown } from './edit/apply-edits.ts';
import { editTotal } from './edit/overlay.ts';
import { wantApplied } from './edit/read-applied.ts';
import { cellText } from './edit/tag-fields.ts';
import { idOf, nameOf } from './edit/tag-form.ts';
import { blankRows, type TagRow } from './edit/tag-rows.ts';
import { errorsOf, sessionChanged, useTagSession } from './edit/tag-session.ts';
import { tagsBrought } from './edit/take-intent.ts';
import { ReviewDialog } from './ReviewDialog.tsx';
import { TagGrid } from './TagGrid.tsx';
import { TagToolbar } from './TagToolbar.tsx';
import { tagColumns } from './tag-columns.tsx';
import { TAG_SHAPE } from './tag-filter.ts';
import { refOf, viewsOf } from './tag-menu.ts';
import { useTagRows } from './use-tag-rows.ts';

interface TagTableProps {
  readonly device: string;
  readonly path: string;
}

/** The tags of one device with their live values; engineers edit them here (ux 3.3). */
export function TagTable({ device, path }: TagTableProps): ReactNode {
  const list = useTags((state) => state.byDevice[device]);
  const isGone = useDevices(({ status, list: all }) => status === 'ready' && !all.some(({ id }) => id === device));
  const { status, reason } = useTagSession(device);
  useEffect(() => {
    wantTags(device);
    void wantApplied(device);
  }, [device]);
  // Before the first link nobody could be asked.
  const isRead = list?.status === 'ready';
  useEffect(() => {
    if (isRead) void readTagLabels();
  }, [device, isRead]);
  const read = (): void => {
    tagsAskedAgain(device);
    void wantApplied(device);
  };
  if (isGone) return <Gone device={device} />;
  const notRead = `The tags of ${device} could not be read.`;
  const isOld = list?.status === 'failed';
  const isListed = list !== undefined && (list.status === 'ready' || list.tags.length > 0);
  if (isOld && !isListed) return <ErrorState title={notRead} cause={list.reason} onRetry={read} />;
  if (isListed && status === 'failed') return <ErrorState title={notRead} cause={reason} onRetry={read} />;
  if (!isListed || status !== 'ready')
    return (
      <Waiting text="Reading the tags of this device…" onRetry={read}>
        <GridSkeleton columns={laidOut(COLUMNS, gridLayoutOf(TABLE))} />
      </Waiting>
    );
  return (
    <Kept isOld={isOld === true}>
      <ReadOnlyStrip needs="configure" to="change tags" />
      {isOld ? <ErrorStrip title={notRead} cause={list.reason} onRetry={read} /> : null}
      <Table device={device} path={path} />
    </Kept>
  );
}

/** All tag tables are one for whoever arranges them. */
const TABLE = 'tags';
const COLUMNS = tagColumns(false);
const EDITABLE_COLUMNS = tagColumns(true);

const rowKey = ({ key }: TagRow): string => key;
const isNew = ({ state }: TagRow): boolean => state === 'new';
const tagOf = ({ view }: TagRow): number | undefined => view?.index;

function Gone({ device }: { readonly device: string }): ReactNode {
  return (
    <EmptyState text={`“${device}” is no device of this project. It was renamed or removed.`}>
      <button type="button" className="button primary" onClick={() => tabOpened('devices', 'kept')}>
        Show the devices
      </button>
    </EmptyState>
  );
}

function Table({ device, path }: TagTableProps): ReactNode {
  const title = useDevices((state) => state.list.find((one) => one.id === device)?.name ?? device);
  const mayEdit = useMay('configure');
  const all = useTagRows(device);
  const list = useListView<TagRow>({
    id: TABLE,
    rows: all,
    columns: mayEdit ? EDITABLE_COLUMNS : COLUMNS,
    rowKey,
    shape: TAG_SHAPE,
    keeps: isNew,
    tagOf,
    resort: 'asked',
  });
  const { filter, clear: clearFilter } = list;
  const isFiltered = filter !== '';
  const hasOwn = useTagSession(device).applied.list.length > 0;
  // A device without tags has blank rows where it may be edited.
  const rows = useMemo(
    () => (isFiltered || hasOwn || !mayEdit ? list.rows : [...list.rows, ...blankRows(list.rows.length)]),
    [list.rows, isFiltered, hasOwn, mayEdit],
  );
  const [picked, setPicked] = useState<readonly TagRow[]>([]);
  const made = useNewTags((state) => state.byDevice[device]);
  useEffect(() => {
    if (made && mayEdit) tagsBrought(device, newTagsTaken(device));
  }, [device, made, mayEdit]);
  const shownIds = useMemo(() => list.columns.map(({ id }) => id), [list.columns]);
  const [tool, setTool] = useState<AskedTool | null>(null);
  const openTool = useCallback(
    (next: EditTool) => setTool((before) => ({ tool: next, asked: (before?.asked ?? 0) + 1 })),
    [],
  );
  const closeTool = (): void => {
    // A dialog gives the focus back by itself.
    const [first] = picked;
    if (tool?.tool === 'find' && first) sessionChanged(device, { wanted: { row: first.key, column: 'name' } });
    setTool(null);
  };
  // Those that are selected, as they are by now.
  const pickedNow = useMemo(() => {
    const keys = new Set(picked.map(({ key }) => key));
    return keys.size === 0 ? picked : rows.filter(({ key }) => keys.has(key));
  }, [picked, rows]);
  const select = (chosen: readonly TagRow[]): void => {
    setPicked(chosen);
    const refs = viewsOf(chosen).map(refOf);
    selected(refs.length > 0 ? { kind: 'tags', tags: refs } : { kind: 'none' });
  };
  useTabRows({
    shown: list.rows,
    all,
    row: tabRow,
    show: clearFilter,
    focus: ({ key }) => sessionChanged(device, { wanted: { row: key, column: '' } }),
  });
  return (
    <>
      <TagToolbar device={device} list={list} picked={picked} mayEdit={mayEdit} onTool={openTool} />
      <EditStrips device={device} />
      <EditTools device={device} open={tool} rows={rows} picked={pickedNow} columns={shownIds} onClose={closeTool} />
      {all.length === 0 && !isFiltered ? <NoTags title={title} mayEdit={mayEdit} /> : null}
      {rows.length === 0 && isFiltered ? (
        <EmptyState text={`No tag matches “${filter}”.`}>
          <button type="button" className="button" onClick={clearFilter}>
            Clear filter (Esc)
          </button>
        </EmptyState>
      ) : (
        <TagGrid
          device={device}
          path={path}
          rows={rows}
          columns={list.columns}
          view={list.view}
          isEditable={mayEdit}
          onSelect={select}
          onHidden={clearFilter}
        />
      )}
      <PendingBar device={device} title={title} />
    </>
  );
}

/** A tag that runs is known to the palette by its id. */
const tabRow = ({ key, form, view }: TagRow): TabRow => ({
  key: view?.id ?? key,
  text: nameOf(form),
  detail: `${idOf(form)} · ${cellText(form, { path: 'address' })}`,
  ...(view && { tag: refOf(view) }),
});

function NoTags({ title, mayEdit }: { readonly title: string; readonly mayEdit: boolean }): ReactNode {
  return (
    <Strip tone="info" announce="none">
      No tags in {title}.{mayEdit ? ' Type or paste into the rows below.' : ''}
    </Strip>
  );
}

function PendingBar({ device, title }: { readonly device: string; readonly title: string }): ReactNode {
  const session = useTagSession(device);
  const [isReviewed, setReviewed] = useState(false);
  const overlay = session.history.now;
  if (editTotal(overlay) === 0) return null;
  return (
    <>
      <ApplyBar
        summary={editSummary(overlay)}
        errors={errorsOf(session)}
        isApplying={session.isApplying}
        whyNot={session.conflict === null ? undefined : 'Reload first: somebody else changed these tags.'}
        onReview={() => setReviewed(true)}
        onDiscard={() => discardEdits(device)}
        onApply={() => void applyEdits(device)}
        onError={() => nextErrorShown(device)}
      />
      {isReviewed ? <ReviewDialog device={device} title={title} onClose={() => setReviewed(false)} /> : null}
    </>
  );
}
