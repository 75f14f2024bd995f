import { describe, expect, it } from 'vitest';
import { type CheckedTag, checkValue } from './check-value.ts';

const TAG: CheckedTag = {
  name: 'Zone 1 setpoint',
  dataType: 'float32',
  states: {},
  unit: '°C',
  euLow: 0,
  euHigh: 100,
  writeLimits: { min: 0, max: 95, maxStep: null, rate: null },
};

describe('a value that is prepared', () => {
  it.each([
    ['120', '120.0 °C is above the write limit of 95.0 °C for Zone 1 setpoint. Nothing was sent.'],
    ['95.04', '95.04 °C is above the write limit of 95.0 °C for Zone 1 setpoint. Nothing was sent.'],
    ['-1', '−1.0 °C is below the write limit of 0.0 °C for Zone 1 setpoint. Nothing was sent.'],
  ])('%s is refused by the limits', (text, words) => {
    expect(checkValue(text, TAG, 42)).toEqual({ kind: 'fault', code: 'wr.limit', text: words });
  });

  it('that is no number is told what the tag takes', () => {
    const text = '“on” is not a number. Zone 1 setpoint takes 0.0–95.0 °C.';
    expect(checkValue('on', TAG, 42)).toEqual({ kind: 'fault', code: 'wr.type', text });
  });

  it.each([
    ['95', 95],
    ['0', 0],
    ['60,5', 60.5],
  ] as const)('%s is taken at or inside the limits', (text, value) => {
    expect(checkValue(text, TAG, 42)).toEqual({ kind: 'value', value });
  });

  it('keeps the largest step from what the tag holds, where that is known', () => {
    const tag: CheckedTag = { ...TAG, writeLimits: { min: null, max: null, maxStep: 5, rate: null } };
    const text =
      'From 42.0 °C to 50.0 °C is more than the largest step of 5.0 °C for Zone 1 setpoint. Nothing was sent.';
    expect(checkValue('50', tag, 42)).toEqual({ kind: 'fault', code: 'wr.limit', text });
    expect(checkValue('50', tag, undefined)).toEqual({ kind: 'value', value: 50 });
    expect(checkValue('47', tag, 42)).toEqual({ kind: 'value', value: 47 });
  });

  it('of a switch is one of its two', () => {
    const tag: CheckedTag = { ...TAG, dataType: 'bool', writeLimits: null };
    expect(checkValue('true', tag, false)).toEqual({ kind: 'value', value: true });
    expect(checkValue('', tag, false)).toMatchObject({
      code: 'wr.type',
      text: 'Choose the value for Zone 1 setpoint.',
    });
  });
});
