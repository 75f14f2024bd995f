import { type Columns, pickRows } from './columns.ts';

export interface UniquePoints {
  readonly columns: Columns;
  /** Points that were left out because another one of the same time differs from them. */
  readonly collided: number;
}

/** Of sorted points of one tag and epoch, those with a time of their own: of several with one time the first stays. */
export function uniquePoints(sorted: Columns): UniquePoints {
  const { timeUs } = sorted;
  let row = 1;
  while (row < timeUs.length && timeUs[row] !== timeUs[row - 1]) row++;
  if (row >= timeUs.length) return { columns: sorted, collided: 0 };
  const rows = new Uint32Array(timeUs.length);
  let kept = 0;
  let collided = 0;
  for (row = 0; row < timeUs.length; row++) {
    const last = rows[kept - 1];
    if (last === undefined || timeUs[row] !== timeUs[last]) rows[kept++] = row;
    else if (!isSame(sorted, last, row)) collided++;
  }
  return { columns: pickRows(sorted, rows.subarray(0, kept)), collided };
}

function isSame({ value, status, cells }: Columns, a: number, b: number): boolean {
  if (!Object.is(value[a], value[b]) || status[a] !== status[b]) return false;
  return cells.length === 0 || textOf(cells, a) === textOf(cells, b);
}

function textOf(cells: Columns['cells'], row: number): string {
  const cell = cells.find((each) => each.row === row);
  return cell === undefined ? '' : `${cell.kind} ${String(cell.value)}`;
}
