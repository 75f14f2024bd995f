import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BoundedQueue, type OverflowPolicy } from './bounded-queue.ts';

describe('a bounded queue', () => {
  it('gives items back in order and balances: in = out + waiting + lost', () => {
    const operations = fc.array(fc.oneof(fc.integer({ min: 1, max: 30 }), fc.constant('shift' as const)));
    fc.assert(
      fc.property(operations, fc.constantFrom<OverflowPolicy>('drop-oldest', 'refuse-new'), (list, policy) => {
        const queue = new BoundedQueue<{ size: number; order: number }>(50, policy, (item) => item.size);
        let pushed = 0;
        let taken = 0;
        let lastOrder = -1;
        list.forEach((operation, order) => {
          if (operation === 'shift') {
            const item = queue.shift();
            if (!item) return;
            expect(item.order).toBeGreaterThan(lastOrder);
            lastOrder = item.order;
            taken += item.size;
          } else {
            pushed += operation;
            queue.push({ size: operation, order });
          }
          expect(queue.size).toBeLessThanOrEqual(50);
          expect(taken + queue.size + queue.lost).toBe(pushed);
        });
      }),
    );
  });

  it('drops the oldest or refuses the newest, as it was told', () => {
    const dropping = new BoundedQueue<number>(2, 'drop-oldest');
    const refusing = new BoundedQueue<number>(2, 'refuse-new');
    for (const item of [1, 2, 3]) {
      dropping.push(item);
      refusing.push(item);
    }
    expect([dropping.shift(), dropping.shift(), dropping.shift()]).toEqual([2, 3, undefined]);
    expect([refusing.shift(), refusing.shift(), refusing.shift()]).toEqual([1, 2, undefined]);
  });

  it('refuses an item that is larger than the queue instead of emptying itself for it', () => {
    const queue = new BoundedQueue<number>(10, 'drop-oldest', (item) => item);
    queue.push(4);
    expect(queue.push(11)).toBe(false);
    expect(queue.shift()).toBe(4);
    expect(queue.lost).toBe(11);
  });
});
