import type { MemoryAreaView, MemoryScanView } from '../../../src-shared/contract/memory.ts';
import { formatCell } from '../../../src-shared/domain/memory-notation.ts';
import { rpc } from '../../rpc/connect.ts';
import { CellBook } from './cell-book.ts';

const PART = 10_000;

/** Everything that a scan found, as CSV (RFC 4180): a row for each cell that is known. Rejects as the gateway refuses. */
export async function scanCsv(device: string, { wish }: MemoryScanView, area: MemoryAreaView): Promise<string> {
  const book = new CellBook(area);
  for (let start = wish.start; start < wish.start + wish.count; start += PART) {
    const count = Math.min(PART, wish.start + wish.count - start);
    const { bytes, changes, ...part } = await rpc().memory.scanned({ device, start, count });
    book.takeScan({ ...part, bytes: Uint8Array.from(atob(bytes), (char) => char.charCodeAt(0)) }, changes);
  }
  return bookCsv(book, wish.start, wish.count);
}

/** The same of cells that are known here. */
export function bookCsv(book: CellBook, start: number, count: number): string {
  const { area } = book;
  const titles = [...area.notations.map(({ title }) => title), 'Value', 'Hex', 'State', 'Changes', 'Reason'];
  const lines = [titles];
  for (let cell = start; cell < Math.min(start + count, book.end); cell++) {
    const state = book.state(cell);
    if (state === 'unknown') continue;
    const isRead = state === 'read';
    const hex = book
      .value(cell)
      .toString(16)
      .toUpperCase()
      .padStart(book.cellBytes * 2, '0');
    lines.push([
      ...area.notations.map((notation) => formatCell(notation, cell)),
      isRead ? String(book.value(cell)) : '',
      isRead ? hex : '',
      state,
      String(book.changes(cell)),
      isRead ? '' : (book.reason(cell)?.text ?? ''),
    ]);
  }
  return `${lines.map((line) => line.map(quoted).join(',')).join('\r\n')}\r\n`;
}

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
