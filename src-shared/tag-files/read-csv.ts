import { SEPARATORS, type Separator } from './tag-sheet.ts';

/** Rows of cells with the line that each begins in, from 1. Lines without a character are left out. */
export interface CsvRows {
  readonly rows: readonly (readonly string[])[];
  readonly lines: readonly number[];
}

/**
 * Reads text as CSV (RFC 4180) with any separator. A quote that is never closed or has text behind it was no quoting: its
 * cell is taken as it stands, so that no row is lost.
 */
export function readCsv(text: string, separator: string): CsvRows {
  const rows: string[][] = [];
  const lines: number[] = [];
  let at = 0;
  let line = 1;
  const quoted = new RegExp(`"((?:[^"]|"")*)"(?=[${escaped(separator)}\\r\\n]|$)`, 'y');
  const plain = new RegExp(`[^${escaped(separator)}\\r\\n]*`, 'y');
  while (at < text.length) {
    const row: string[] = [];
    const first = line;
    for (;;) {
      quoted.lastIndex = at;
      const found = text[at] === '"' ? quoted.exec(text) : null;
      if (found) {
        row.push(found[1]!.replaceAll('""', '"'));
        line += lineEnds(found[0]);
        at += found[0].length;
      } else {
        plain.lastIndex = at;
        const [cell] = plain.exec(text)!;
        row.push(cell);
        at += cell.length;
      }
      if (text[at] !== separator) break;
      at++;
    }
    at += text.startsWith('\r\n', at) ? 2 : 1;
    line++;
    if (row.length === 1 && row[0] === '') continue;
    rows.push(row);
    lines.push(first);
  }
  return { rows, lines };
}

/** The separator that cuts the first lines into the most columns of one number; a comma where none cuts them. */
export function separatorOf(text: string): Separator {
  const head = text.slice(0, 65_536);
  let best: { readonly separator: Separator; readonly score: number } = { separator: ',', score: 1 };
  for (const separator of SEPARATORS) {
    const counts = readCsv(head, separator)
      .rows.slice(0, 20)
      .map((row) => row.length);
    const widest = mostFrequent(counts);
    const share = counts.filter((count) => count === widest).length / Math.max(1, counts.length);
    if (widest > 1 && widest * share > best.score) best = { separator, score: widest * share };
  }
  return best.separator;
}

function mostFrequent(counts: readonly number[]): number {
  const seen = new Map<number, number>();
  for (const count of counts) seen.set(count, (seen.get(count) ?? 0) + 1);
  return [...seen].toSorted((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 0;
}

function lineEnds(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

const escaped = (separator: string): string => (separator === '\t' ? '\\t' : `\\${separator}`);
