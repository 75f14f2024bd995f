/** What a spreadsheet would run as a formula, and what `restoredText` has to tell from it. */
const RISKY = /^[=+\-@\t\r']/;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** A text that no spreadsheet takes for a formula: an apostrophe stands in front where one could. Numbers stay numbers. */
export const defusedText = (text: string): string => (RISKY.test(text) && !NUMBER.test(text) ? `'${text}` : text);

/** The text that `defusedText` was given. */
export const restoredText = (text: string): string => (/^'[=+\-@\t\r']/.test(text) ? text.slice(1) : text);

/** Rows as CSV (RFC 4180), line ends CR LF. Cells are written as they are: whoever has texts of others defuses them. */
export function writeCsv(rows: readonly (readonly string[])[], separator: string): string {
  const risky = new RegExp(`["\\r\\n${separator === '\t' ? '\\t' : `\\${separator}`}]|^\\s|\\s$`);
  const cell = (text: string): string => (risky.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return rows.map((row) => `${row.map(cell).join(separator)}\r\n`).join('');
}
