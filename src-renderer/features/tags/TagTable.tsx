import { type ReactNode, useCallback, useDeferredValue, useEffect, useMemo, useState } from 'react';
import { useDevices } from '../../state/devices.ts';
import { tabOpened } from '../../state/layout.ts';
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
import { ReadOnlyStrip } from '../../ui/ReadOnlyStrip.tsx';
import { Strip } from '../../ui/Strip.tsx';
import { useTabRows } from '../../ui/use-tab-rows.ts';
import { Waiting } from '../../ui/Waiting.tsx';
import { EditStrips } from './EditStrips.tsx';
import { applyEdits, discardEdits, editSummary, nextErrorShown } from './edit/apply-edits.ts';
import { editTotal } from './edit/overlay.ts';
import { wantApplied } from './edit/read-applied.ts';
import { cellText } from './edit/tag-fields.ts';
import { idOf, nameOf } from './edit/tag-form.ts';
import type { TagRow } from './edit/tag-rows.ts';
import { errorsOf, sessionChanged, useTagSession } from './edit/tag-session.ts';
import { ReviewDialog } from './ReviewDialog.tsx';
import { useShownColumns } from './shown-columns.ts';
import { TagGrid } from './TagGrid.tsx';
import { TagToolbar } from './TagToolbar.tsx';
import { tagColumns } from './tag-columns.tsx';
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
        <GridSkeleton columns={USUAL_COLUMNS} />
      </Waiting>
    );
  return (
    <Kept isOld={isOld === true}>
      <ReadOnlyStrip needs="engineer" to="change tags" />
      {isOld ? <ErrorStrip title={notRead} cause={list.reason} onRetry={read} /> : null}
      <Table device={device} path={path} />
    </Kept>
  );
}

const USUAL_COLUMNS = tagColumns(false).filter(
  ({ id }) => useShownColumns.getState().shown.includes(id) || id === 'state',
);

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
  const mayEdit = useMay('engineer');
  const [typed, setFilter] = useState('');
  // The letter stands there before the rows that it leaves are worked out.
  const filter = useDeferredValue(typed);
  const [picked, setPicked] = useState<readonly TagRow[]>([]);
  const shown = useShownColumns((state) => state.shown);
  const columns = useMemo(
    () => tagColumns(mayEdit).filter(({ id }) => id === 'state' || id === 'name' || shown.includes(id)),
    [mayEdit, shown],
  );
  const { rows, all } = useTagRows(device, filter, mayEdit);
  const tagCount = rows.filter(({ state }) => state !== 'blank').length;
  const select = (chosen: readonly TagRow[]): void => {
    setPicked(chosen);
    const refs = viewsOf(chosen).map(refOf);
    selected(refs.length > 0 ? { kind: 'tags', tags: refs } : { kind: 'none' });
  };
  const clearFilter = useCallback(() => setFilter(''), []);
  useTabRows({
    shown: rows.slice(0, tagCount),
    all,
    row: tabRow,
    show: clearFilter,
    focus: ({ key }) => sessionChanged(device, { wanted: { row: key, column: '' } }),
  });
  const isFiltered = filter !== '';
  return (
    <>
      <TagToolbar
        device={device}
        filter={typed}
        onFilter={setFilter}
        picked={picked}
        count={[tagCount, all.length]}
        mayEdit={mayEdit}
      />
      <EditStrips device={device} />
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
          filter={filter}
          rows={rows}
          columns={columns}
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
