import { classicQuality, isBad } from '../../../src-shared/domain/quality.ts';
import type { RawSeries } from '../../../src-shared/domain/series.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { TimeRange } from '../../charts/time-view.ts';
import { series } from '../../rpc/connect.ts';
import { saveFile } from '../../rpc/save-file.ts';
import { jobStarted } from '../../state/jobs.ts';
import { formatInteger } from '../../ui/number-format.ts';
import { type CsvStyle, CsvWriter } from './csv-style.ts';
import type { HistoryPen } from './history-loader.ts';

/**
 * What the rows of a file are: every stored sample; what each column of the picture is made of; or the values of all
 * pens side by side at even steps.
 */
export type CsvRows =
  | { readonly kind: 'raw' }
  | { readonly kind: 'drawn' }
  | { readonly kind: 'grid'; readonly stepMs: number };

type NamedPen = Pick<HistoryPen, 'device' | 'tag' | 'unit'>;

const HEADERS = {
  raw: ['time', 'device', 'tag', 'value', 'unit', 'quality'],
  drawn: ['time', 'device', 'tag', 'min', 'max', 'mean', 'last', 'unit', 'samples', 'bad'],
} as const;

/** One row a sample; a Bad one has an empty value. */
export function rawRows(csv: CsvWriter, { device, tag, unit }: NamedPen, samples: RawSeries): void {
  samples.timeUs.forEach((us, row) => {
    csv.row([csv.time(us), device, tag, samples.value[row]!, unit, String(classicQuality(samples.status[row]!))]);
  });
}

/** One row for each column of the picture that holds a sample. */
function drawnRows(csv: CsvWriter, { device, tag, unit, model: { buckets } }: HistoryPen, range: TimeRange): void {
  forEachDrawn(buckets, range, (slot, atUs) => {
    const count = buckets.count[slot]!;
    const values = [buckets.min, buckets.max].map((column) => (count > 0 ? column[slot]! : undefined));
    const mean = count > 0 ? buckets.sum[slot]! / count : undefined;
    const last = count > 0 ? buckets.last[slot]! : undefined;
    csv.row([csv.time(atUs), device, tag, ...values, mean, last, unit, String(count), String(buckets.bad[slot]!)]);
  });
}

function forEachDrawn(
  buckets: HistoryPen['model']['buckets'],
  range: TimeRange,
  take: (slot: number, atUs: number) => void,
): void {
  for (let number = buckets.numberOf(range.fromUs); number <= buckets.numberOf(range.toUs); number++) {
    const slot = buckets.slotOf(number);
    if (slot >= 0 && buckets.count[slot]! + buckets.bad[slot]! > 0) take(slot, number * buckets.widthUs);
  }
}

/**
 * What a series was at even steps: the last sample before or at each, undefined where that is Bad or further back than
 * a line is drawn.
 */
export function heldAt(
  samples: RawSeries,
  fromUs: number,
  stepUs: number,
  rows: number,
  longestUs: number,
): readonly (number | undefined)[] {
  let at = 0;
  return Array.from({ length: rows }, (_, row) => {
    const us = fromUs + row * stepUs;
    while (at < samples.timeUs.length && samples.timeUs[at]! <= us) at++;
    const [timeUs, value, status] = [samples.timeUs[at - 1], samples.value[at - 1], samples.status[at - 1]];
    if (timeUs === undefined || us - timeUs > longestUs || isBad(status!)) return undefined;
    return value;
  });
}

/** The times of a grid: whole steps inside the range. */
export function gridOf(
  { fromUs, toUs }: TimeRange,
  stepMs: number,
): { readonly fromUs: number; readonly rows: number } {
  const stepUs = stepMs * 1_000;
  const first = Math.ceil(fromUs / stepUs);
  return { fromUs: first * stepUs, rows: Math.max(0, Math.floor(toUs / stepUs) - first + 1) };
}

const COUNTED_IN = 1_000;

