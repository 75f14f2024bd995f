import { describe, expect, it } from 'vitest';
import { type TypedTag, typedValue, valueChoices } from './typed-value.ts';

const tag = (over: Partial<TypedTag> = {}): TypedTag => ({
  name: 'Setpoint',
  dataType: 'float32',
  states: {},
  ...over,
});
const value = (text: string, over: Partial<TypedTag> = {}) => {
  const typed = typedValue(text, tag(over));
  return typed.kind === 'value' ? typed.value : `fault: ${typed.text}`;
};

describe('a value that is typed', () => {
  it.each([
    ['6.5', 6.5],
    [' 6,5 ', 6.5],
    ['-0.25', -0.25],
    ['\u22123', -3],
    ['1\u2009480', 1_480],
    ['1 480', 1_480],
    ['0,125', 0.125],
    ['1e3', 1_000],
    ['-0', 0],
  ])('%s is %d', (text, expected) => {
    expect(value(text)).toBe(expected);
  });

  it('is asked back where a comma may be a decimal sign or a group (ux 4.6)', () => {
    for (const text of ['1,234', '1,234.5', '1.234,5', '1,2,3']) expect(value(text), text).toContain('in two ways');
  });

  it('is refused with what was typed and an example where it is no number', () => {
    expect(value('on')).toBe('fault: “on” is not a number. Setpoint takes one, such as 6.5.');
    for (const text of ['', '0x10', '1e', '--1', 'NaN', 'Infinity', '1e999'])
      expect(value(text), text).toContain('fault');
  });

  it('is never rounded: more digits than a number keeps are refused', () => {
    expect(value('0.1234567890123456')).toContain('It is not rounded');
    expect(value('0.123456789012345')).toBe(0.123_456_789_012_345);
    expect(value('9007199254740991', { dataType: 'uint64' })).toBe(9_007_199_254_740_991);
  });

  it('is a text of digits for 64-bit integers beyond 2^53', () => {
    expect(value('18446744073709551615', { dataType: 'uint64' })).toBe('18446744073709551615');
    expect(value('-9007199254740993', { dataType: 'int64' })).toBe('-9007199254740993');
    expect(value('9007199254740993', { dataType: 'float64' })).toContain('fault');
  });

  it('may be any text for a string, spaces included, up to what a write takes', () => {
    expect(value(' 12,5 ', { dataType: 'string' })).toBe(' 12,5 ');
    expect(value('x'.repeat(1_025), { dataType: 'string' })).toContain('1\u2009025 characters');
  });

  it('is a whole number for a bit field', () => {
    expect(value('3', { dataType: 'bits' })).toBe(3);
    expect([value('2.5', { dataType: 'bits' }), value('-1', { dataType: 'bits' })].join()).toContain('bit field');
  });
});

describe('the choices of a tag', () => {
  it('are two for a bool, in its own words where it has some', () => {
    const states = { 0: 'Stopped', 1: 'Running' };
    expect(valueChoices(tag({ dataType: 'bool', states }))).toEqual([
      { value: false, label: 'Stopped' },
      { value: true, label: 'Running' },
    ]);
    expect(valueChoices(tag({ dataType: 'bool' }))?.map((choice) => choice.label)).toEqual(['False', 'True']);
  });

  it('are its states by number for a list, and none for what may be typed', () => {
    const states = { 10: 'Run', 2: 'Purge' };
    expect(valueChoices(tag({ dataType: 'bits', states }))?.map((choice) => choice.value)).toEqual([2, 10]);
    expect(valueChoices(tag())).toBeUndefined();
    expect(valueChoices(tag({ dataType: 'string', states }))).toBeUndefined();
  });
});
