import { FlaskConical, Plus, Printer, SendHorizontal } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { tabOpened } from '../../state/layout.ts';
import { writesAsked } from '../../state/prepared-writes.ts';
import { useMay } from '../../state/roles.ts';
import { withAddress, withSection, withTags } from '../../state/watch-rows.ts';
import { readWatchTables, rowsChanged, useWatchTables, wantWatch } from '../../state/watch-tables.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { ReadOnlyStrip } from '../../ui/ReadOnlyStrip.tsx';
import { Strip } from '../../ui/Strip.tsx';
import { useTagDrop } from '../../ui/use-tag-drop.ts';
import { Waiting } from '../../ui/Waiting.tsx';
import { WritePopover } from '../writes/WritePopover.tsx';
import { WriteRefusal } from '../writes/WriteRefusal.tsx';
import { AddRow } from './AddRow.tsx';
import { ArmedChip } from './ArmedChip.tsx';
import { SnapshotTools, StampedAt } from './SnapshotTools.tsx';
import { useLines } from './use-lines.ts';
import { useWatchUndo } from './use-watch-undo.ts';
import { WatchGrid } from './WatchGrid.tsx';
import { WatchView } from './WatchView.tsx';
import { type WatchLine, writableTags } from './watch-lines.ts';

/** A watch table: signals as they are, and values prepared, confirmed and written to them (ux 3.7). */
export function WatchPage({ id }: { readonly id: string }): ReactNode {
  const shown = useWatchTables((state) => state.shown[id]);
  const mayWrite = useMay('operate');
  useEffect(() => wantWatch(id), [id]);
  useWatchUndo(id);
  const lines = useLines(shown?.table?.rows);
  const drop = useTagDrop((tags) => rowsChanged(id, (rows) => withTags(rows, tags)));
  if (!shown || (shown.status === 'loading' && !shown.table))
    return <Waiting text="Reading the watch table…" onRetry={readAgain} />;
  if (!shown.table)
    return <ErrorState title="This watch table could not be read." cause={shown.reason} onRetry={readAgain} />;
  return (
    <div className="watch" {...(lines.length === 0 ? drop : {})}>
      <ReadOnlyStrip needs="operate" to="change watch tables and write values" />
      <Toolbar id={id} lines={lines} mayWrite={mayWrite} />
      {shown.reason === '' ? null : (
        <Strip tone="warning" announce="alert">
          {shown.reason}
        </Strip>
      )}
      <WriteRefusal />
      {mayWrite ? (
        <AddRow
          onAdd={(ref) => rowsChanged(id, (rows) => withTags(rows, [ref]))}
          onAddAddress={(place) => rowsChanged(id, (rows) => withAddress(rows, place))}
        >
          <StampedAt table={id} />
        </AddRow>
      ) : null}
      {lines.length === 0 ? (
        <EmptyState text="Drag tags here, or type a tag name or address in the first row." />
      ) : (
        <WatchGrid id={id} label={`Watch table ${shown.table.name}`} lines={lines} mayWrite={mayWrite} />
      )}
      <WritePopover />
    </div>
  );
}

const readAgain = (): void => void readWatchTables();

interface ToolbarProps {
  readonly id: string;
  readonly lines: readonly WatchLine[];
  readonly mayWrite: boolean;
}

function Toolbar({ id, lines, mayWrite }: ToolbarProps): ReactNode {
  const writable = writableTags(lines);
  return (
    <div className="toolbar">
      {mayWrite ? (
        <>
          <button
            type="button"
            className="button"
            onClick={() => rowsChanged(id, (rows) => withSection(rows, 'New section'))}
          >
            <Plus size={16} strokeWidth={1.5} aria-hidden />
            Section
          </button>
          <button
            type="button"
            className="button"
            title="Ctrl+Shift+Enter"
            onClick={() => writesAsked(writable.map((tag) => ({ device: tag.device, tag: tag.id })))}
          >
            <SendHorizontal size={16} strokeWidth={1.5} aria-hidden />
            Write all…
          </button>
          <button
            type="button"
            className="button"
            title="Shows what would be sent for all prepared values; for one row: Alt+Enter"
            onClick={() =>
              writesAsked(
                writable.map((tag) => ({ device: tag.device, tag: tag.id })),
                'dry',
              )
            }
          >
            <FlaskConical size={16} strokeWidth={1.5} aria-hidden />
            Dry run
          </button>
        </>
      ) : null}
      <SnapshotTools table={id} lines={lines} />
      <button
        type="button"
        className="button"
        title="Reads all rows and shows them as they are printed; CSV too"
        onClick={() => tabOpened(`watch/${id}/report`, 'kept')}
      >
        <Printer size={16} strokeWidth={1.5} aria-hidden />
        Report
      </button>
      <WatchView table={id} />
      <span className="spacer" />
      {mayWrite ? <ArmedChip device={writable[0]?.device ?? null} /> : <StampedAt table={id} />}
    </div>
  );
}
