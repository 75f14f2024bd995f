import { Camera, Download, GitCompare } from 'lucide-react';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { usePageCommands } from '../../ui/page-context.ts';
import { formatClock } from '../../ui/time-format.ts';
import { CompareDialog } from './CompareDialog.tsx';
import { tableReadOnce, useOnce } from './once.ts';
import { snapshotTaken, useSnapshots } from './snapshots.ts';
import type { WatchLine } from './watch-lines.ts';

interface SnapshotToolsProps {
  readonly table: string;
  readonly lines: readonly WatchLine[];
}

/** When the values of a table were read or stamped last, and how many rows could be. */
export function StampedAt({ table }: { readonly table: string }): ReactNode {
  const last = useSnapshots(({ byTable }) => byTable[table]?.at(-1));
  const once = useOnce(({ byTable }) => byTable[table]);
  const isReading = useOnce(({ reading }) => reading.has(table));
  const isRead = once !== undefined && once.atMs === last?.takenMs;
  const words = isReading
    ? 'Reading all rows…'
    : isRead
      ? `Read once ${formatClock(once.atMs)}: ${once.rows - once.faults.size} of ${once.rows} rows`
      : last
        ? `Stamped ${formatClock(last.takenMs)}`
        : '';
  return (
    <span className="quiet watch-stamped" role="status">
      {words}
    </span>
  );
}

/** Reads all rows from their devices (F9), keeps all values with their times, and shows what changed since. */
export function SnapshotTools({ table, lines }: SnapshotToolsProps): ReactNode {
  const newest = useRef(lines);
  useEffect(() => {
    newest.current = lines;
  });
  const last = useSnapshots(({ byTable }) => byTable[table]?.at(-1));
  const isReading = useOnce(({ reading }) => reading.has(table));
  const [isComparing, setComparing] = useState(false);
  const commands = useMemo(
    () => [
      {
        id: 'watch.once',
        title: 'Watch: Read all rows once',
        keys: ['F9'],
        run: (): void => void tableReadOnce(table, newest.current),
      },
      {
        id: 'watch.snapshot',
        title: 'Watch: Take a snapshot',
        run: () => snapshotTaken(table, newest.current),
      },
    ],
    [table],
  );
  usePageCommands(commands);
  return (
    <>
      <button
        type="button"
        className="button"
        title="Reads every row from its device now"
        disabled={isReading || lines.length === 0}
        onClick={() => void tableReadOnce(table, lines)}
      >
        <Download size={16} strokeWidth={1.5} aria-hidden />
        Once <kbd>F9</kbd>
      </button>
      <button type="button" className="button" onClick={() => snapshotTaken(table, lines)}>
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