/** How many rows a file has. @throws NexusError as the engine says. */
export async function countRows(
  pens: readonly HistoryPen[],
  range: TimeRange,
  what: CsvRows,
  signal: AbortSignal,
): Promise<number> {
  if (what.kind === 'grid') return gridOf(range, what.stepMs).rows;
  let rows = 0;
  for (const pen of pens) {
    if (what.kind === 'drawn') forEachDrawn(pen.model.buckets, range, () => rows++);
    else {
      const { series: found } = await series({ ...questionOf(pen, range), buckets: COUNTED_IN }, signal);
      if (found.kind === 'raw') rows += found.timeUs.length;
      else found.count.forEach((count, at) => (rows += count + found.bad[at]!));
    }
  }
  return rows;
}

const questionOf = ({ device, tag }: HistoryPen, { fromUs, toUs }: TimeRange) => ({
  ...{ device, tag, fromUs: Math.floor(fromUs), toUs: Math.ceil(toUs) },
});

/** @param onPen is told how many pens are done, before each. @throws NexusError as the engine says. */
async function writeRange(
  pens: readonly HistoryPen[],
  range: TimeRange,
  what: CsvRows,
  style: CsvStyle,
  signal: AbortSignal,
  onPen: (done: number, pen: HistoryPen) => void,
): Promise<CsvWriter> {
  const columns = pens.map(({ device, tag, unit }) => `${device}/${tag}${unit === '' ? '' : ` (${unit})`}`);
  const csv = new CsvWriter(style, what.kind === 'grid' ? ['time', ...columns] : HEADERS[what.kind]);
  const held: (readonly (number | undefined)[])[] = [];
  const grid = what.kind === 'grid' ? gridOf(range, what.stepMs) : undefined;
  for (const [done, pen] of pens.entries()) {
    onPen(done, pen);
    if (what.kind === 'drawn') {
      drawnRows(csv, pen, range);
      continue;
    }
    // What stands at the first step of a grid was measured before it.
    const longestUs = Math.max(3 * pen.model.slowestMs * 1_000, grid && what.kind === 'grid' ? what.stepMs * 1_000 : 0);
    const asked = grid ? { fromUs: range.fromUs - longestUs, toUs: range.toUs } : range;
    const { series: samples } = await series(questionOf(pen, asked), signal);
    if (samples.kind !== 'raw') continue;
    if (grid && what.kind === 'grid')
      held.push(heldAt(samples, grid.fromUs, what.stepMs * 1_000, grid.rows, longestUs));
    else rawRows(csv, pen, samples);
  }
  if (grid && what.kind === 'grid') {
    for (let row = 0; row < grid.rows; row++)
      csv.row([csv.time(grid.fromUs + row * what.stepMs * 1_000), ...held.map((values) => values[row])]);
  }
  return csv;
}

const DEADLINE_MS = 60_000;

/**
 * Writes a range into a CSV file, as a job that can be cancelled.
 *
 * @throws NexusError NX_HISTORY_TOO_LARGE or NX_HISTORY_UNAVAILABLE as the engine says; that the person called it off is
 *   no failure.
 */
export async function exportRange(
  name: string,
  pens: readonly HistoryPen[],
  range: TimeRange,
  what: CsvRows,
  style: CsvStyle,
): Promise<void> {
  const cancel = new AbortController();
  const job = jobStarted({ title: `Export ${name}.csv`, cancel: () => cancel.abort(), show: undefined });
  try {
    const signal = AbortSignal.any([cancel.signal, AbortSignal.timeout(DEADLINE_MS)]);
    const csv = await writeRange(pens, range, what, style, signal, (done, pen) =>
      job.progress(done / pens.length, `Reading ${pen.device} · ${pen.tag}`),
    );
    saveFile(`${name}.csv`, [csv.text], 'text/csv');
    job.done(`${formatInteger(csv.rows)} rows in ${name}.csv`);
  } catch (error) {
    if (cancel.signal.aborted) return job.cancelled('No file was written.');
    job.failed(`No file was written. ${toNexusError(error).text}`);
    throw error;
  }
}
