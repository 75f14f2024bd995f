import { isOwn } from './derived-rows.ts';
import type { CellChange, NewTag } from './overlay.ts';
import { decimalSign } from './read-number.ts';
import { cellValue, TAG_FIELDS, type TagField } from './tag-fields.ts';
import type { TagRow } from './tag-rows.ts';

/** What a pasted block asks for. */
export interface PastedBlock {
  readonly cells: readonly CellChange[];
  /** Rows that are needed besides those of the table; `cells` name them by their keys. */
  readonly added: readonly Omit<NewTag, 'after'>[];
  /** Names of columns that are none here; undefined where the block had no names. */
  readonly ignored: readonly string[] | undefined;
  readonly columns: number;
}

interface PastePlace {
  /** Rows from the one that was pasted at, down. Those that cannot be edited are left as they are. */
  readonly rows: readonly TagRow[];
  /** Columns that can be edited, as shown, from the one that was pasted at. */
  readonly columns: readonly TagField[];
  readonly newKey: () => string;
}

/**
 * Lays a block of cells over the table. A first row that has two names of columns or more says where the others belong;
 * otherwise they go to the columns from the place on. What does not fit is taken as typed, and named by the check.
 */
export function pastedBlock(block: readonly (readonly string[])[], place: PastePlace): PastedBlock {
  const named = headingFields(block[0] ?? []);
  const fields = named ?? place.columns;
  const lines = named ? block.slice(1) : block;
  const sign = decimalSign(
    lines.flatMap((line) => line.filter((_, at) => fields[at]?.kind === 'number')).filter((text) => text !== ''),
  );
  const rows = place.rows.filter((row) => row.state !== 'removed' && isOwn(row));
  const added: Omit<NewTag, 'after'>[] = [];
  const cells = lines.flatMap((line, at) => {
    let key = rows[at]?.key;
    if (key === undefined) {
      key = place.newKey();
      added.push({ key, form: {}, hasOwnId: false });
    }
    return line.flatMap((text, column): CellChange[] => {
      const field = fields[column];
      return field ? [{ key, path: field.path, value: cellValue(text, field, sign) }] : [];
    });
  });
  const ignored = named && block[0]!.filter((heading, at) => !named[at] && heading.trim() !== '');
  return { cells, added, ignored, columns: fields.filter(Boolean).length };
}

/** The fields of a row of headings, with gaps for unknown ones; undefined where it is no such row. */
function headingFields(line: readonly string[]): readonly (TagField | undefined)[] | undefined {
  const fields = line.map((heading) => TAG_FIELDS.find((field) => isHeading(field, heading)));
  return fields.filter(Boolean).length >= 2 ? fields : undefined;
}

function isHeading({ id, title, path }: TagField, heading: string): boolean {
  const plain = (text: string): string => text.toLowerCase().replaceAll(/[\s._-]/g, '');
  const typed = plain(heading);
  return typed !== '' && [id, title, path].some((name) => plain(name) === typed);
}
