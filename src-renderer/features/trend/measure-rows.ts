import { isBad } from '../../../src-shared/domain/quality.ts';
import type { NearestSample } from '../../charts/nearest-sample.ts';
import type { RangeStatistics } from '../../charts/range-statistics.ts';
import { withDecimalSign } from '../../ui/number-format.ts';
import type { HistoryPen } from './history-loader.ts';

/** What is said of one pen: texts, empty where there is nothing to say. */
export interface MeasureRow {
  readonly pen: string;
  readonly a: string;
  readonly b: string;
  readonly delta: string;
  readonly min: string;
  readonly max: string;
  readonly mean: string;
  readonly std: string;
  readonly slope: string;
  readonly samples: string;
}

export const MEASURE_TITLES: Readonly<Record<keyof MeasureRow, string>> = {
  pen: 'Pen',
  a: 'A',
  b: 'B',
  delta: 'Δ',
  min: 'Min',
  max: 'Max',
  mean: 'Mean',
  std: 'Std',
  slope: 'Slope',
  samples: 'Samples',
};
export const MEASURE_COLUMNS = Object.keys(MEASURE_TITLES) as (keyof MeasureRow)[];

/** Significant digits of what has no display format of its own. */
const DIGITS = 4;

/** What stands at the cursors, and what all samples between them come to; `measured` is why not where it is a text. @param name of the row. */
export function measureRow(
  pen: HistoryPen,
  a: NearestSample | undefined,
  b: NearestSample | undefined,
  measured: RangeStatistics | string | undefined,
  name = `${pen.slot}  ${pen.name}`,
): MeasureRow {
  const statistics = typeof measured === 'object' ? measured : undefined;
  const unit = pen.unit === '' ? '' : ` ${pen.unit}`;
  const figure = (value: number | undefined): string =>
    statistics === undefined || value === undefined || Number.isNaN(value) ? '' : pen.format(value);
  const delta = a && b && !isBad(a.status) && !isBad(b.status) ? b.value - a.value : undefined;
  return {
    pen: name,
    a: readingText(pen, a),
    b: readingText(pen, b),
    delta: delta === undefined || pen.kind === 'digital' ? '' : `${signed(delta)}${unit}`,
    min: figure(statistics?.min),
    max: figure(statistics?.max),
    mean: pen.kind === 'digital' ? '' : figure(statistics?.mean),
    std: pen.kind === 'digital' || !statistics ? '' : short(statistics.std),
    slope: pen.kind === 'digital' || !statistics ? '' : slopeText(statistics.slope, pen.unit),
    samples: typeof measured === 'string' ? measured : samplesText(statistics),
  };
}

function readingText(pen: HistoryPen, sample: NearestSample | undefined): string {
  if (!sample) return '';
  if (isBad(sample.status)) return 'Bad';
  return `${pen.format(sample.value)}${sample.averagedUs > 0 ? ' (average)' : ''}`;
}

function samplesText(statistics: RangeStatistics | undefined): string {
  if (!statistics) return '…';
  const { count, bad } = statistics;
  return bad > 0 ? `${count} + ${bad} Bad` : String(count);
}

const short = (value: number): string =>
  Number.isNaN(value) ? '' : withDecimalSign(String(Number(value.toPrecision(DIGITS)))).replace('-', '\u2212');

const signed = (value: number): string => (value > 0 ? `+${short(value)}` : short(value));

/** Per minute, as one reads a process. */
const slopeText = (perSecond: number, unit: string): string =>
  Number.isNaN(perSecond) ? '' : `${signed(perSecond * 60)} ${unit === '' ? '' : unit}/min`.replace(' /', '/');

/** For a spreadsheet: a line a row, values apart by tabs. */
export function measureTsv(
  heads: readonly string[],
  columns: readonly (keyof MeasureRow)[],
  rows: readonly MeasureRow[],
): string {
  const lines = rows.map((row) => columns.map((column) => row[column]).join('\t'));
  return `${[...heads, columns.map((column) => MEASURE_TITLES[column]).join('\t'), ...lines].join('\n')}\n`;
}
