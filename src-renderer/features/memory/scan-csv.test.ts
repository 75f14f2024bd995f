import { expect, it } from 'vitest';
import { CellBook } from './cell-book.ts';
import { bookCsv } from './scan-csv.ts';

it('writes a row for each cell that is known, under its address in every notation', () => {
  const book = new CellBook({
    ...{ id: 'holding', title: 'Holding registers', group: '', cell: 'register', first: 0, last: 99 },
    ...{ isLastKnown: false, perRequest: 125, fault: null },
    notations: [
      { id: '40001', title: '40001', prefix: '4', base: 1, digits: 4, radix: 10 },
      { id: 'hex', title: '0x0000', prefix: '0x', base: 0, digits: 4, radix: 16 },
    ],
  });
  const reason = { code: 'mb.ex02', text: 'no register, "02"' };
  const unread = [{ start: 11, count: 1, kind: 'missing' as const, reason }];
  book.takeScan({ start: 10, count: 2, bytes: Uint8Array.of(0x02, 0x0a, 0, 0), unread, timeUs: 0 }, [3, 0]);
  expect(bookCsv(book, 0, 100)).toBe(
    '40001,0x0000,Value,Hex,State,Changes,Reason\r\n' +
      '40011,0x000A,522,020A,read,3,\r\n' +
      '40012,0x000B,,,missing,0,"no register, ""02"""\r\n',
  );
});
