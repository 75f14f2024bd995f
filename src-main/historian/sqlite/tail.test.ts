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
      tail.append(slot, n, n * 2, n % 7);
      model[slot]!.push(n);
    }
    for (const [slot, expected] of model.entries()) {
      const { timeUs, value, status } = tail.copy(slot);
      expect([...timeUs]).toEqual(expected);
      expect([...value]).toEqual(expected.map((n) => n * 2));
      expect([...status]).toEqual(expected.map((n) => n % 7));
    }
    expect(tail.points).toBe(model.reduce((sum, list) => sum + list.length, 0));
    expect(tail.points).toBeGreaterThan(10_000);
  });

  it('attaches texts to their rows and forgets them with the rest', () => {
    const tail = new Tail();
    tail.reserve(1);
    tail.append(0, 1, 1, 0);
    tail.append(0, 2, Number.NaN, 0);
    tail.attach(0, { row: 77, kind: 'string', value: 'on' });
    expect(tail.copy(0).cells).toEqual([{ row: 1, kind: 'string', value: 'on' }]);
    tail.clear(0);
    expect(tail.copy(0).cells).toEqual([]);
  });
});
