import { describe, expect, it } from 'vitest';
import { CheckLoop } from '../../../src-shared/domain/check-sheet.ts';
import { formOf, writtenLoop } from './loop-form.ts';

const LOOP = CheckLoop.parse({
  ...{ device: 'boiler-1', tag: 'pt-102', template: 'ai', tolerance: 0.25, points: [0, 50, 100] },
  ...{ range: { low: -1, high: 9 }, signal: { low: 4, high: 20, unit: 'mA' }, wire_break: true, assigned: 'MR' },
  alarms: [
    { name: 'HH', side: 'high', limit: 8.5 },
    { name: 'L', side: 'low', limit: 1 },
  ],
  ...{ feedback: { device: 'boiler-1', tag: 'zt-1' }, within_s: 12 },
});
const EMPTY = formOf(CheckLoop.parse({ device: 'd', tag: 't', template: 'ai' }));
const faultOf = (change: object): string | undefined => {
  const written = writtenLoop({ device: 'd', tag: 't' }, { ...EMPTY, ...change });
  return 'fault' in written ? written.fault : undefined;
};

describe('a loop that is edited', () => {
  it('comes back as it was when nothing is changed, whatever it says', () => {
    expect(writtenLoop(LOOP, formOf(LOOP))).toEqual({ loop: LOOP });
    expect(writtenLoop({ device: 'd', tag: 't' }, EMPTY)).toEqual({ loop: { device: 'd', tag: 't', template: 'ai' } });
  });

  it('takes numbers with a comma, and the sides of alarms from their names', () => {
    const written = writtenLoop({ device: 'd', tag: 't' }, { ...EMPTY, tolerance: '0,5', alarms: 'H 9, LL -2' });
    expect(written).toMatchObject({
      loop: {
        tolerance: 0.5,
        alarms: [
          { side: 'high', limit: 9 },
          { side: 'low', limit: -2 },
        ],
      },
    });
  });

  it.each([
    [{ tolerance: '0' }, 'A tolerance of 0 % would fail every analogue loop. Use 0.1 % or more.'],
    [{ tolerance: 'much' }, 'Tolerance “much” is not a number. Write for example 0.5.'],
    [{ low: '1' }, 'A range has two ends. Write both, or neither.'],
    [{ low: '9', high: '1' }, 'The range ends where it begins or before. Swap low and high.'],
    [{ points: '0, x' }, 'Point “x” is not a number. Write for example 0, 50, 100.'],
    [{ points: '50 50' }, 'A point stands there twice. Write each one once.'],
    [{ signal: '20 mA' }, 'Signal “20 mA” has no two ends. Write for example 4–20 mA.'],
    [{ alarms: 'high' }, 'Alarm “high” has no side and limit. Write for example H 9, HH 9.5, L 1.'],
    [{ feedback: 'zt-1' }, 'Feedback “zt-1” is no tag. Write device/tag, for example boiler-1/zt-120.'],
  ])('says what is wrong with %j', (change, fault) => {
    expect(faultOf(change)).toBe(fault);
  });
});
