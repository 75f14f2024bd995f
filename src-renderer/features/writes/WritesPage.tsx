import { Copy } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useState } from 'react';
import { useDevices } from '../../state/devices.ts';
import { tabOpened } from '../../state/layout.ts';
import { keyOfEntry, readReceipts, useReceipts } from '../../state/receipts.ts';
import { selected } from '../../state/selection.ts';
import { useTags, wantTags } from '../../state/tags.ts';
import { copyText } from '../../ui/copy-text.ts';
import { type Column, DataGrid } from '../../ui/DataGrid.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { ErrorStrip, Kept } from '../../ui/ErrorStrip.tsx';
import { Glyph } from '../../ui/Glyph.tsx';
import { GridSkeleton } from '../../ui/GridSkeleton.tsx';
import { formatInteger } from '../../ui/number-format.ts';
import { formatInterval, formatTime } from '../../ui/time-format.ts';
import { Waiting } from '../../ui/Waiting.tsx';
import { changeOf, copiedEntries, type JournalRow, meaningOf, placeOf, statusOf, whoOf } from './journal-rows.ts';
import { receiptMessageId } from './receipt-words.ts';
import { shownValue } from './written-value.ts';
import './writes.css';

/** The journal of writes, newest first: who armed, what was written, how it ended. */
export function WritesPage(): ReactNode {
  const { status, reason } = useReceipts();
  const rows = useRows();
  const [picked, setPicked] = useState<readonly JournalRow[]>([]);
  const read = (): void => void readReceipts();
  if (rows.length === 0 && status === 'loading') {
    return (
      <Waiting text="Reading the receipts of the last writes…" onRetry={read}>
        <GridSkeleton columns={COLUMNS} />
      </Waiting>
    );
  }
  if (rows.length === 0 && status === 'failed') {
    return <ErrorState title={NOT_READ} cause={reason} onRetry={read} />;
  }
  if (rows.length === 0) {
    return (
      <EmptyState text={NONE_YET}>
        <button type="button" className="button primary" onClick={() => tabOpened('devices', 'kept')}>
          Show the devices
        </button>
      </EmptyState>
    );
  }
  const select = (chosen: readonly JournalRow[]): void => {
    setPicked(chosen);
    const [first] = chosen;
    if (first?.tag) selected({ kind: 'tags', tags: [{ device: first.tag.device, tag: first.tag.id }] });
  };
  const isOld = status === 'failed';
  return (
    <Kept isOld={isOld}>
      {isOld ? <ErrorStrip title={NOT_READ} cause={reason} onRetry={read} /> : null}
      <ReceiptTable rows={rows} picked={picked} onSelect={select} />
    </Kept>
  );
}

const NOT_READ = 'The receipts of the last writes could not be read.';

const NONE_YET =
  'Nothing was written yet. Here stands who armed writing, and each write from a page, over MQTT or over REST.';

interface ReceiptTableProps {
  readonly rows: readonly JournalRow[];
  readonly picked: readonly JournalRow[];
  readonly onSelect: (rows: readonly JournalRow[]) => void;
}

function ReceiptTable({ rows, picked, onSelect }: ReceiptTableProps): ReactNode {
  const [copied, setCopied] = useState('');
  const copy = (): void => {
    const chosen = picked.length > 0 ? picked : rows;
    copyText(copiedEntries(chosen)).then(
      () => setCopied(`${formatInteger(chosen.length)} copied`),
      () => setCopied('The browser does not let this page copy.'),
    );
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key.toLowerCase() !== 'c' || !event.ctrlKey || event.altKey || event.shiftKey) return;
    event.preventDefault();
    copy();
  };
  return (
    <div className="receipts" onKeyDown={onKeyDown}>
      <div className="toolbar">
        <span className="quiet">
          {rows.length === 1 ? '1 entry' : `${formatInteger(rows.length)} entries`}, newest first
        </span>
        <span className="spacer" />
        <span className="quiet" role="status">
          {copied}
        </span>
        <button type="button" className="button" title="Ctrl+C in the table" onClick={copy}>
          <Copy size={16} strokeWidth={1.5} aria-hidden />
          {picked.length > 0 ? `Copy ${picked.length}` : 'Copy all'}
        </button>
      </div>
      <DataGrid
        label="Writes"
        rows={rows}
        columns={COLUMNS}
        rowKey={({ entry }) => keyOfEntry(entry)}
        detail={(row) => <Detail row={row} />}
        // A new entry moves every row down: what was picked by place is then another.
        resetOn={rows[0] ? keyOfEntry(rows[0].entry) : ''}
        onSelect={onSelect}
      />
    </div>
  );
}

