import { adHocText } from '../../../src-shared/domain/ad-hoc-address.ts';
import { preparedKey } from '../../state/prepared-writes.ts';
import type { Snapshot } from './snapshots.ts';
import { titleOf, type WatchLine } from './watch-lines.ts';

/** A row of a watch table as it is printed or saved: what was read, and when. */
export type ReportRow =
  | { readonly kind: 'section'; readonly title: string }
  | {
      readonly kind: 'value';
      readonly name: string;
      readonly device: string;
      readonly address: string;
      readonly value: string;
      readonly quality: string;
      /** ISO 8601 in UTC; empty where nothing was read. */
      readonly time: string;
      readonly note: string;
    };

/** The rows of a table with the values of a snapshot. */
export function reportRows(lines: readonly WatchLine[], snapshot: Snapshot): readonly ReportRow[] {
  return lines.map((line): ReportRow => {
    if (line.kind === 'section') return { kind: 'section', title: line.title };
    const key = line.kind === 'tag' ? preparedKey(line.ref) : adHocText(line.place);
    const stamped = snapshot.values.get(key);
    const place =
      line.kind === 'tag'
        ? { device: line.ref.device, address: line.tag?.address ?? '' }
        : { device: line.place.device, address: line.place.address };
    return {
      ...{ kind: 'value', name: titleOf(line), ...place, note: line.note },
      value: stamped?.value ?? '—',
      quality: stamped?.quality ?? 'Not read',
      time: stamped && stamped.timeUs > 0 ? new Date(stamped.timeUs / 1_000).toISOString() : '',
    };
  });
}

const HEADER = ['section', 'name', 'device', 'address', 'value', 'quality', 'source_time', 'note'];

/** The same as CSV (RFC 4180); a text that a spreadsheet would take for a formula stays a text. */
export function reportCsv(rows: readonly ReportRow[]): string {
  let section = '';
  const lines = rows.flatMap((row) => {
    if (row.kind === 'section') {
      section = row.title;
      return [];
    }
    const { name, device, address, value, quality, time, note } = row;
    return [[section, name, device, address, value, quality, time, note]];
  });
  return `${[HEADER, ...lines].map((cells) => cells.map(field).join(',')).join('\r\n')}\r\n`;
}

function field(text: string): string {
  const safe = /^[=@\t\r]|^[+-](?!\d)/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
