import { Copy, X } from 'lucide-react';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { otherNumber } from '../../charts/chart-pen.ts';
import { type NearestSample, nearestSample } from '../../charts/nearest-sample.ts';
import type { RangeStatistics } from '../../charts/range-statistics.ts';
import { rangeOf, type TimeRange, type TimeView } from '../../charts/time-view.ts';
import type { TimeMarks } from '../../charts/trend-scene.ts';
import { gatewayNowUs } from '../../state/gateway-clock.ts';
import { copyText } from '../../ui/copy-text.ts';
import { formatClock } from '../../ui/time-format.ts';
import type { HistoryPen } from './history-loader.ts';
import { measurePen } from './measure-pen.ts';
import { MEASURE_COLUMNS, MEASURE_TITLES, measureRow, measureTsv } from './measure-rows.ts';

interface MeasurePanelProps {
  readonly pens: readonly HistoryPen[];
  readonly view: TimeView;
  readonly marks: TimeMarks;
  readonly onClear: () => void;
  readonly onClose: () => void;
}

/** A column of a cursor that does not stand. */
function isEmptyOf({ a, b }: TimeMarks, column: string): boolean {
  if (column === 'delta') return a === undefined || b === undefined;
  return (column === 'a' && a === undefined) || (column === 'b' && b === undefined);
}

/** What a pen was at a time; nothing where no line would be drawn from it to there. */
function sampleNear({ model }: Pick<HistoryPen, 'model'>, timeUs: number): NearestSample | undefined {
  const sample = nearestSample(model, timeUs);
  return sample && Math.abs(sample.timeUs - timeUs) <= model.stepUs ? sample : undefined;
}

/** A range that runs with the clock is summed up anew this often. */
const EVERY_MS = 2_000;
/** A cursor that is being moved is not measured at each of its places. */
const SETTLE_MS = 150;

/** What stands at the cursors A and B, and what all samples between them, or else in sight, come to. */
export function MeasurePanel({ pens, view, marks, onClear, onClose }: MeasurePanelProps): ReactNode {
  const measured = useMeasured(pens, view, marks);
  const { a, b } = marks;
  const rows = pens.flatMap((pen) => {
    const at = (of: Pick<HistoryPen, 'model'>, timeUs: number | undefined) =>
      timeUs === undefined ? undefined : sampleNear(of, timeUs);
    const { other } = pen;
    const own = measureRow(pen, at(pen, a), at(pen, b), measured.get(pen.uid));
    if (!other) return [own];
    const name = `${otherNumber(pen.slot)}  ${pen.name}, ${other.label}`;
    return [own, measureRow(pen, at(other, a), at(other, b), measured.get(`${pen.uid} before`), name)];
  });
  const columns = MEASURE_COLUMNS.filter((column) => !isEmptyOf(marks, column));
  const heads = [
    ...(a === undefined ? [] : [`A ${formatClock(a / 1_000)}`]),
    ...(b === undefined ? [] : [`B ${formatClock(b / 1_000)}`]),
    ...(a === undefined || b === undefined ? [] : [`Δ ${spanText(Math.abs(b - a))}`]),
    a !== undefined && b !== undefined ? 'Statistics between A and B' : 'Statistics of the range in sight',
  ];
  return (
    <section className="trend-measure" aria-label="Measure">
      <div className="trend-measure-head">
        {heads.map((text) => (
          <span key={text}>{text}</span>
        ))}
        <span className="spacer" />
        <button type="button" className="button" onClick={() => void copyText(measureTsv(heads, columns, rows))}>
          <Copy size={14} aria-hidden />
          Copy
        </button>
        <button type="button" className="button" disabled={a === undefined && b === undefined} onClick={onClear}>
          Clear cursors
        </button>
        <button type="button" className="icon-button" aria-label="Close Measure" onClick={onClose}>
          <X size={14} aria-hidden />
        </button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
      <div className="trend-measure-rows" tabIndex={0} role="group" aria-label="Figures of the pens">
        <table>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {MEASURE_TITLES[column]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.pen}>
                {columns.map((column) => (
                  <td key={column}>{row[column]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

type Measured = ReadonlyMap<string, RangeStatistics | string>;

/** By uid of the pen, its other time by that and `before`; a text says why a pen was not measured. */
function useMeasured(pens: readonly HistoryPen[], view: TimeView, marks: TimeMarks): Measured {
  const [measured, setMeasured] = useState<Measured>(new Map());
  const { a, b } = marks;
  const between = useMemo(
    (): TimeRange | undefined =>
      a === undefined || b === undefined ? undefined : { fromUs: Math.min(a, b), toUs: Math.max(a, b) },
    [a, b],
  );
  useEffect(() => {
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    const measure = async (): Promise<void> => {
      const range = between ?? rangeOf(view, gatewayNowUs());
      const answers = await Promise.all(
        pens.flatMap((pen) => {
          const measured = async (key: string, byUs: number): Promise<readonly [string, RangeStatistics | string]> => {
            const of = { fromUs: range.fromUs - byUs, toUs: range.toUs - byUs };
            const said = await measurePen(pen, of, abort.signal).catch((error: unknown) => toNexusError(error).text);
            return [key, said];
          };
          const own = measured(pen.uid, 0);
          return pen.other ? [own, measured(`${pen.uid} before`, pen.other.shiftUs)] : [own];
        }),
      );
      if (abort.signal.aborted) return;
      setMeasured(new Map(answers));
      if (!between && view.mode === 'follow') timer = setTimeout(() => void measure(), EVERY_MS);
    };
    timer = setTimeout(() => void measure(), SETTLE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [pens, view, between]);
  return measured;
}

/** `3 m 22.8 s`, `1 h 0 m 0.0 s`: the time between two cursors. */
function spanText(us: number): string {
  const s = us / 1e6;
  const hours = Math.floor(s / 3_600);
  const minutes = Math.floor((s % 3_600) / 60);
  const rest = `${(s % 60).toFixed(s < 60 ? 3 : 1)} s`;
  return [hours > 0 ? `${hours} h` : '', s >= 60 ? `${minutes} m` : '', rest].filter(Boolean).join(' ');
}
