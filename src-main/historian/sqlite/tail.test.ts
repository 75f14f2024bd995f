import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../log/counter-frame.ts';
import { Tail } from './tail.ts';

describe('the tail', () => {
  it('gives back what each slot got, whatever was appended and cleared between', () => {
    const tail = new Tail();
    tail.reserve(20);
    const model = Array.from({ length: 20 }, () => [] as number[]);
    const random = seededRandom(3);
    for (let n = 0; n < 200_000; n++) {
      const slot = Math.floor(random() * 20);
      if (random() < 0.0005) {
        tail.clear(slot);
        model[slot] = [];
        continue;
      }
      tail.append(slot, n, n * 2, n % 7, n % 5, 3);
      model[slot]!.push(n);
    }
    for (const [slot, expected] of model.entries()) {
      const runs = tail.runs(slot);
      expect(runs.map(({ epoch }) => epoch)).toEqual([3]);
      const { timeUs, value, status, flags } = runs[0]!.columns;
      expect([...timeUs]).toEqual(expected);
      expect([...value]).toEqual(expected.map((n) => n * 2));
      expect([...status]).toEqual(expected.map((n) => n % 7));
      expect([...flags]).toEqual(expected.map((n) => n % 5));
    }
    expect(tail.points).toBe(model.reduce((sum, list) => sum + list.length, 0));
    expect(tail.points).toBeGreaterThan(10_000);
  });

  it('attaches texts to their rows and forgets them with the rest', () => {
    const tail = new Tail();
    tail.reserve(1);
    tail.append(0, 1, 1, 0, 0, 0);
    tail.append(0, 2, Number.NaN, 0, 0, 0);
    tail.attach(0, { row: 77, kind: 'string', value: 'on' });
    expect(tail.runs(0)[0]!.columns.cells).toEqual([{ row: 1, kind: 'string', value: 'on' }]);
    tail.clear(0);
    expect(tail.runs(0)).toEqual([]);
  });

  it('keeps the points of each epoch together, those of the earlier epoch first', () => {
    const tail = new Tail();
    tail.reserve(2);
    for (const [time, epoch] of [
      [1, 0],
      [2, 0],
      [1, 4],
      [3, 0],
      [2, 4],
    ] as const) {
      tail.append(1, time, time, 0, 0, epoch);
      if (time === 2) tail.attach(1, { row: 0, kind: 'string', value: `epoch ${epoch}` });
    }
    const runs = tail.runs(1).map(({ epoch, columns }) => [epoch, [...columns.timeUs], columns.cells]);
    expect(runs).toEqual([
      [0, [1, 2, 3], [{ row: 1, kind: 'string', value: 'epoch 0' }]],
      [4, [1, 2], [{ row: 1, kind: 'string', value: 'epoch 4' }]],
    ]);
    tail.clear(1);
    tail.append(1, 9, 9, 0, 0, 5);
    expect(tail.runs(1).map(({ epoch }) => epoch)).toEqual([5]);
  });
});
