import { describe, expect, it } from 'vitest';
import { conversionLine, nowLine, rangeLine, scaleCurve } from './scale-preview.ts';

const NONE = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
const FLOW = { raw_low: 0, raw_high: 27_648, eu_low: 0, eu_high: 120, unit: 'm3/h' };

describe('the preview of a scale', () => {
  it('tells what the raw range becomes', () => {
    expect(rangeLine(FLOW, NONE)).toBe('0 … 27\u2009648 → 0 … 120 m³/h');
    expect(rangeLine(FLOW, { ...NONE, high: 100 })).toBe('0 … 27\u2009648 → 0 … 100 m³/h');
    expect(rangeLine({ ...FLOW, raw_high: undefined }, NONE)).toBeUndefined();
    expect(rangeLine({ ...FLOW, raw_high: 0 }, NONE)).toBeUndefined();
  });

  it('takes the value of now back to the device, and on by the draft', () => {
    // A quarter of the range: linear 30, by its root 60.
    expect(nowLine(FLOW, { ...FLOW, scaling: 'square_root' }, NONE, 30)).toEqual({
      text: '6\u2009912 → 60 m³/h',
      raw: 6_912,
      value: 60,
    });
    expect(nowLine({}, { scale: 0.1, unit: 'bar' }, NONE, 84)?.text).toBe('84 → 8.4 bar');
    expect(nowLine({ ...FLOW, scaling: 'square_root' }, FLOW, NONE, -1)).toBeUndefined();
    expect(nowLine({ scale: 0 }, FLOW, NONE, 5)).toBeUndefined();
  });

  it('tells how a unit is converted', () => {
    expect(conversionLine({ unit_from: 'bar', unit: 'kPa' })).toBe('1 bar = 100 kPa');
    expect(conversionLine({ unit_from: 'Cel', unit: '[degF]' })).toBe('1 °C = 33.8 °F');
    expect(conversionLine({ unit_from: 'bar', unit: 'Cel' })).toBeUndefined();
    expect(conversionLine({ unit: 'Cel' })).toBeUndefined();
  });

  it('draws the curve from end to end', () => {
    const curve = scaleCurve({ ...FLOW, scaling: 'square_root' }, NONE)!;
    expect([curve.points[0], curve.points.at(-1)]).toEqual([
      [0, 0],
      [1, 1],
    ]);
    expect(curve.points[8]).toEqual([0.25, 0.5]);
    expect(curve.place(6_912)).toEqual([0.25, 0.5]);
    expect(curve.place(-900)).toEqual([0, 0]);
  });
});
