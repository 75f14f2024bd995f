import type { TagView } from '../../../src-shared/contract/devices.ts';
import type { WatchRow } from '../../../src-shared/contract/watches.ts';
import type { TagList, TagRef } from '../../state/tags.ts';
import type { WatchRows } from '../../state/watch-rows.ts';

/** One row of a watch table as it is shown. */
export type WatchLine =
  | { readonly key: string; readonly kind: 'section'; readonly title: string }
  | {
      readonly key: string;
      readonly kind: 'tag';
      readonly ref: TagRef;
      readonly note: string;
      /** Undefined while its device is read, and when there is no such tag. */
      readonly tag: TagView | undefined;
      readonly isRead: boolean;
    };
export type TagLine = Extract<WatchLine, { kind: 'tag' }>;

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
    const list = byDevice[row.device];
    return {
      key,
      kind: 'tag',
      ref: { device: row.device, tag: row.tag },
      note: row.note ?? '',
      tag: list?.tags.find((one) => one.id === row.tag),
      isRead: list !== undefined && list.status !== 'loading',
    };
  });
}

const nameOf = (row: WatchRow): string => (row.kind === 'section' ? `§ ${row.title}` : `${row.device}/${row.tag}`);

/** What may be written to, in the order of the table. */
export const writableTags = (lines: readonly WatchLine[]): readonly TagView[] =>
  lines.flatMap((line) => (line.kind === 'tag' && line.tag?.access === 'read_write' ? [line.tag] : []));
