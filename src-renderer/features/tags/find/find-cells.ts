import type { CellChange } from '../edit/overlay.ts';
import { cellText, cellValue, type TagField } from '../edit/tag-fields.ts';
import type { TagRow } from '../edit/tag-rows.ts';
import { canEdit } from '../edit/take-intent.ts';

/** What is looked for, and what takes its place. */
export interface FindQuery {
  readonly find: string;
  readonly replace: string;
  /** `find` is a regular expression, and `replace` may say `$1`. */
  readonly isPattern: boolean;
  readonly isCaseSensitive: boolean;
}

/** A cell that has what is looked for. */
export interface FoundCell {
  readonly row: TagRow;
  readonly field: TagField;
  /** What its text becomes. */
  readonly replaced: string;
}

export interface FoundCells {
  readonly cells: readonly FoundCell[];
  /** Why nothing, or not everything, was looked through. */
  readonly fault: string | null;
}

/** A pattern that takes longer over all cells is given up: the page has to answer. */
const MOST_MS = 1_000;
/** Characters of a cell that are looked through. */
const LONGEST = 4_096;

/** Looks through cells, row by row. Nothing is found by an empty text. */
export function findCells(rows: readonly TagRow[], fields: readonly TagField[], query: FindQuery): FoundCells {
  if (query.find === '') return { cells: [], fault: null };
  const pattern = patternOf(query);
  if (typeof pattern === 'string') return { cells: [], fault: pattern };
  const by = query.isPattern ? query.replace : () => query.replace;
  const cells: FoundCell[] = [];
  const endMs = performance.now() + MOST_MS;
  for (const row of rows) {
    if (!canEdit(row)) continue;
    for (const field of fields) {
      const text = cellText(row.form, field).slice(0, LONGEST);
      pattern.lastIndex = 0;
      if (text === '' || !pattern.test(text)) continue;
      pattern.lastIndex = 0;
      cells.push({ row, field, replaced: text.replace(pattern, by as string) });
    }
    if (performance.now() > endMs)
      return {
        cells,
        fault: `This pattern takes too long; ${cells.length} cells were found before. Write a simpler one.`,
      };
  }
  return { cells, fault: null };
}

/** A repetition of what repeats by itself: for some texts it tries more ways than there is time for. */
const NESTED = /\([^()]*[*+}][^()]*\)\s*[*+{]/;

function patternOf({ find, isPattern, isCaseSensitive }: FindQuery): RegExp | string {
  const source = isPattern ? find : find.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
  if (isPattern && NESTED.test(find))
    return `“${find}” repeats what repeats already, which may take hours. Leave one of the two out.`;
  try {
    return new RegExp(source, isCaseSensitive ? 'gu' : 'giu');
  } catch (error) {
    const why = /: ([^:]+)$/.exec(String(error))?.[1] ?? 'it cannot be read';
    return `“${find}” is no regular expression: ${why.toLowerCase()}. Escape signs by \\, or look for plain text.`;
  }
}

/** What replacing them writes. */
export const replacedCells = (cells: readonly FoundCell[]): CellChange[] =>
  cells.map(({ row, field, replaced }) => ({
    key: row.key,
    path: field.path,
    value: cellValue(replaced, field, 'either'),
  }));
