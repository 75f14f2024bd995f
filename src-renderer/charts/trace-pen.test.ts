import { describe, expect, it } from 'vitest';
import { STATUS } from '../../src-shared/domain/quality.ts';
import { PenBuckets } from './pen-buckets.ts';
import { traceLine, traceStep, travel } from './trace-pen.ts';

/** Writes what is drawn as text: `M5,1 L15,2`. */
class Script {
  readonly parts: string[] = [];
  moveTo(x: number, y: number): void {
    this.parts.push(`M${x},${y}`);
  }
  lineTo(x: number, y: number): void {
    this.parts.push(`L${x},${y}`);
  }
  get text(): string {
    return this.parts.join(' ');
  }
}

function traced(
  trace: typeof traceLine,
  samples: readonly (readonly [timeUs: number, value: number, status?: number])[],
): { readonly certain: string; readonly uncertain: string } {
  const buckets = new PenBuckets(10, 100);
  for (const [timeUs, value, status = 0] of samples) buckets.add(timeUs, value, status);
  const certain = new Script();
  const uncertain = new Script();
  trace(buckets, { fromUs: 0, toUs: 200 }, 30, { certain, uncertain, x: (timeUs) => timeUs, y: (value) => value });
  return { certain: certain.text, uncertain: uncertain.text };
}

describe('the line of an analog pen', () => {
  it('goes through first, min, max and last of each bucket, in one stroke', () => {
    const { certain } = traced(traceLine, [
      [1, 5],
      [2, 9],
      [3, 1],
      [4, 6],
      [11, 7],
    ]);
    expect(certain).toBe('M4.5,5 L5.5,5 L5,1 L5,9 L5,6 L15,7');
  });

  it('ends at a gap and begins anew behind it', () => {
    const { certain } = traced(traceLine, [
      [1, 5],
      [51, 7],
    ]);
    expect(certain).toBe('M4.5,5 L5.5,5 M54.5,7 L55.5,7');
  });

  it('never crosses a Bad sample, however close the next one is', () => {
    const { certain } = traced(traceLine, [
      [1, 5],
      [11, Number.NaN, STATUS.BadNoCommunication],
      [21, 6],
    ]);
    expect(certain).toBe('M4.5,5 L5.5,5 M24.5,6 L25.5,6');
  });

  it('draws what leads to an Uncertain sample apart', () => {
    const { certain, uncertain } = traced(traceLine, [
      [1, 5],
      [11, 6, STATUS.UncertainLastUsableValue],
      [21, 7],
    ]);
    expect(uncertain).toBe('M5,5 L15,6');
    expect(certain).toBe('M4.5,5 L5.5,5 M15,6 L25,7');
  });
});

describe('the travel of a line', () => {
  it('is what it goes up and down, inside buckets and between them', () => {
    const buckets = new PenBuckets(10, 100);
    for (const [timeUs, value] of [
      [1, 0],
      [2, 4],
      [11, 1],
    ] as const)
      buckets.add(timeUs, value, 0);
    // 4 up inside the first bucket, 3 down to the second.
    expect(travel(buckets, { fromUs: 0, toUs: 100 })).toBe(7);
  });
});

describe('the line of a digital pen', () => {
  it('holds a state until it changes', () => {
    const { certain } = traced(traceStep, [
      [1, 0],
      [21, 0],
      [41, 1],
    ]);
    // Level to the right, then up at the third sample.
    expect(certain).toBe('M5,0 L5,0 L5,0 L5,0 L25,0 L25,0 L25,0 L25,0 L45,0 L45,1 L45,1 L45,1');
  });
});
