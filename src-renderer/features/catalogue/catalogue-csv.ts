import type { CatalogueRow } from '../../../src-shared/contract/catalogue.ts';

const COLUMNS: readonly (readonly [string, (row: CatalogueRow) => string])[] = [
  ['device', ({ device }) => device],
  ['tag', ({ id }) => id],
  ['name', ({ name }) => name],
  ['description', ({ description }) => description],
  ['unit', ({ unit }) => unit],
  ['type', ({ dataType }) => dataType],
  ['classification', ({ classification }) => classification],
  ['owner', ({ owner }) => owner],
  ['topic', ({ topic }) => topic],
  ['enabled', ({ enabled }) => (enabled ? 'yes' : 'no')],
  ['remote', ({ remote }) => (remote ? 'yes' : 'no')],
  ['last_point', ({ lastUs }) => (lastUs === null ? '' : new Date(lastUs / 1_000).toISOString())],
  ['used_by', ({ usedBy }) => usedBy.join(' ')],
  ['uid', ({ uid }) => uid],
];

/** Rows as a CSV file (RFC 4180, UTC times); what a spreadsheet would run as a formula begins with an apostrophe. */
export function catalogueCsv(rows: readonly CatalogueRow[]): string {
  const lines = rows.map((row) => COLUMNS.map(([, text]) => field(text(row))).join(','));
  return `${[COLUMNS.map(([name]) => name).join(','), ...lines].join('\r\n')}\r\n`;
}

const FORMULA = /^[=+\-@\t\r]/;

function field(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
