import { expect, it } from 'vitest';
import { cellText, cellValue, fieldById } from './tag-fields.ts';

const field = fieldById('aggregates')!;
const read = (text: string): unknown => cellValue(text, field, 'either');

it.each(['1min avg max, 10s avg', '1 min: avg, max; 10 s: avg', '1min(avg max) 10s(AVG)'])(
  'the cell of aggregates is typed in words: %s',
  (text) => {
    const aggregates = read(text);
    expect(aggregates).toEqual([
      { window: '1min', functions: ['avg', 'max'] },
      { window: '10s', functions: ['avg'] },
    ]);
    expect(cellText({ aggregates }, field)).toBe('1min avg max, 10s avg');
  },
);

it('what is no aggregate is left as typed, for the check to name', () => {
  expect(read('avg')).toBe('avg');
  expect(read('2h mean')).toEqual([{ window: '2h', functions: ['mean'] }]);
  expect(read(' ')).toBeUndefined();
  expect(cellText({ aggregates: 'avg' }, field)).toBe('avg');
});
