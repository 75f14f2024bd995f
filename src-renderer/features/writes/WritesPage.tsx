import { Copy } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useState } from 'react';
import { useDevices } from '../../state/devices.ts';
import { tabOpened } from '../../state/layout.ts';
import { readReceipts, useReceipts } from '../../state/receipts.ts';
import { selected } from '../../state/selection.ts';
import { useTags, wantTags } from '../../state/tags.ts';
import { type Column, DataGrid } from '../../ui/DataGrid.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { ErrorStrip, Kept } from '../../ui/ErrorStrip.tsx';
import { Glyph } from '../../ui/Glyph.tsx';
import { GridSkeleton } from '../../ui/GridSkeleton.tsx';
import { formatInteger } from '../../ui/number-format.ts';
import { formatInterval, formatTime } from '../../ui/time-format.ts';
import { Waiting } from '../../ui/Waiting.tsx';
import { changeOf, copiedReceipts, placeOf, type ReceiptRow, whoOf } from './receipt-rows.ts';
import { receiptWords } from './receipt-words.ts';
import { shownValue } from './written-value.ts';
import './writes.css';

/** The ends of the last write commands, newest first, whoever sent them. */
export function WritesPage(): ReactNode {
  const { status, reason } = useReceipts();
  const rows = useRows();
  const [picked, setPicked] = useState<readonly ReceiptRow[]>([]);
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
  const select = (chosen: readonly ReceiptRow[]): void => {
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
  'Nothing was written yet. Receipts stand here, whether a write came from a page, over MQTT or over REST.';

interface ReceiptTableProps {
  readonly rows: readonly ReceiptRow[];
  readonly picked: readonly ReceiptRow[];
  readonly onSelect: (rows: readonly ReceiptRow[]) => void;
}

function ReceiptTable({ rows, picked, onSelect }: ReceiptTableProps): ReactNode {
  const [copied, setCopied] = useState('');
  const copy = (): void => {
    const chosen = picked.length > 0 ? picked : rows;
    navigator.clipboard.writeText(copiedReceipts(chosen)).then(
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
          {rows.length === 1 ? '1 write' : `${formatInteger(rows.length)} writes`}, newest first
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
        rowKey={({ receipt }) => `${receipt.timestamp} ${receipt.request_id}`}
        detail={(row) => <Detail row={row} />}
        // A new receipt moves every row down: what was picked by place is then another.
        resetOn={rows[0]?.receipt.request_id ?? ''}
        onSelect={onSelect}
      />
    </div>
  );
}

const COLUMNS: readonly Column<ReceiptRow>[] = [
  { id: 'time', title: 'Time', widthPx: 140, cell: ({ receipt }) => <Time iso={receipt.timestamp} /> },
  { id: 'tag', title: 'Device · tag', widthPx: 170, grow: true, cell: (row) => <Text text={placeOf(row)} /> },
  { id: 'change', title: 'Old → new', widthPx: 156, cell: (row) => <Text text={changeOf(row)} /> },
  {
    id: 'back',
    title: 'Read back',
    widthPx: 84,
    align: 'right',
    cell: ({ receipt, tag }) => shownValue(receipt.read_back, tag),
  },
  { id: 'status', title: 'Status', widthPx: 176, cell: (row) => <Status row={row} /> },
  {
    id: 'took',
    title: 'Took',
    widthPx: 70,
    align: 'right',
    cell: ({ receipt }) => formatInterval(receipt.duration_ms),
  },
];

/** Receipts with their tags, whose names and units are read where they are not here yet. */
function useRows(): readonly ReceiptRow[] {
  const receipts = useReceipts((state) => state.list);
  const devices = useDevices((state) => state.list);
  const byDevice = useTags((state) => state.byDevice);
  useEffect(() => {
    const named = new Set(receipts.map((receipt) => receipt.device_id));
    for (const device of devices) if (named.has(device.id)) wantTags(device.id);
  }, [receipts, devices]);
  return useMemo(
    () =>
      receipts.map((receipt) => ({
        receipt,
        tag: byDevice[receipt.device_id]?.tags.find((tag) => tag.id === receipt.tag_id),
        device: devices.find((device) => device.id === receipt.device_id),
      })),
    [receipts, devices, byDevice],
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

/** What a status means where it is not plain, then why and by whom it was written. */
function Detail({ row }: { readonly row: ReceiptRow }): ReactNode {
  const { receipt, tag } = row;
  const meaning = receipt.status === 'DONE_VERIFIED' ? '' : receiptWords(receipt, tag).text;
  const about = `${receipt.reason ?? 'No reason given'}, by ${whoOf(row)}`;
  return (
    <span className="receipt-detail" title={`${meaning}\n${about}`.trim()}>
      {meaning === '' ? null : <span className="receipt-meaning">{meaning}</span>}
      <span className="receipt-about">{about}</span>
    </span>
  );
}

function Status({ row: { receipt, tag } }: { readonly row: ReceiptRow }): ReactNode {
  const { glyph, word } = receiptWords(receipt, tag);
  return (
    <span className="receipt-status">
      <Glyph name={glyph} />
      {word}
    </span>
  );
}
