import { expect, it } from 'vitest';
import type { ChartPen } from './chart-pen.ts';
import { PenBuffer } from './pen-buffer.ts';
import { PenModel } from './pen-model.ts';
import { axisRanges, axisTitles, scaleGroups, scalePlaces } from './pen-scales.ts';
import { penStyle } from './pen-style.ts';
import { NO_AXIS } from './trend-plot.ts';

const pen = (slot: number, unit: string, kind: ChartPen['kind'] = 'analog'): ChartPen => ({
  ...{ uid: String(slot), slot, name: `Pen ${slot}`, unit, kind, style: penStyle(slot), format: String },
  model: new PenModel(new PenBuffer(1), 1_000),
});
const PENS = [pen(1, 'bar'), pen(2, '°C'), pen(3, 'bar'), pen(4, '', 'digital')];
const slots = (layout: Parameters<typeof scaleGroups>[0]) =>
  scaleGroups(layout, PENS).map(({ pens }) => pens.map(({ slot }) => slot));

it('groups analog pens by unit, all in one, or each by itself', () => {
  expect(slots('unit')).toEqual([[1, 3], [2]]);
  expect(slots('shared')).toEqual([[1, 2, 3]]);
  expect(slots('lanes')).toEqual([[1], [2], [3]]);
  expect(slots('percent')).toEqual([[1], [2], [3]]);
});

it('names the axes of what they count, and a shared one only where all pens have one unit', () => {
  const titles = (layout: Parameters<typeof scaleGroups>[0], pens = PENS) =>
    axisTitles(layout, scaleGroups(layout, pens));
  expect(titles('unit')).toEqual(['bar', '°C']);
  expect(titles('shared')).toEqual(['']);
  expect(titles('shared', [PENS[0]!, PENS[2]!])).toEqual(['bar']);
  expect(titles('percent')).toEqual(['%']);
  expect(titles('lanes')).toEqual([NO_AXIS]);
  expect(titles('unit', [PENS[3]!])).toEqual([NO_AXIS]);
});

it('has lanes below one another that fill what the digital pens leave', () => {
  const ranges = [
    { min: 0, max: 10 },
    { min: 5, max: 6 },
  ];
  expect(scalePlaces('lanes', ranges, 100, 500)).toEqual([
    { min: 0, max: 10, top: 0, height: 0.4 },
    { min: 5, max: 6, top: 0.4, height: 0.4 },
  ]);
});

it('draws 0 and 100 % where the axis says they are, above the digital pens', () => {
  const [place] = scalePlaces('percent', [{ min: 20, max: 40 }], 100, 500);
  const [axis] = axisRanges('percent', [{ min: 20, max: 40 }], 100, 500);
  const heightOf = (value: number, { min, max }: { min: number; max: number }): number => (max - value) / (max - min);
  expect(heightOf(40, place!)).toBeCloseTo(heightOf(100, axis!));
  expect(heightOf(20, place!)).toBeCloseTo(heightOf(0, axis!));
  expect(heightOf(20, place!)).toBeCloseTo(0.8);
});
