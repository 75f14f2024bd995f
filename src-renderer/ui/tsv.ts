/**
 * A table as spreadsheets put it on the clipboard: tabs between cells, line ends between rows; a cell with tabs, line
 * ends or quotes stands in quotes. @returns rows of cells; empty where there is no text.
 */
export function readTsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  // The last line of a table ends with a line end too; it begins no further row.
  const whole = text.replace(/\r\n?/g, '\n').replace(/\n$/, '');
  if (whole === '') return rows;
  while (at <= whole.length) {
    const { cell, end } = whole[at] === '"' ? quotedCell(whole, at) : plainCell(whole, at);
    row.push(cell);
    if (whole[end] !== '\t') {
      rows.push(row);
      row = [];
    }
    at = end + 1;
  }
  return rows;
}

/** The same, the other way. */
export function writeTsv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map(quoted).join('\t')).join('\n');
}

const quoted = (cell: string): string => (/[\t\n\r"]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

interface Cell {
  readonly cell: string;
  /** Where the tab or line end behind it stands, or the end of the text. */
  readonly end: number;
}

function plainCell(text: string, at: number): Cell {
  const length = text.slice(at).search(/[\t\n]/);
  const end = length < 0 ? text.length : at + length;
  return { cell: text.slice(at, end), end };
}

/** A quote that is never closed, or has text behind it, was no quoting: the cell is taken as it stands. */
function quotedCell(text: string, at: number): Cell {
  const match = /"((?:[^"]|"")*)"(?=[\t\n]|$)/y;
  match.lastIndex = at;
  const found = match.exec(text);
  if (!found) return plainCell(text, at);
  return { cell: found[1]!.replaceAll('""', '"'), end: at + found[0].length };
}
