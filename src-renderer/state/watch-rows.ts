import { MAX_WATCH_ROWS, type WatchFormat, type WatchRow } from '../../src-shared/contract/watches.ts';
import { type AdHocAddress, adHocText } from '../../src-shared/domain/ad-hoc-address.ts';
import type { TagRef } from './tags.ts';

/** Edits of the rows of a watch table. Each gives new rows and leaves the given ones as they are. */
export type WatchRows = readonly WatchRow[];

const isRowOf =
  ({ device, tag }: TagRef) =>
  (row: WatchRow): boolean =>
    row.kind === 'tag' && row.device === device && row.tag === tag;

/** Adds tags that are not in the table yet, before the row at `at`; at the end unless given. As many as there is room for. */
export function withTags(rows: WatchRows, refs: readonly TagRef[], at = rows.length): WatchRows {
  const fresh = refs.filter(
    (ref, i) => !rows.some(isRowOf(ref)) && refs.findIndex((other) => isRowOf(ref)({ kind: 'tag', ...other })) === i,
  );
  const added = fresh
    .slice(0, MAX_WATCH_ROWS - rows.length)
    .map(({ device, tag }) => ({ kind: 'tag' as const, device, tag }));
  return rows.toSpliced(at, 0, ...added);
}

/** Adds a place without a tag, unless it stands there already. */
export function withAddress(rows: WatchRows, place: AdHocAddress, at = rows.length): WatchRows {
  const isThere = rows.some((row) => row.kind === 'address' && adHocText(row) === adHocText(place));
  return isThere || rows.length >= MAX_WATCH_ROWS ? rows : rows.toSpliced(at, 0, { kind: 'address', ...place });
}

export const withSection = (rows: WatchRows, title: string, at = rows.length): WatchRows =>
  rows.length >= MAX_WATCH_ROWS ? rows : rows.toSpliced(at, 0, { kind: 'section', title });

export const without = (rows: WatchRows, gone: ReadonlySet<number>): WatchRows =>
  rows.filter((_, index) => !gone.has(index));

export const replaced = (rows: WatchRows, at: number, row: WatchRow): WatchRows => rows.with(at, row);

/** Has rows shown in another form; undefined: as their tags say. */
export const withFormat = (rows: WatchRows, chosen: ReadonlySet<number>, format: WatchFormat | undefined): WatchRows =>
  rows.map((row, index) => {
    if (!chosen.has(index) || row.kind === 'section') return row;
    const { format: _before, ...rest } = row;
    return format === undefined ? rest : { ...rest, format };
  });

/** Moves rows up or down by one, together; at an end nothing moves. */
export function movedBy(rows: WatchRows, moved: ReadonlySet<number>, by: 1 | -1): WatchRows {
  const indexes = [...moved].sort((a, b) => a - b);
  const first = indexes[0];
  const last = indexes.at(-1);
  if (first === undefined || last === undefined || first + by < 0 || last + by >= rows.length) return rows;
  return movedTo(rows, moved, by < 0 ? first - 1 : last + 2);
}

/** Moves rows together in front of the row that is now at `before`; `rows.length` is the end. */
export function movedTo(rows: WatchRows, moved: ReadonlySet<number>, before: number): WatchRows {
  const own = rows.filter((_, index) => moved.has(index));
  const head = rows.filter((_, index) => index < before && !moved.has(index));
  const tail = rows.filter((_, index) => index >= before && !moved.has(index));
  return [...head, ...own, ...tail];
}
