import { FileDown } from 'lucide-react';
import { Fragment, type ReactNode, useEffect, useRef } from 'react';
import { saveFile } from '../../rpc/save-file.ts';
import { useWatchTables, wantWatch } from '../../state/watch-tables.ts';
import { PaperReport } from '../../ui/PaperReport.tsx';
import { Waiting } from '../../ui/Waiting.tsx';
import { tableReadOnce, useOnce } from './once.ts';
import { type ReportRow, reportCsv, reportRows } from './report-rows.ts';
import { useSnapshots } from './snapshots.ts';
import { useLines } from './use-lines.ts';

/** A watch table as it is printed: every row read from its device when the page was opened. */
export function WatchReportPage({ id }: { readonly id: string }): ReactNode {
  const table = useWatchTables((state) => state.shown[id]?.table);
  useEffect(() => wantWatch(id), [id]);
  const lines = useLines(table?.rows);
  const isKnown = table !== undefined && lines.every((line) => line.kind !== 'tag' || line.isRead);
  const isAsked = useRef(false);
  useEffect(() => {
    if (!isKnown || isAsked.current) return;
    isAsked.current = true;
    void tableReadOnce(id, lines);
  }, [id, isKnown, lines]);
  const snapshot = useSnapshots(({ byTable }) => byTable[id]?.at(-1));
  const isReading = useOnce(({ reading }) => reading.has(id));
  const again = (): void => void tableReadOnce(id, lines);
  if (!table || !snapshot || isReading) return <Waiting text="Reading all rows…" onRetry={again} />;
  const rows = reportRows(lines, snapshot);
  const at = new Date(snapshot.takenMs).toISOString();
  const save = (): void => saveFile(`${id}-${at.slice(0, 19).replaceAll(':', '-')}.csv`, [reportCsv(rows)], 'text/csv');
  return (
    <PaperReport
      label={`Report of ${table.name}`}
      tools={
        <>
          <button type="button" className="button" onClick={save}>
            <FileDown size={16} strokeWidth={1.5} aria-hidden />
            CSV
          </button>
          <button type="button" className="button" onClick={again}>
            Read again
          </button>
        </>
      }
    >
      <h1>{table.name}</h1>
      <p>Values of {timeText(at)}. Times are those of the sources.</p>
      <table>
        <thead>
          <tr>
            <th scope="col">Row</th>
            <th scope="col">Device</th>
            <th scope="col">Address</th>
            <th scope="col">Value</th>
            <th scope="col">Quality</th>
            <th scope="col">Time</th>
            <th scope="col">Note</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same row may stand there twice
            <Fragment key={index}>
              <Row row={row} />
            </Fragment>
          ))}
        </tbody>
      </table>
    </PaperReport>
  );
}

function Row({ row }: { readonly row: ReportRow }): ReactNode {
  if (row.kind === 'section')
    return (
      <tr>
        <th scope="colgroup" colSpan={7}>
          <strong>{row.title}</strong>
        </th>
      </tr>
    );
  return (
    <tr>
      <th scope="row">{row.name}</th>
      <td>{row.device}</td>
      <td>{row.address}</td>
      <td>{row.value}</td>
      <td>{row.quality}</td>
      <td>{row.time === '' ? '' : timeText(row.time)}</td>
      <td>{row.note}</td>
    </tr>
  );
}

/** `2026-02-03 08:00:00.000 UTC`: a report is read anywhere. */
const timeText = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 23)} UTC`;
