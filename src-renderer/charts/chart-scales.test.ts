import { describe, expect, it } from 'vitest';
import type { ChartPen } from './chart-pen.ts';
import { ChartScales, movedScale, zoomedScale } from './chart-scales.ts';
import { PenBuffer } from './pen-buffer.ts';
import { PenModel } from './pen-model.ts';
import { scaleGroups } from './pen-scales.ts';
import { penStyle } from './pen-style.ts';

const range = { fromUs: 0, toUs: 10e6 };
function penOf(...values: number[]): ChartPen {
  const model = new PenModel(new PenBuffer(10), 1_000);
  values.forEach((value, at) => model.buffer.push((at + 1) * 1e6, value, 0));
  model.fold(range, 1e6);
  const look = { style: penStyle(1), kind: 'analog', format: String } as const;
  return { ...look, uid: 'u', slot: 1, name: 'Pen', unit: 'bar', model };
}

describe('the scales of a chart', () => {
  it('are fitted to what is in sight until a person sets them, and again after', () => {
    const [group] = scaleGroups('unit', [penOf(0, 10)]);
    const scales = new ChartScales('unit', new Map());
    expect(scales.of(group!, range)).toEqual({ min: -1, max: 11 });
    scales.set.set('unit:bar', { min: 2, max: 4 });
    expect(scales.of(group!, range)).toEqual({ min: 2, max: 4 });
    scales.set.delete('unit:bar');
    expect(scales.of(group!, range)).toEqual({ min: -1, max: 11 });
  });

  it('have room for what a pen was at another time', () => {
    const pen = penOf(0, 10);
    const other = { model: penOf(30).model, shiftUs: 1, label: 'yesterday' };
    const [group] = scaleGroups('unit', [{ ...pen, other }]);
    expect(new ChartScales('unit', new Map()).of(group!, range)).toEqual({ min: -3, max: 33 });
  });

  it('zoom about a value that stays where it is, and never to nothing', () => {
    expect(zoomedScale({ min: 0, max: 100 }, 0.5, 20)).toEqual({ min: 10, max: 60 });
    expect(zoomedScale({ min: 5, max: 5.000000001 }, 0.01, 5)).toEqual({ min: 5, max: 5.000000001 });
    expect(movedScale({ min: 0, max: 10 }, -2)).toEqual({ min: -2, max: 8 });
  });
});
