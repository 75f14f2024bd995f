import { Camera, GitCompare } from 'lucide-react';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { usePageCommands } from '../../ui/page-context.ts';
import { formatClock } from '../../ui/time-format.ts';
import { CompareDialog } from './CompareDialog.tsx';
import { snapshotTaken, useSnapshots } from './snapshots.ts';
import type { WatchLine } from './watch-lines.ts';

interface SnapshotToolsProps {
  readonly table: string;
  readonly lines: readonly WatchLine[];
}

/** When the values of a table were stamped last. */
export function StampedAt({ table }: { readonly table: string }): ReactNode {
  const last = useSnapshots(({ byTable }) => byTable[table]?.at(-1));
  return (
    <span className="quiet watch-stamped" role="status">
      {last ? `Stamped ${formatClock(last.takenMs)}` : ''}
    </span>
  );
}

/** Keeps all values with their times (F9), and shows what changed since. */
export function SnapshotTools({ table, lines }: SnapshotToolsProps): ReactNode {
  const newest = useRef(lines);
  useEffect(() => {
    newest.current = lines;
  });
  const last = useSnapshots(({ byTable }) => byTable[table]?.at(-1));
  const [isComparing, setComparing] = useState(false);
  const commands = useMemo(
    () => [
      {
        id: 'watch.snapshot',
        title: 'Watch: Stamp all values once',
        keys: ['F9'],
        run: () => snapshotTaken(table, newest.current),
      },
    ],
    [table],
  );
  usePageCommands(commands);
  return (
    <>
      <button type="button" className="button" title="F9" onClick={() => snapshotTaken(table, lines)}>
        <Camera size={16} strokeWidth={1.5} aria-hidden />
        Snapshot
      </button>
      <button type="button" className="button" disabled={!last} onClick={() => setComparing(true)}>
        <GitCompare size={16} strokeWidth={1.5} aria-hidden />
        Compare…
      </button>
      {isComparing ? <CompareDialog table={table} lines={lines} onClose={() => setComparing(false)} /> : null}
    </>
  );
}
