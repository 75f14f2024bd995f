import { describe, expect, it } from 'vitest';
import type { MemoryAnswer, MemoryExtent } from '../drivers/memory.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { MemoryReader } from './memory-reader.ts';

/** A device that has these cells and refuses every run that touches another; cell n holds n. */
function reader(has: (cell: number) => boolean) {
  const clock = new FakeClock();
  const asked: MemoryExtent[] = [];
  const answer = ({ start, count }: MemoryExtent): MemoryAnswer => {
    const cells = Array.from({ length: count }, (_, i) => start + i);
    if (cells.every(has)) return { kind: 'bytes', bytes: Uint8Array.from(cells.flatMap((cell) => [cell >> 8, cell])) };
    return { kind: 'refused', code: 'mb.ex02', text: 'no register', mayHoldMore: true };
  };
  const memory = new MemoryReader(clock, (extent) => {
    asked.push(extent);
    return Promise.resolve(answer(extent));
  });
  const look = async (start: number, count: number) => {
    const looking = memory.look({ area: 'holding', start, count, perRequest: 125, cellBytes: 2 });
    let isOver = false;
    void looking.finally(() => (isOver = true)).catch(() => {});
    while (!isOver) await clock.advance(50);
    return await looking;
  };
  return { clock, asked, look };
}
const cellsOf = ({ bytes }: { readonly bytes: Uint8Array }) =>
  Array.from({ length: bytes.length / 2 }, (_, i) => (bytes[i * 2]! << 8) | bytes[i * 2 + 1]!);

describe('a look at cells', () => {
  it('is read in requests of what one may carry', async () => {
    const { asked, look } = reader(() => true);
    const seen = await look(100, 300);
    expect(asked.map(({ start, count }) => [start, count])).toEqual([
      [100, 125],
      [225, 125],
      [350, 50],
    ]);
    expect(cellsOf(seen)).toEqual(Array.from({ length: 300 }, (_, i) => 100 + i));
    expect([seen.requests, seen.unread]).toEqual([3, []]);
  });

  it('finds the holes by halves, and goes around them the next time', async () => {
    const { asked, look } = reader((cell) => cell !== 5);
    const seen = await look(0, 8);
    expect(seen.unread.map(({ start, count, kind }) => [start, count, kind])).toEqual([[5, 1, 'missing']]);
    expect(cellsOf(seen)).toEqual([0, 1, 2, 3, 4, 0, 6, 7]);
    asked.length = 0;
    expect(cellsOf(await look(0, 8))).toEqual([0, 1, 2, 3, 4, 0, 6, 7]);
    expect(asked.length).toBeLessThanOrEqual(4);
    expect(asked.some(({ start, count }) => start <= 5 && start + count > 5)).toBe(false);
  });

  it('sends 20 requests at most, says what is left, and goes on there with the next one', async () => {
    const { asked, look } = reader((cell) => cell % 2 === 0);
    const first = await look(0, 64);
    expect(asked).toHaveLength(20);
    expect(first.unread.some(({ kind }) => kind === 'pending')).toBe(true);
    for (let i = 0; i < 8; i++) await look(0, 64);
    // All is known; 32 single cells are more than one look may ask for, so that they take turns.
    const [one, two] = [await look(0, 64), await look(0, 64)];
    const holes = (unread: typeof one.unread) => unread.filter(({ kind }) => kind === 'missing');
    expect(holes(one.unread)).toHaveLength(32);
    const seen = new Set([...cellsOf(one), ...cellsOf(two)]);
    expect(seen.size).toBe(32);
  });

  it('asks for a hole again after a minute, because devices are changed while we watch', async () => {
    let isThere = false;
    const { clock, look } = reader((cell) => isThere || cell !== 5);
    expect((await look(4, 2)).unread).toHaveLength(1);
    isThere = true;
    expect((await look(4, 2)).unread).toHaveLength(1);
    await clock.advance(60_000);
    const seen = await look(4, 2);
    expect([seen.unread, cellsOf(seen)]).toEqual([[], [4, 5]]);
  });

  it('begins requests 50 ms apart at least, over several looks too', async () => {
    const times: number[] = [];
    const clock = new FakeClock();
    const memory = new MemoryReader(clock, ({ count }) => {
      times.push(clock.monoMs());
      return Promise.resolve({ kind: 'bytes', bytes: new Uint8Array(count * 2) });
    });
    const ask = (start: number) => memory.look({ area: 'a', start, count: 250, perRequest: 125, cellBytes: 2 });
    const both = Promise.all([ask(0), ask(250)]);
    for (let i = 0; i < 20; i++) await clock.advance(10);
    await both;
    expect(times.map((time, i) => (i === 0 ? 0 : time - times[i - 1]!))).toEqual([0, 50, 50, 50]);
  });
});
