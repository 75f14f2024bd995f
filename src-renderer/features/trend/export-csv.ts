import { classicQuality } from '../../../src-shared/domain/quality.ts';
import type { RawSeries } from '../../../src-shared/domain/series.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { TimeRange } from '../../charts/time-view.ts';
import { series } from '../../rpc/connect.ts';
import { saveFile } from '../../rpc/save-file.ts';
import { jobStarted } from '../../state/jobs.ts';
import { formatInteger } from '../../ui/number-format.ts';
import type { HistoryPen } from './history-loader.ts';

/** One file row a sample: ISO 8601 in UTC to the millisecond, device, tag, value, unit, classic quality. */
export const CSV_HEADER = 'time,device,tag,value,unit,quality';

/** The rows of one pen; a Bad sample has an empty value. Texts with a comma or quote are quoted (RFC 4180). */
export function csvRows(pen: Pick<HistoryPen, 'device' | 'tag' | 'unit'>, samples: RawSeries): string[] {
  const names = [pen.device, pen.tag].map(csvField).join(',');
  return Array.from(samples.timeUs, (timeUs, row) => {
    const value = samples.value[row]!;
    const number = Number.isNaN(value) ? '' : String(value);
    const time = new Date(timeUs / 1_000).toISOString();
    return `${time},${names},${number},${csvField(pen.unit)},${classicQuality(samples.status[row]!)}`;
  });
}

const csvField = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/**
 * The stored samples of a range, pen after pen, as the text of a CSV file.
 *
 * @param onPen is told how many pens are done, before each.
 * @throws NexusError NX_HISTORY_TOO_LARGE or NX_HISTORY_UNAVAILABLE as the engine says.
 */
export async function rangeAsCsv(
  pens: readonly HistoryPen[],
  range: TimeRange,
  signal: AbortSignal,
  onPen: (done: number, pen: HistoryPen) => void,
): Promise<string> {
  const lines = [CSV_HEADER];
  for (const [done, pen] of pens.entries()) {
    onPen(done, pen);
    const query = { device: pen.device, tag: pen.tag, fromUs: Math.floor(range.fromUs), toUs: Math.ceil(range.toUs) };
    const { series: samples } = await series(query, signal);
    if (samples.kind === 'raw') lines.push(...csvRows(pen, samples));
  }
  return `${lines.join('\r\n')}\r\n`;
}

const DEADLINE_MS = 60_000;

/**
 * Writes the stored samples of a range into a CSV file, as a job that can be cancelled.
 *
 * @throws NexusError as `rangeAsCsv`; that the person called it off is no failure.
 */
export async function exportRange(name: string, pens: readonly HistoryPen[], range: TimeRange): Promise<void> {
  const cancel = new AbortController();
  const job = jobStarted({ title: `Export ${name}.csv`, cancel: () => cancel.abort(), show: undefined });
  try {
    const signal = AbortSignal.any([cancel.signal, AbortSignal.timeout(DEADLINE_MS)]);
    const text = await rangeAsCsv(pens, range, signal, (done, pen) =>
      job.progress(done / pens.length, `Reading ${pen.device} · ${pen.tag}`),
    );
    saveFile(`${name}.csv`, [text], 'text/csv');
    job.done(`${formatInteger(rowCount(text))} rows in ${name}.csv`);
  } catch (error) {
    if (cancel.signal.aborted) return job.cancelled('No file was written.');
    job.failed(`No file was written. ${toNexusError(error).text}`);
    throw error;
  }
}

/** Rows below the header. */
const rowCount = (text: string): number => text.split('\r\n').length - 2;
