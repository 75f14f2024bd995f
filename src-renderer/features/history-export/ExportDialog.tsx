import { type ReactNode, useEffect, useId, useState } from 'react';
import { EXPORT_BUCKETS, type ExportRequest } from '../../../src-shared/contract/exports.ts';
import { formatByteSize } from '../../../src-shared/domain/byte-size.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { historyFileAsked } from '../../state/gateway-jobs.ts';
import { exportAsked, exportOffered, useHistoryExport } from '../../state/history-export.ts';
import type { QuestionDraft } from '../../state/history-questions.ts';
import { panelShown } from '../../state/layout.ts';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { formatInteger } from '../../ui/number-format.ts';
import './export-dialog.css';

/** Asks how a range of history is to be written, wherever somebody wants it as a file. */
export function ExportDialog(): ReactNode {
  const asked = useHistoryExport((state) => state.asked);
  useEffect(exportOffered, []);
  return asked ? <AskedDialog question={asked} onClose={() => exportAsked(null)} /> : null;
}

const FORMATS = { csv: 'CSV', jsonl: 'JSON lines', parquet: 'Parquet' } as const;
type Format = keyof typeof FORMATS;
type Bucket = NonNullable<ExportRequest['bucket']>;
type Fault = { readonly code: string; readonly text: string };

interface AskedDialogProps {
  readonly question: QuestionDraft;
  readonly onClose: () => void;
}

function AskedDialog({ question, onClose }: AskedDialogProps): ReactNode {
  const id = useId();
  const [format, setFormat] = useState<Format>('csv');
  const [bucket, setBucket] = useState<Bucket | undefined>(EXPORT_BUCKETS.find((width) => width === question.interval));
  const [decimal, setDecimal] = useState<'.' | ','>('.');
  const [bom, setBom] = useState(false);
  const { tags, from, to, timeZone: zone } = question;
  const range = { tags, from, to, zone, format, ...(bucket && { bucket }) };
  const { size, fault } = useEstimate(range);
  const start = async (): Promise<void> => {
    await historyFileAsked({ ...range, decimal, bom });
    onClose();
    panelShown('jobs');
  };
  return (
    <FormDialog
      title="Export history"
      action="Export"
      className="export-dialog"
      fault={fault}
      onSubmit={start}
      onClose={onClose}
    >
      <label htmlFor={`${id}-format`}>File</label>
      <select
        id={`${id}-format`}
        className="field"
        data-autofocus
        value={format}
        onChange={(event) => setFormat(event.target.value as Format)}
      >
        {Object.entries(FORMATS).map(([name, word]) => (
          <option key={name} value={name}>
            {word}
          </option>
        ))}
      </select>
      <label htmlFor={`${id}-rows`}>Rows</label>
      <select
        id={`${id}-rows`}
        className="field"
        value={bucket ?? ''}
        onChange={(event) => setBucket(EXPORT_BUCKETS.find((width) => width === event.target.value))}
      >
        <option value="">Every stored point</option>
        {EXPORT_BUCKETS.map((width) => (
          <option key={width} value={width}>
            One for each {width}: avg, min, max, first, last, count
          </option>
        ))}
      </select>
      {format === 'csv' ? (
        <>
          <label htmlFor={`${id}-decimal`}>Decimals</label>
          <select
            id={`${id}-decimal`}
            className="field"
            value={decimal}
            onChange={(event) => setDecimal(event.target.value === ',' ? ',' : '.')}
          >
            <option value=".">1.5, fields parted by commas</option>
            <option value=",">1,5, fields parted by semicolons</option>
          </select>
          <span />
          <label className="export-dialog-bom">
            <input type="checkbox" checked={bom} onChange={(event) => setBom(event.target.checked)} />
            Byte order mark, for spreadsheets
          </label>
        </>
      ) : null}
      <p className="export-dialog-size quiet" role="status">
        {size ? sizeText(size) : fault ? '' : 'Counting …'} Times:{' '}
        {format === 'parquet' ? 'UTC' : `ISO 8601 of ${zone}`}. Quality filter and conditions of the query are not
        applied.
      </p>
    </FormDialog>
  );
}

type Estimate = Awaited<ReturnType<ReturnType<typeof rpc>['exports']['estimate']>>;
type Range = Parameters<ReturnType<typeof rpc>['exports']['estimate']>[0];

/** How large the file would be, or why it cannot be; asked for anew with every choice. */
function useEstimate(range: Range): { readonly size?: Estimate; readonly fault?: Fault } {
  const [known, setKnown] = useState<{ readonly key: string; readonly size?: Estimate; readonly fault?: Fault }>();
  const key = JSON.stringify(range);
  useEffect(() => {
    const abort = new AbortController();
    rpc()
      .exports.estimate(JSON.parse(key) as Range, { signal: abort.signal })
      .then((size) => setKnown({ key, size }))
      .catch((error: unknown) => {
        if (!abort.signal.aborted) setKnown({ key, fault: faultOf(error) });
      });
    return () => abort.abort();
  }, [key]);
  return known?.key === key ? known : {};
}

function sizeText({ tags, rows, bytes, freeBytes }: Estimate): string {
  const about = `About ${formatInteger(rows)} rows of ${formatInteger(tags)} tags, ${formatByteSize(bytes)}.`;
  return bytes > freeBytes / 2 ? `${about} The gateway has ${formatByteSize(freeBytes)} free.` : about;
}

const faultOf = (error: unknown): Fault => {
  const { code, text } = toNexusError(error);
  return { code, text };
};