const COLUMNS: readonly Column<JournalRow>[] = [
  { id: 'time', title: 'Time', widthPx: 140, cell: ({ entry }) => <Time iso={entry.timestamp} /> },
  { id: 'tag', title: 'Device · tag', widthPx: 170, grow: true, cell: (row) => <Text text={placeOf(row)} /> },
  { id: 'change', title: 'Old → new', widthPx: 156, cell: (row) => <Text text={changeOf(row)} /> },
  {
    id: 'back',
    title: 'Read back',
    widthPx: 84,
    align: 'right',
    cell: ({ entry, tag }) => (entry.kind === 'write' ? shownValue(entry.read_back, tag) : ''),
  },
  { id: 'status', title: 'Status', widthPx: 176, cell: (row) => <Status row={row} /> },
  {
    id: 'took',
    title: 'Took',
    widthPx: 70,
    align: 'right',
    cell: ({ entry }) => (entry.kind === 'write' ? formatInterval(entry.duration_ms) : ''),
  },
];

/** Entries with their tags, whose names and units are read where they are not here yet. */
function useRows(): readonly JournalRow[] {
  const entries = useReceipts((state) => state.entries);
  const devices = useDevices((state) => state.list);
  const byDevice = useTags((state) => state.byDevice);
  useEffect(() => {
    const named = new Set(entries.flatMap((entry) => (entry.kind === 'write' ? [entry.device_id] : [])));
    for (const device of devices) if (named.has(device.id)) wantTags(device.id);
  }, [entries, devices]);
  return useMemo(
    () =>
      entries.map((entry) => ({
        entry,
        tag:
          entry.kind === 'write' ? byDevice[entry.device_id]?.tags.find((tag) => tag.id === entry.tag_id) : undefined,
        device: entry.kind === 'published' ? undefined : devices.find((device) => device.id === entry.device_id),
      })),
    [entries, devices, byDevice],
  );
}

function Time({ iso }: { readonly iso: string }): ReactNode {
  // What was today when the row came into sight.
  const [nowMs] = useState(() => Date.now());
  return (
    <span className="text" title={iso}>
      {formatTime(Date.parse(iso), nowMs)}
    </span>
  );
}

function Text({ text }: { readonly text: string }): ReactNode {
  return (
    <span className="text" title={text}>
      {text}
    </span>
  );
}

/** What a status means where it is not plain, then why and by whom it was done. */
function Detail({ row }: { readonly row: JournalRow }): ReactNode {
  const meaning = meaningOf(row);
  const about = `${row.entry.reason ?? 'No reason given'}, by ${whoOf(row)}`;
  return (
    <span className="receipt-detail" title={`${meaning}\n${about}`.trim()}>
      {meaning === '' ? null : (
        <span
          className="receipt-meaning"
          data-msg={row.entry.kind === 'write' ? receiptMessageId(row.entry) : undefined}
        >
          {meaning}
        </span>
      )}
      <span className="receipt-about">{about}</span>
    </span>
  );
}

function Status({ row }: { readonly row: JournalRow }): ReactNode {
  const { glyph, word } = statusOf(row);
  return (
    <span className="receipt-status">
      <Glyph name={glyph} />
      <span className="text">{word}</span>
    </span>
  );
}
