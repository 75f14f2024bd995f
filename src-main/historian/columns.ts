import type { TypedCell } from '../../src-shared/domain/point-batch.ts';

/** Points of one tag as columns of equal length. */
export interface Columns {
  /** µs since 1970 UTC. */
  readonly timeUs: Float64Array;
  readonly value: Float64Array;
  /** OPC UA StatusCode. */
  readonly status: Uint32Array;
  /** POINT_FLAG bits. */
  readonly flags: Uint8Array;
  /** Rows whose value a float64 cannot carry, in rising order of row. */
  readonly cells: readonly TypedCell[];
}

export const NO_POINTS: Columns = makeColumns(0);

export function makeColumns(count: number): Columns {
  return {
    timeUs: new Float64Array(count),
    value: new Float64Array(count),
    status: new Uint32Array(count),
    flags: new Uint8Array(count),
    cells: [],
  };
}

export function isSorted(timeUs: Float64Array): boolean {
  for (let row = 1; row < timeUs.length; row++) if (timeUs[row]! < timeUs[row - 1]!) return false;
  return true;
}

/** The named rows, in that order; each row once at most. */
export function pickRows({ timeUs, value, status, flags, cells }: Columns, rows: Uint32Array): Columns {
  const newRow = new Int32Array(cells.length > 0 ? timeUs.length : 0).fill(-1);
  if (cells.length > 0) for (const [row, old] of rows.entries()) newRow[old] = row;
  return {
    timeUs: Float64Array.from(rows, (row) => timeUs[row]!),
    value: Float64Array.from(rows, (row) => value[row]!),
    status: Uint32Array.from(rows, (row) => status[row]!),
    flags: Uint8Array.from(rows, (row) => flags[row]!),
    cells: cells
      .filter((cell) => newRow[cell.row]! >= 0)
      .map((cell) => ({ ...cell, row: newRow[cell.row]! }))
      .sort((a, b) => a.row - b.row),
  };
}

/** The rows in the order of their time; rows of equal time keep their order. */
export function orderByTime(timeUs: Float64Array): Uint32Array {
  return Uint32Array.from(timeUs.keys()).sort((a, b) => timeUs[a]! - timeUs[b]! || a - b);
}

/** The same points in the order of their time; points of equal time keep their order. */
export function sortByTime(columns: Columns): Columns {
  return isSorted(columns.timeUs) ? columns : pickRows(columns, orderByTime(columns.timeUs));
}

/** Rows `start…end`, as views where possible. */
export function sliceColumns(columns: Columns, start: number, end: number): Columns {
  if (start === 0 && end === columns.timeUs.length) return columns;
  return {
    timeUs: columns.timeUs.subarray(start, end),
    value: columns.value.subarray(start, end),
    status: columns.status.subarray(start, end),
    flags: columns.flags.subarray(start, end),
    cells: columns.cells
      .filter((cell) => cell.row >= start && cell.row < end)
      .map((cell) => ({ ...cell, row: cell.row - start })),
  };
}

/** The rows of sorted columns with `fromUs ≤ time < toUs`. */
export function clipToRange(columns: Columns, fromUs: number, toUs: number): Columns {
  return sliceColumns(columns, firstAtOrAfter(columns.timeUs, fromUs), firstAtOrAfter(columns.timeUs, toUs));
}

/** The first row of sorted times that is not before `us`. */
export function firstAtOrAfter(timeUs: Float64Array, us: number): number {
  let low = 0;
  let high = timeUs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (timeUs[middle]! < us) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function concatColumns(parts: readonly Columns[]): Columns {
  if (parts.length === 1) return parts[0]!;
  const all = makeColumns(parts.reduce((sum, part) => sum + part.timeUs.length, 0));
  const cells: TypedCell[] = [];
  let at = 0;
  for (const part of parts) {
    all.timeUs.set(part.timeUs, at);
    all.value.set(part.value, at);
    all.status.set(part.status, at);
    all.flags.set(part.flags, at);
    for (const cell of part.cells) cells.push({ ...cell, row: cell.row + at });
    at += part.timeUs.length;
  }
  return { ...all, cells };
}
