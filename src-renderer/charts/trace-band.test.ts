import { expect, it } from 'vitest';
import { PenBuckets } from './pen-buckets.ts';
import { traceBand } from './trace-band.ts';

class Path {
  readonly steps: string[] = [];
  moveTo(x: number, y: number): void {
    this.steps.push(`M${x},${y}`);
  }
  lineTo(x: number, y: number): void {
    this.steps.push(`L${x},${y}`);
  }
  closePath(): void {
    this.steps.push('Z');
  }
}

it('a band goes from least to largest about the averages, and ends at gaps and Bad samples', () => {
  const buckets = new PenBuckets(10, 50);
  for (const [us, value] of [
    [1, 0],
    [2, 4],
    [11, 2],
    [12, 6],
    [61, 3],
  ] as const)
    buckets.add(us, value, 0);
  const [line, band] = [new Path(), new Path()];
  const same = (value: number): number => value;
  const end = traceBand(buckets, { fromUs: 0, toUs: 70 }, 20, { line, band, x: same, y: same });
  expect(line.steps).toEqual(['M4.5,2', 'L5.5,2', 'L15,4', 'M64.5,3', 'L65.5,3']);
  expect(band.steps).toEqual([
    ...['M4.5,4', 'L15,6', 'L15.5,6', 'L15,2', 'L5,0', 'L4.5,0', 'Z'],
    ...['M64.5,3', 'L65.5,3', 'L65,3', 'L64.5,3', 'Z'],
  ]);
  expect(end).toEqual({ x: 65, y: 3 });
});
