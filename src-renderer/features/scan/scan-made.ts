import type { ScanRow, ScanView } from '../../../src-shared/contract/drivers.ts';
import type { FormValue } from '../../forms/form-field.ts';

/** Rows as CSV (RFC 4180) under the titles of the columns. */
export function rowsAsCsv({ columns }: Pick<ScanView, 'columns'>, rows: readonly ScanRow[]): string {
  const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const lines = [[...columns, 'State'], ...rows.map((row) => [...row.cells, row.state])];
  return `${lines.map((line) => line.map(cell).join(',')).join('\r\n')}\r\n`;
}

/** Tags that read the rows, under ids that are free. @param taken ids of tags that are there */
export function tagsOf(rows: readonly ScanRow[], taken: readonly string[]): readonly FormValue[] {
  return withIds(
    rows.flatMap(({ address }) => (address === undefined ? [] : [{ address }])),
    taken,
  );
}

/** Tags with ids made of their addresses. @param taken ids that are not free */
export function withIds(
  tags: readonly (FormValue & { readonly address: string })[],
  taken: readonly string[],
): readonly FormValue[] {
  const ids = new Set(taken);
  return tags.map((tag) => {
    const { address } = tag;
    const base = `r_${address.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_')}`;
    let id = base;
    for (let number = 2; ids.has(id); number++) id = `${base}_${number}`;
    ids.add(id);
    return { id, ...tag };
  });
}

/** Devices like this one at what the rows found, under ids that are free. @param taken ids of devices that are there */
export function devicesOf(rows: readonly ScanRow[], device: FormValue, taken: readonly string[]): readonly FormValue[] {
  const { uid: _uid, tags: _tags, ...like } = device;
  const ids = new Set(taken);
  const name = textIn(like, 'name') || textIn(like, 'id') || 'Device';
  const prefix = textIn(like, 'uns_prefix');
  const above = prefix.slice(0, prefix.lastIndexOf('/') + 1);
  return rows.flatMap(({ id: found, connection }) => {
    if (!connection) return [];
    const stem = idOf(`${name} ${found}`);
    let id = stem;
    for (let number = 2; ids.has(id); number++) id = `${stem}-${number}`;
    ids.add(id);
    const own = like['connection'] as FormValue | undefined;
    return [{ ...like, id, name: `${name} ${found}`, uns_prefix: above + id, connection: { ...own, ...connection } }];
  });
}

const textIn = (form: FormValue, key: string): string => {
  const value = form[key];
  return typeof value === 'string' ? value : '';
};

const idOf = (name: string): string =>
  name
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
