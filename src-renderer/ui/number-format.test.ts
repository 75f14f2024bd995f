import { afterEach, describe, expect, it } from 'vitest';
import {
  formatDecimals,
  formatSignificant,
  formatValue,
  type NumberStyle,
  numbersWritten,
  spanDecimals,
} from './number-format.ts';

const style = (over: Partial<NumberStyle> = {}): NumberStyle => ({
  dataType: 'float32',
  euLow: null,
  euHigh: null,
  states: {},
  ...over,
});

// The examples of ux 4.6; \u2009 is a thin space, \u2212 a minus sign.
describe('numbers on the screen', () => {
  it.each([
    [0, 10, 2],
    [0, 100, 1],
    [0, 1_000, 0],
    [0, 27_648, 0],
    [-1, 1, 3],
    [0, 0.001, 4],
  ])('have a thousandth of the span %s…%s: %s decimals', (low, high, decimals) => {
    expect(spanDecimals(low, high)).toBe(decimals);
  });

  it('have decimals from the span, so that digits never shift', () => {
    const bar = style({ euLow: 0, euHigh: 10 });
    expect([8.4, 8.424, 10].map((value) => formatValue(value, bar))).toEqual(['8.40', '8.42', '10.00']);
  });

  it.each([
    [1_234.567_8, '1\u2009234.57'],
    [2.31e-9, '2.31e-9'],
    [0.001, '0.001'],
    [9_999_999.9, '1e7'],
    [9_999_990, '9\u2009999\u2009990'],
    [12_345_678, '1.23457e7'],
    [-0.5, '\u22120.5'],
    [-0, '0'],
  ])('show %s with six digits as %s', (value, text) => {
    expect(formatSignificant(value)).toBe(text);
  });

  it('group integers, and show a scaled one with its fraction', () => {
    const integer = style({ dataType: 'uint32' });
    expect(formatValue(1_240, integer)).toBe('1\u2009240');
    expect(formatValue(123_456_789, integer)).toBe('123\u2009456\u2009789');
    expect(formatValue(12.5, integer)).toBe('12.5');
  });

  it('never show a negative zero', () => {
    expect(formatValue(-0.001, style({ euLow: 0, euHigh: 10 }))).toBe('0.00');
  });

  it('show state texts, and True or False where a switch has none', () => {
    const burner = style({ dataType: 'bool', states: { 0: 'Stopped', 1: 'Running' } });
    expect([0, 1].map((value) => formatValue(value, burner))).toEqual(['Stopped', 'Running']);
    expect([0, 1].map((value) => formatValue(value, style({ dataType: 'bool' })))).toEqual(['False', 'True']);
    expect(formatValue(2, style({ dataType: 'uint16', states: { 0: 'Off' } }))).toBe('2');
  });

  it('name what is no number', () => {
    const values = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    expect(values.map((value) => formatValue(value, style({ euLow: 0, euHigh: 1 })))).toEqual(['NaN', '∞', '\u2212∞']);
  });
});

describe('numbers as the person at this browser reads them', () => {
  afterEach(() => numbersWritten({ decimal: 'point', grouping: 'space' }));

  it('have a decimal comma and no groups where that was chosen', () => {
    numbersWritten({ decimal: 'comma', grouping: 'none' });
    expect([formatDecimals(18_400.5, 2), formatSignificant(1234.57), formatSignificant(2.31e-9)]).toEqual([
      '18400,50',
      '1234,57',
      '2,31e-9',
    ]);
  });
});
