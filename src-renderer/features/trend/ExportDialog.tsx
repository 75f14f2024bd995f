import { type ReactNode, useEffect, useId, useState } from 'react';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { TimeRange } from '../../charts/time-view.ts';
import { ownTimeZone } from '../../state/history-questions.ts';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { formatInteger } from '../../ui/number-format.ts';
import { rangeWords } from './compare-words.ts';
import type { CsvStyle } from './csv-style.ts';
import { type CsvRows, countRows } from './export-csv.ts';
import type { HistoryPen } from './history-loader.ts';
import { PNG_SCALES, type PngScale } from './save-picture.ts';

interface ExportDialogProps {
  readonly pens: readonly HistoryPen[];
  /** In sight as it was opened. */
  readonly range: TimeRange;
  readonly onCsv: (range: TimeRange, what: CsvRows, style: CsvStyle) => void;
  readonly onPicture: (range: TimeRange, as: PngScale | 'svg') => void;
  readonly onClose: () => void;
}

const KINDS = {
  raw: 'CSV, every stored sample',
  drawn: 'CSV, as drawn',
  grid: 'CSV, all pens at even steps',
  png: 'PNG, a picture',
  svg: 'SVG, a drawing',
} as const;
type Kind = keyof typeof KINDS;
const STEPS = [
  [100, '100 ms'],
  [1_000, '1 s'],
  [10_000, '10 s'],
  [60_000, '1 min'],
  [900_000, '15 min'],
  [3_600_000, '1 h'],
] as const;

/** What of a trend goes into a file, and how; says how many rows it will have. */
export function ExportDialog({ pens, range, onCsv, onPicture, onClose }: ExportDialogProps): ReactNode {
  const id = useId();
  const [kind, setKind] = useState<Kind>('raw');
  const [stepMs, setStep] = useState<number>(1_000);
  const [scale, setScale] = useState<PngScale>(1);
  const [decimal, setDecimal] = useState<CsvStyle['decimal']>('point');
  const [bom, setBom] = useState(false);
  const isCsv = kind !== 'png' && kind !== 'svg';
  const rows = useRowCount(pens, range, kind, stepMs);
  const save = (): void => {
    if (kind === 'png') onPicture(range, scale);
    else if (kind === 'svg') onPicture(range, 'svg');
    else onCsv(range, kind === 'grid' ? { kind, stepMs } : { kind }, { decimal, bom, zone: ownTimeZone() });
    onClose();
  };
  const row = (name: string, label: string, field: (fieldId: string) => ReactNode): ReactNode => (
    <div className="trend-form-row">
      <label htmlFor={`${id}-${name}`}>{label}</label>
      {field(`${id}-${name}`)}
    </div>
  );
  return (
    <FormDialog title="Export what is in sight" action="Save" className="trend-form" onSubmit={save} onClose={onClose}>
      {row('kind', 'As', (field) => (
        <select
          id={field}
          className="select"
          data-autofocus
          value={kind}
          onChange={({ target }) =>
            setKind(Object.keys(KINDS).find((one): one is Kind => one === target.value) ?? 'raw')
          }
        >
          {Object.entries(KINDS).map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
      ))}
      {kind === 'grid'
        ? row('step', 'Step', (field) => (
            <select
              id={field}
              className="select"
              value={stepMs}
              onChange={({ target }) => setStep(Number(target.value))}
            >
              {STEPS.map(([ms, words]) => (
                <option key={ms} value={ms}>
                  {words}
                </option>
              ))}
            </select>
          ))
        : null}
      {kind === 'png'
        ? row('scale', 'Size', (field) => (
            <select
              id={field}
              className="select"
              value={scale}
              onChange={({ target }) => setScale(PNG_SCALES.find((one) => one === Number(target.value)) ?? 1)}
            >
              {PNG_SCALES.map((times) => (
                <option key={times} value={times}>
                  {times}×, {1_600 * times} × {900 * times} px
                </option>
              ))}
            </select>
          ))
        : null}
      {isCsv ? (
        <>
          {row('decimal', 'Decimals', (field) => (
            <select
              id={field}
              className="select"
              value={decimal}
              onChange={({ target }) => setDecimal(target.value === 'comma' ? 'comma' : 'point')}
            >
              <option value="point">8.42, fields apart by a comma</option>
              <option value="comma">8,42, fields apart by a semicolon</option>
            </select>
          ))}
          <label className="trend-choice">
            <input type="checkbox" checked={bom} onChange={({ target }) => setBom(target.checked)} />
            Mark it as UTF-8 (BOM), for Excel
          </label>
        </>
      ) : null}
      <p className="quiet" role="status">
        {rangeWords(range.fromUs, range.toUs)}.{' '}
        {isCsv ? `${rows} Times carry the offset of ${ownTimeZone()}.` : 'On white, with title, times and legend.'}
      </p>
    </FormDialog>
  );
}

/** `1 800 rows.`, or why they could not be counted. */
function useRowCount(pens: readonly HistoryPen[], range: TimeRange, kind: Kind, stepMs: number): string {
  const [counted, setCounted] = useState<{ readonly of: string; readonly text: string }>();
  const of = `${kind} ${stepMs}`;
  useEffect(() => {
    if (kind === 'png' || kind === 'svg') return undefined;
    const abort = new AbortController();
    const tell = (text: string): void => {
      if (!abort.signal.aborted) setCounted({ of, text });
    };
    countRows(pens, range, kind === 'grid' ? { kind, stepMs } : { kind }, abort.signal).then(
      (rows) => tell(rows === 1 ? '1 row.' : `${formatInteger(rows)} rows.`),
      (error: unknown) => tell(toNexusError(error).text),
    );
    return () => abort.abort();
  }, [pens, range, kind, stepMs, of]);
  return counted?.of === of ? counted.text : 'Counting the rows…';
}
