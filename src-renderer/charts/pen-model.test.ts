import { describe, expect, it } from 'vitest';
import { PenBuffer } from './pen-buffer.ts';
import { PenModel } from './pen-model.ts';
import type { TimeRange } from './time-view.ts';

const raw = (timesUs: readonly number[]) =>
  ({
    kind: 'raw',
    timeUs: Float64Array.from(timesUs),
    value: Float64Array.from(timesUs),
    status: new Uint32Array(timesUs.length),
  }) as const;

const upTo = (endUs: number, stepUs = 10): readonly number[] =>
  Array.from({ length: endUs / stepUs }, (_, at) => at * stepUs);

/** Samples that the model holds in a range, by the count of its buckets. */
function counted(model: PenModel, { fromUs, toUs }: TimeRange): number {
  let sum = 0;
  for (let number = model.buckets.numberOf(fromUs); number < model.buckets.numberOf(toUs); number++) {
    const slot = model.buckets.slotOf(number);
    if (slot >= 0) sum += model.buckets.count[slot]!;
  }
  return sum;
}

describe('what a pen shows', () => {
  it('has each sample once where history and live meet', () => {
    const buffer = new PenBuffer(1_000);
    const model = new PenModel(buffer, 0.01);
    for (const timeUs of upTo(1_000)) if (timeUs >= 400) buffer.push(timeUs, timeUs, 0);
    // History knows samples that the buffer has as well; its end is the seam.
    model.history = { fromUs: 0, toUs: 600, series: raw(upTo(700)), gaps: [] };
    const range = { fromUs: 0, toUs: 1_000 };
    model.fold(range, 50);
    expect(counted(model, range)).toBe(100);
  });

  it('folds new samples in as they come, the same as all at once', () => {
    const buffer = new PenBuffer(1_000);
    const stepwise = new PenModel(buffer, 0.01);
    for (let endUs = 0; endUs < 5_000; endUs += 10) {
      buffer.push(endUs, endUs, 0);
      stepwise.fold({ fromUs: endUs - 1_000, toUs: endUs }, 50);
    }
    const range = { fromUs: 3_990, toUs: 4_990 };
    const atOnce = new PenModel(buffer, 0.01);
    atOnce.fold(range, 50);
    expect(counted(stepwise, range)).toBe(counted(atOnce, range));
    expect(counted(atOnce, range)).toBeGreaterThan(95);
  });

  it('shows the past and the future of a held window when it is moved', () => {
    const buffer = new PenBuffer(1_000);
    const model = new PenModel(buffer, 0.01);
    for (const timeUs of upTo(8_000)) buffer.push(timeUs, timeUs, 0);
    for (const fromUs of [7_000, 2_000, 100, 3_000, 6_900]) {
      const range = { fromUs, toUs: fromUs + 1_000 };
      model.fold(range, 50);
      expect(counted(model, range), `window at ${fromUs}`).toBe(100);
    }
  });

  it('goes on with samples that came while it was held', () => {
    const buffer = new PenBuffer(50);
    const model = new PenModel(buffer, 0.01);
    for (const timeUs of upTo(200)) buffer.push(timeUs, timeUs, 0);
    model.fold({ fromUs: 0, toUs: 200 }, 10);
    // More than the whole ring comes and goes.
    for (const timeUs of upTo(2_000)) if (timeUs >= 200) buffer.push(timeUs, timeUs, 0);
    model.fold({ fromUs: 0, toUs: 200 }, 10);
    const range = { fromUs: 1_600, toUs: 2_000 };
    model.fold(range, 10);
    expect(counted(model, range)).toBe(40);
  });

  it('tells when nothing changed, so that nothing is drawn', () => {
    const buffer = new PenBuffer(50);
    const model = new PenModel(buffer, 1_000);
    buffer.push(10, 1, 0);
    const range = { fromUs: 0, toUs: 100 };
    expect(model.fold(range, 10)).toBe(true);
    expect(model.fold(range, 10)).toBe(false);
    buffer.push(20, 1, 0);
    expect(model.fold(range, 10)).toBe(true);
  });
});
