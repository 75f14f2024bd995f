import type { FaultView } from '../../../../src-shared/contract/config.ts';
import { fieldAt } from './tag-fields.ts';
import { idOf, isSameValue, nameOf } from './tag-form.ts';
import type { TagRow } from './tag-rows.ts';

/** Something wrong in a cell, or in a row where no cell is meant. */
export interface CellFault {
  /** Key of the row; null where it is about no tag of this device. */
  readonly row: string | null;
  /** Id of the column; empty where the whole row is meant. */
  readonly column: string;
  readonly severity: 'error' | 'warning';
  /** Of the fault (docs/faults.md). */
  readonly code: string;
  readonly text: string;
}

/** @param rows as the gateway would have them; its paths count them. Warnings of what nobody edits are left out. */
export function faultsOfCheck(faults: readonly FaultView[], file: string, rows: readonly TagRow[]): CellFault[] {
  return faults.flatMap((fault): CellFault[] => {
    const [, index, path = ''] = fault.file === file ? (/^tags\[(\d+)\](?:\.(.*))?$/.exec(fault.path) ?? []) : [];
    const row = index === undefined ? undefined : rows[Number(index)];
    if (fault.severity === 'warning' && (!row || row.state === 'same')) return [];
    const { severity, code, message } = fault;
    // An id is made of the name, so a tag without one is a tag without a name.
    const column = row?.state === 'new' && path === 'id' && idOf(row.form) === '' ? 'name' : (fieldAt(path)?.id ?? '');
    return [{ row: row?.key ?? null, column, severity, code, text: message }];
  });
}

/** What can be told without asking: what is missing, and what stands twice. Only of rows that are edited. */
export function faultsAtOnce(rows: readonly TagRow[]): CellFault[] {
  const names = new Map<string, number>();
  const ids = new Map<string, number>();
  const counted = rows.map((row, index) => ({ row, number: index + 1 })).filter(({ row }) => row.state !== 'removed');
  for (const { row, number } of counted) {
    // An applied tag has its name; who wants the same one comes second.
    for (const [seen, key] of [
      [names, nameOf(row.form)],
      [ids, idOf(row.form)],
    ] as const)
      if (row.state === 'same') seen.set(key, number);
  }
  return counted.flatMap(({ row, number }) => (row.state === 'same' ? [] : faultsOfRow(row, number, names, ids)));
}

function faultsOfRow(row: TagRow, number: number, names: Map<string, number>, ids: Map<string, number>): CellFault[] {
  const found: CellFault[] = [];
  const add = (column: string, severity: CellFault['severity'], code: string, text: string): void =>
    void found.push({ row: row.key, column, severity, code, text });
  const [name, id] = [nameOf(row.form), idOf(row.form)];
  if (name === '')
    add('name', 'error', 'MISSING_KEY', 'This tag has no name yet. Type one, for example Steam pressure.');
  if (row.form['address'] === undefined || row.form['address'] === '')
    add('address', 'error', 'MISSING_KEY', 'This tag has no address yet. Type where it stands on the device.');
  const sameName = name === '' ? undefined : claim(names, name, number);
  const sameId = id === '' ? undefined : claim(ids, id, number);
  if (sameId !== undefined)
    add('id', 'error', 'DUP_ID', `“${id}” is already used in row ${sameId}. Tag ids are unique within a device.`);
  else if (sameName !== undefined)
    add('name', 'warning', 'DUP_NAME', `“${name}” is also the name in row ${sameName}. Name one of them differently.`);
  return found;
}

function claim(seen: Map<string, number>, key: string, number: number): number | undefined {
  const other = seen.get(key);
  if (other === undefined) seen.set(key, number);
  return other;
}

/** What was told at once and what the gateway told, one text a cell: the gateway's, which knows more. */
export function joinedFaults(atOnce: readonly CellFault[], checked: readonly CellFault[]): readonly CellFault[] {
  const cells = new Set(checked.map(({ row, column }) => `${row} ${column}`));
  return [...checked, ...atOnce.filter(({ row, column }) => !cells.has(`${row} ${column}`))];
}

/** By row, errors first; a list that says the same as before stays the same one. */
export function faultsByRow(
  faults: readonly CellFault[],
  before: ReadonlyMap<string, readonly CellFault[]>,
): ReadonlyMap<string, readonly CellFault[]> {
  const rank = ({ severity }: CellFault): number => (severity === 'error' ? 0 : 1);
  const rows = Map.groupBy(
    faults.filter(({ row }) => row !== null),
    ({ row }) => row!,
  );
  return new Map(
    [...rows].map(([key, list]) => {
      const sorted = list.toSorted((a, b) => rank(a) - rank(b));
      const old = before.get(key);
      return [key, old && isSameValue(old, sorted) ? old : sorted];
    }),
  );
}

export const errorCount = (faults: readonly CellFault[]): number =>
  faults.filter(({ severity }) => severity === 'error').length;
