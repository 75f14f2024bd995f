import type { TagView } from '../../../src-shared/contract/devices.ts';
import type { WatchFormat, WatchRow } from '../../../src-shared/contract/watches.ts';
import { type AdHocAddress, adHocText } from '../../../src-shared/domain/ad-hoc-address.ts';
import type { TagList, TagRef } from '../../state/tags.ts';
import type { WatchRows } from '../../state/watch-rows.ts';

interface Shown {
  /** Stays with the row when it is moved. */
  readonly key: string;
  readonly note: string;
  readonly format: WatchFormat | undefined;
}

/** One row of a watch table as it is shown. */
export type WatchLine =
  | { readonly key: string; readonly kind: 'section'; readonly title: string }
  | (Shown & {
      readonly kind: 'tag';
      readonly ref: TagRef;
      /** Undefined while its device is read, and when there is no such tag. */
      readonly tag: TagView | undefined;
      readonly isRead: boolean;
    })
  | (Shown & { readonly kind: 'address'; readonly place: AdHocAddress });
export type TagLine = Extract<WatchLine, { kind: 'tag' }>;
export type AddressLine = Extract<WatchLine, { kind: 'address' }>;
/** A row with a value. */
export type ValueLine = TagLine | AddressLine;

/**
 * Rows with their tags and a key each that stays with the row when it is moved: the same row twice is told apart by
 * which of them comes first.
 */
export function watchLines(rows: WatchRows, byDevice: Readonly<Record<string, TagList>>): readonly WatchLine[] {
  const seen = new Map<string, number>();
  return rows.map((row) => {
    const name = nameOf(row);
    const count = seen.get(name) ?? 0;
    seen.set(name, count + 1);
    const key = `${name} ${count}`;
    if (row.kind === 'section') return { key, kind: 'section', title: row.title };
    const shown = { key, note: row.note ?? '', format: row.format };
    if (row.kind === 'address') return { ...shown, kind: 'address', place: placeOf(row) };
    const list = byDevice[row.device];
    return {
      ...shown,
      kind: 'tag',
      ref: { device: row.device, tag: row.tag },
      tag: list?.tags.find((one) => one.id === row.tag),
      isRead: list !== undefined && list.status !== 'loading',
    };
  });
}

function nameOf(row: WatchRow): string {
  if (row.kind === 'section') return `§ ${row.title}`;
  return row.kind === 'address' ? adHocText(row) : `${row.device}/${row.tag}`;
}

const placeOf = ({ device, address, data_type, byte_order }: Extract<WatchRow, { kind: 'address' }>): AdHocAddress => ({
  ...{ device, address },
  ...(data_type !== undefined && { data_type }),
  ...(byte_order !== undefined && { byte_order }),
});

/** What people call a row. */
export const titleOf = (line: ValueLine): string =>
  line.kind === 'address' ? adHocText(line.place) : (line.tag?.name ?? `${line.ref.device}/${line.ref.tag}`);

/** What may be written to, in the order of the table. */
export const writableTags = (lines: readonly WatchLine[]): readonly TagView[] =>
  lines.flatMap((line) => (line.kind === 'tag' && line.tag?.access === 'read_write' ? [line.tag] : []));
