import { formatCell, type MemoryNotation } from '../../../src-shared/domain/memory-notation.ts';
import type { CellBook } from './cell-book.ts';
import { type CellRun, runLength, runStart } from './cell-selection.ts';
import { type CellFormat, cellText } from './cell-text.ts';

/** How the cells in sight are drawn. */
export interface CellLooks {
  readonly book: CellBook;
  readonly notation: MemoryNotation;
  readonly format: CellFormat;
  readonly shows: 'values' | 'changes';
  readonly run: CellRun;
}

export const bitsOf = ({ area }: CellBook): 1 | 8 | 16 => (area.cell === 'bit' ? 1 : area.cell === 'byte' ? 8 : 16);

/** Brings the cells of a grid up to date: texts and marks that differ are written, nothing else is touched. */
export function paintCells(grid: HTMLElement, looks: CellLooks): void {
  const start = runStart(looks.run);
  const end = start + runLength(looks.run);
  for (const element of grid.querySelectorAll<HTMLElement>('[data-cell]')) {
    const cell = Number(element.dataset['cell']);
    const text = textOf(cell, looks);
    if (element.textContent !== text) element.textContent = text;
    put(element, 'data-state', looks.book.state(cell));
    put(element, 'data-changed', looks.shows === 'values' && looks.book.isChanged(cell) ? 'true' : null);
    put(element, 'data-heat', looks.shows === 'changes' ? heatOf(cell, looks.book) : null);
    put(element, 'aria-selected', String(cell >= start && cell < end));
    put(element, 'aria-label', `${formatCell(looks.notation, cell)} ${cellWords(cell, looks)}`);
    put(element, 'title', looks.book.reason(cell)?.text ?? null);
    put(element, 'data-focused', cell === looks.run.focus ? 'true' : null);
  }
}

function put(element: HTMLElement, name: string, value: string | null): void {
  if (element.getAttribute(name) === value) return;
  if (value === null) element.removeAttribute(name);
  else element.setAttribute(name, value);
}

function textOf(cell: number, { book, format, shows }: CellLooks): string {
  const state = book.state(cell);
  if (state === 'unknown') return '';
  if (state === 'pending') return '·';
  if (state === 'missing') return '╳';
  return shows === 'changes' ? String(book.changes(cell)) : cellText(book.value(cell), bitsOf(book), format);
}

/** A cell in words: `16647, changed 3 times`, `no register`. */
export function cellWords(cell: number, { book, format }: Pick<CellLooks, 'book' | 'format'>): string {
  switch (book.state(cell)) {
    case 'unknown':
      return 'not read yet';
    case 'pending':
      return 'not told apart yet';
    case 'missing':
      return 'cannot be read';
    case 'read': {
      const text = cellText(book.value(cell), bitsOf(book), format);
      const changes = book.changes(cell);
      return changes === 0 ? text : `${text}, changed ${changes === 1 ? 'once' : `${changes} times`}`;
    }
  }
}

/** 0: it never changed. 4: among those that change most. */
function heatOf(cell: number, book: CellBook): string {
  const changes = book.changes(cell);
  return changes === 0 ? '0' : String(Math.max(1, Math.ceil((4 * changes) / book.mostChanges)));
}
