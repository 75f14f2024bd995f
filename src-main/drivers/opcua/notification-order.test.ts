import { describe, expect, it } from 'vitest';
import { NotificationOrder } from './notification-order.ts';

const message = (sequenceNumber: number) => ({ sequenceNumber }) as never;

/** A server that has some of its messages still. */
function listen(has: (number: number) => boolean = () => true) {
  const told: (number | string)[] = [];
  const asked: number[] = [];
  const order = new NotificationOrder({
    take: ({ sequenceNumber }) => told.push(sequenceNumber),
    fetch: async (number) => {
      asked.push(number);
      await Promise.resolve();
      return has(number) ? message(number) : undefined;
    },
    reread: async (lost) => {
      await Promise.resolve();
      return () => told.push(`${lost} lost`);
    },
    broken: (number, expected) => told.push(`${number} for ${expected}`),
  });
  const push = (...numbers: readonly number[]): void => {
    for (const number of numbers) order.push(message(number));
  };
  return { told, asked, order, push, settled: () => new Promise((resolve) => setImmediate(resolve)) };
}

describe('the order of messages', () => {
  it('begins with any number, goes on behind the last one at 1, and takes none twice', () => {
    const { told, push } = listen();
    push(0xffff_fffe, 0xffff_ffff, 1, 0xffff_ffff, 1, 2);
    expect(told).toEqual([0xffff_fffe, 0xffff_ffff, 1, 2]);
  });

  it('is kept over a hole: what comes meanwhile waits', async () => {
    const { told, asked, push, settled } = listen();
    push(1, 4, 5);
    expect(told).toEqual([1]);
    await settled();
    push(6);
    expect([told, asked]).toEqual([
      [1, 2, 3, 4, 5, 6],
      [2, 3],
    ]);
  });

  it('asks for nothing that came by itself, late', async () => {
    const { told, asked, push, settled } = listen();
    push(1, 5, 3, 2);
    await settled();
    push(2);
    expect(told).toEqual([1, 2, 3, 4, 5]);
    expect(asked).toEqual([2, 4]);
  });

  it('has the values of now behind what came, where messages are lost', async () => {
    const { told, push, settled } = listen((number) => number === 3);
    push(1, 5, 6);
    await settled();
    expect(told).toEqual([1, 3, 5, 6, '2 lost']);
  });

  it('mends the holes among those that waited', async () => {
    const { told, push, settled } = listen();
    push(1, 3, 7, 5);
    await settled();
    await settled();
    expect(told).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('learns from a sign of life what was sent, and nothing from one that is behind', async () => {
    const { told, asked, order, push, settled } = listen();
    order.alive(9);
    push(1);
    order.alive(1);
    order.alive(2);
    expect(asked).toEqual([]);
    order.alive(4);
    await settled();
    expect(told).toEqual([1, 2, 3]);
  });

  it('gives up a hole that no server keeps messages for', () => {
    const { told, asked, push } = listen();
    push(1, 5_000);
    expect([told, asked]).toEqual([[1, '5000 for 2'], []]);
  });
});
