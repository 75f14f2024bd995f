import { classicQuality } from '../../../src-shared/domain/quality.ts';
import type { RawSeries } from '../../../src-shared/domain/series.ts';
import type { TimeRange } from '../../charts/time-view.ts';
import { series } from '../../rpc/connect.ts';
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
 * @throws NexusError NX_HISTORY_TOO_LARGE or NX_HISTORY_UNAVAILABLE as the engine says.
 */
export async function rangeAsCsv(pens: readonly HistoryPen[], range: TimeRange, signal: AbortSignal): Promise<string> {
  const lines = [CSV_HEADER];
  for (const pen of pens) {
    const query = { device: pen.device, tag: pen.tag, fromUs: Math.floor(range.fromUs), toUs: Math.ceil(range.toUs) };
    const { series: samples } = await series(query, signal);
    if (samples.kind === 'raw') lines.push(...csvRows(pen, samples));
  }
  return `${lines.join('\r\n')}\r\n`;
}

/** Hands a text to the browser as a file. */
export function saveFile(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
