import { describe, expect, it } from 'vitest';
import { cellByKey, columnRange, everyRow, NO_CELLS, pickCell, wholeRows } from './cell-selection.ts';

const size = { rows: 10, firstColumn: 1, lastColumn: 5, pageRows: 4 };
const move = (key: string, ctrlKey = false): readonly number[] | undefined => {
  const to = cellByKey({ key, ctrlKey }, 4, 3, size);
  return to && [to.row, to.column];
};

describe('cells of a grid', () => {
  it('are walked with arrows, pages, Home and End, and to the edges with Ctrl', () => {
    expect(move('ArrowDown')).toEqual([5, 3]);
    expect(move('ArrowLeft')).toEqual([4, 2]);
    expect(move('PageUp')).toEqual([0, 3]);
    expect(move('Home')).toEqual([4, 1]);
    expect(move('End')).toEqual([4, 5]);
    expect(move('Home', true)).toEqual([0, 1]);
    expect(move('End', true)).toEqual([9, 5]);
    expect(move('ArrowRight', true)).toEqual([4, 5]);
    expect(move('ArrowUp', true)).toEqual([0, 3]);
    expect(move('F2')).toBeUndefined();
  });

  it('are not left at the edges, and there is nowhere to go in a grid without rows', () => {
    expect(cellByKey({ key: 'ArrowUp', ctrlKey: false }, 0, 1, size)).toEqual({ row: 0, column: 1 });
    expect(cellByKey({ key: 'ArrowRight', ctrlKey: false }, 0, 5, size)).toEqual({ row: 0, column: 5 });
    expect(cellByKey({ key: 'ArrowDown', ctrlKey: false }, -1, 1, { ...size, rows: 0 })).toBeUndefined();
  });

  it('are selected as a block from the anchor, as rows, as columns and all', () => {
    const block = pickCell(pickCell(NO_CELLS, 2, 2, 'only'), 4, 4, 'extend');
    expect([...block.rows.rows]).toEqual([2, 3, 4]);
    expect(columnRange(block, 1, 5)).toEqual([2, 4]);
    expect(columnRange(wholeRows(block), 1, 5)).toEqual([1, 5]);
    const column = everyRow(block, 10, 'cells');
    expect([column.rows.rows.size, columnRange(column, 1, 5)]).toEqual([10, [2, 4]]);
    const back = pickCell(block, 3, 1, 'extend');
    expect([[...back.rows.rows], columnRange(back, 1, 5)]).toEqual([
      [2, 3],
      [1, 2],
    ]);
  });

  it('become whole rows when single rows are picked', () => {
    const picked = pickCell(pickCell(NO_CELLS, 2, 2, 'only'), 6, 3, 'toggle');
    expect([[...picked.rows.rows], picked.span]).toEqual([[2, 6], 'rows']);
  });
});
