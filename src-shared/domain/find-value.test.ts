import { describe, expect, it } from 'vitest';
import { BYTE_ORDERS } from './data-type.ts';
import { expectedValue, findValue } from './find-value.ts';

/** Registers around the one that is looked at, which is `at`; all others were not read. */
const registers = (values: readonly number[], at = 0, orders = BYTE_ORDERS) => ({
  cellBytes: 2 as const,
  orders,
  bytes: (offset: number, count: number) => {
    const own = values.slice(Math.max(0, at + offset), at + offset + count);
    if (at + offset < 0 || own.length < count) return undefined;
    return Uint8Array.from(own.flatMap((value) => [value >> 8, value & 0xff]));
  },
});
const find = (text: string, values: readonly number[], at = 0) =>
  findValue(expectedValue(text)!, registers(values, at)).map(
    ({ dataType, byteOrder, offset, divisor, isCut }) =>
      `${dataType} ${byteOrder} ÷${divisor} at ${offset}${isCut ? ' cut' : ''}`,
  );

describe('what was typed', () => {
  it.each([
    ['8.48', 8.48, 0.01],
    [' 8,4 ', 8.4, 0.1],
    ['−12', -12, 1],
    ['1 200', 1_200, 1],
  ])('“%s” is %s, to %s', (text, value, unit) => {
    expect(expectedValue(text)).toEqual({ value, unit });
  });

  it('may be no number', () => {
    for (const text of ['', 'abc', '8.4.8', '-']) expect(expectedValue(text)).toBeUndefined();
  });
});

describe('the value that a display shows', () => {
  const zeros = [0, 0, 0, 0];
  const plant = [...zeros, 16_647, 44_564, ...zeros, 0, 0];

  it('is found in registers 16647 and 44564 as one way and nothing else', () => {
    expect(find('8.48', plant, 4)).toEqual(['float32 ABCD ÷1 at 0']);
  });

  it('is found too where the display has fewer digits and cuts the others off', () => {
    // The upper half of it with the zero before is 8.4375, which is 8.4 as well.
    expect(find('8.4', plant, 4)).toEqual(['float32 ABCD ÷1 at 0 cut', 'float32 CDAB ÷1 at -1']);
    expect(find('8.5', plant, 4)).toEqual(['float32 ABCD ÷1 at 0']);
    expect(find('8.6', plant, 4)).toEqual([]);
  });

  it('is found a register before, in a whole number with the point left out', () => {
    expect(find('84.8', [848, 0xffff, 0xffff], 1)).toEqual(['uint16 ABCD ÷10 at -1']);
    expect(find('8480', [848, 0xffff, 0xffff], 0)).toEqual(['uint16 ABCD ÷0.1 at 0']);
  });

  it('is found in every order of 32 bits', () => {
    expect(find('8.48', [44_564, 16_647])).toEqual(['float32 CDAB ÷1 at 0']);
    expect(find('8.48', [0x0741, 0x14ae])).toEqual(['float32 BADC ÷1 at 0']);
    expect(find('8.48', [0x14ae, 0x0741])).toEqual(['float32 DCBA ÷1 at 0']);
  });

  it('is negative only where a sign was typed', () => {
    expect(find('-20', [0xffec])).toEqual(['int16 ABCD ÷1 at 0']);
    expect(find('65516', [0xffec])).toEqual(['uint16 ABCD ÷1 at 0']);
  });

  it('is found in packed decimals', () => {
    expect(find('1234', [0x1234])).toEqual(['bcd16 ABCD ÷1 at 0']);
  });

  it('is looked for four registers away at most', () => {
    const far = [848, 9_001, 9_002, 9_003, 9_004, 9_005];
    expect(find('848', far, 4)).toEqual(['uint16 ABCD ÷1 at -4']);
    expect(find('848', far, 5)).toEqual([]);
  });
});
