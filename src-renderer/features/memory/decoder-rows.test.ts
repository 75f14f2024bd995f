import { describe, expect, it } from 'vitest';
import { expectedValue, findValue } from '../../../src-shared/domain/find-value.ts';
import { CellBook } from './cell-book.ts';
import { decoderCell, decoderTypes, hasOrder, matchSentence } from './decoder-rows.ts';

const book = (cell: 'register' | 'byte', bytes: readonly number[], start: number): CellBook => {
  const made = new CellBook({
    ...{ id: 'a', title: 'A', group: '', cell, first: 0, last: 999, isLastKnown: false, perRequest: 125 },
    notations: [],
    fault: null,
  });
  made.take({ start, count: bytes.length / made.cellBytes, bytes: Uint8Array.from(bytes), unread: [], timeUs: 0 });
  return made;
};

describe('the decoder', () => {
  const registers = book('register', [0x41, 0x07, 0xae, 0x14, 0, 0], 107);

  it('reads the cells from the chosen one on, and says where some of them were not read', () => {
    expect(decoderCell(registers, 107, 1, { dataType: 'float32', byteOrder: 'ABCD' })).toEqual({
      text: '8.48',
      state: 'plain',
    });
    expect(decoderCell(registers, 107, 1, { dataType: 'float32', byteOrder: 'CDAB' }).text).toBe('−3.37e-11');
    expect(decoderCell(registers, 107, 1, { dataType: 'float64', byteOrder: 'ABCD' })).toEqual({
      text: '',
      state: 'missing',
    });
    expect(decoderCell(registers, 107, 2, { dataType: 'bits', byteOrder: 'ABCD' }).text).toBe(
      '01000001 00000111 10101110 00010100',
    );
  });

  it('has the types that cells of this kind can hold', () => {
    expect(decoderTypes(registers)[0]).toBe('int16');
    expect(decoderTypes(book('byte', [1], 0))[0]).toBe('int8');
    expect([hasOrder('uint16', 'CDAB'), hasOrder('uint16', 'BADC'), hasOrder('int64', 'DCBA')]).toEqual([
      false,
      true,
      true,
    ]);
  });

  it('says what it found in one sentence', () => {
    const around = { cellBytes: 2 as const, orders: ['ABCD', 'CDAB', 'BADC', 'DCBA'] as const };
    const found = (text: string, start: number) =>
      findValue(expectedValue(text)!, {
        ...around,
        bytes: (offset, count) => registers.bytes(start + offset, count),
      }).map((match) => matchSentence(match, `4${String(start + match.offset + 1).padStart(4, '0')}`, 'register'));
    expect(found('8.48', 107)).toEqual(['FLOAT32 ABCD at 40108']);
    expect(found('1664.7', 108)).toContain('UINT16 ÷ 10 at 40108 (one register earlier)');
    expect(found('8.4', 107)[0]).toBe('FLOAT32 ABCD at 40108 (digits cut off)');
  });
});
