import type { ReadingColumns } from '../drivers/driver.ts';

/** Empty columns for so many tags. */
export function readingColumns(rows: number): ReadingColumns {
  return {
    timeUs: new Float64Array(rows),
    value: new Float64Array(rows),
    status: new Uint32Array(rows),
    cells: [],
  };
}
