import { expect, it } from 'vitest';
import type { ChartPen } from './chart-pen.ts';
import { stateSpans } from './draw-states.ts';
import { PenBuffer } from './pen-buffer.ts';
import { PenModel } from './pen-model.ts';
import { penStyle } from './pen-style.ts';

const SECOND = 1e6;

it('finds the stretches of one state, and none across a gap', () => {
  const model = new PenModel(new PenBuffer(100), 1_000);
  const states = [1, 1, 1, 0, 0, 2];
  states.forEach((value, at) => model.buffer.push((at + 1) * SECOND, value, 0));
  model.buffer.push(30 * SECOND, 2, 0);
  const range = { fromUs: 0, toUs: 31 * SECOND };
  model.fold(range, SECOND);
  const look = { style: penStyle(1), kind: 'digital', format: String } as const;
  const pen: ChartPen = { ...look, uid: 'u', slot: 1, name: 'Pump', unit: '', model };
  const seconds = stateSpans(pen, range.fromUs, range.toUs).map(({ fromUs, toUs, value }) => [
    fromUs / SECOND,
    toUs / SECOND,
    value,
  ]);
  expect(seconds).toEqual([
    [1.5, 4.5, 1],
    [4.5, 6.5, 0],
    [6.5, 6.5, 2],
    [30.5, 30.5, 2],
  ]);
});
