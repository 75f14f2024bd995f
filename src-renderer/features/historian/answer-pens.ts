import type { AskedTagView } from '../../../src-shared/contract/history-explore.ts';
import { MOST_PENS } from '../../../src-shared/contract/trends.ts';
import type { BucketSeries, RawSeries } from '../../../src-shared/domain/series.ts';
import type { ChartPen } from '../../charts/chart-pen.ts';
import { PenBuffer } from '../../charts/pen-buffer.ts';
import { PenModel } from '../../charts/pen-model.ts';
import { penStyle } from '../../charts/pen-style.ts';
import type { AskedColumns } from '../../rpc/series-calls.ts';
import { type AnswerColumn, answerColumns, columnOf } from './answer-columns.ts';

/** What a line is of, best first: the others of them have a line of their own. */
const MIDDLES = ['avg', 'twa', 'last', 'first'];

/** The lines of an answer: min and max are the outline of the first middle value of their tag. */
export function answerPens(answer: AskedColumns): readonly ChartPen[] {
  const columns = answerColumns(answer);
  const drawn = columns.filter((column) => !isOutline(column, columns)).slice(0, MOST_PENS);
  return drawn.map((column, at) => penOf(answer, column, at + 1));
}

function isOutline({ kind, tag }: AnswerColumn, all: readonly AnswerColumn[]): boolean {
  if (kind !== 'min' && kind !== 'max') return false;
  return all.some((other) => other.tag === tag && MIDDLES.includes(other.kind));
}

function penOf(answer: AskedColumns, column: AnswerColumn, slot: number): ChartPen {
  const { tag, kind, label, unit, format } = column;
  const series = kind === 'value' ? rawSeries(answer, column) : bucketSeries(answer, column);
  const model = new PenModel(new PenBuffer(1), series.kind === 'raw' ? usualStepMs(series.timeUs) : 0);
  // The answer is all there is: no live samples follow it.
  model.history = { fromUs: answer.fromUs, toUs: Number.POSITIVE_INFINITY, series, gaps: tag.gaps };
  const isDigital = kind === 'value' && tag.dataType === 'bool';
  return {
    uid: column.key,
    slot,
    name: label,
    unit,
    kind: isDigital ? 'digital' : 'analog',
    spread: series.kind === 'raw' ? 'outline' : 'band',
    style: penStyle(slot),
    model,
    format,
  };
}

function rawSeries(answer: AskedColumns, { tag, timeUs, values }: AnswerColumn): RawSeries {
  return { kind: 'raw', timeUs, value: values, status: Uint32Array.from(columnOf(answer, tag, 'status')) };
}

function bucketSeries(answer: AskedColumns, { tag, kind, timeUs, values }: AnswerColumn): BucketSeries {
  const hasOutline = kind === MIDDLES.find((middle) => tag.columns.includes(middle));
  const of = (name: string): Float64Array => {
    const column = hasOutline ? columnOf(answer, tag, name) : values;
    return column.length > 0 ? column : values;
  };
  const samples = columnOf(answer, tag, 'count');
  return {
    kind: 'buckets',
    fromUs: answer.fromUs,
    widthUs: tag.widthUs,
    timeUs,
    avg: values,
    first: values,
    last: values,
    min: of('min'),
    max: of('max'),
    count: values.map((value, row) => (Number.isNaN(value) ? 0 : Math.max(1, samples[row] ?? 1))),
    // Where there is no value to be drawn, the line has a gap.
    bad: columnOf(answer, tag, 'bad').map((bad, row) => (Number.isNaN(values[row]!) ? Math.max(bad, 0) : 0)),
  };
}

/** The step between two samples that half of them do not exceed, ms. */
function usualStepMs(timeUs: Float64Array): number {
  if (timeUs.length < 2) return 0;
  const steps = timeUs.subarray(1).map((us, at) => us - timeUs[at]!);
  return steps.sort()[steps.length >> 1]! / 1_000;
}

/** `1 min average of points` and the like: what the numbers of a tag are. */
export function sourceWords({ source, widthUs }: AskedTagView, width: string): string {
  if (widthUs === 0) return 'every point as stored';
  const from = source === 'raw' ? 'the points' : `${source} averages`;
  return `buckets of ${width} from ${from}`;
}
