import { describe, expect, it } from 'vitest';
import type { MemoryScanWish } from '../../../src-shared/contract/memory.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { MemoryLook } from '../../acquisition/memory-reader.ts';
import { MemoryReader } from '../../acquisition/memory-reader.ts';
import type { MemoryArea } from '../../drivers/memory.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import { scanMemory } from './scan-memory.ts';
import { ScannedCells } from './scanned-cells.ts';

const AREA: MemoryArea = {
  ...{ id: 'holding', title: 'Holding registers', cell: 'register', first: 0, last: 65_535 },
  ...{ isLastKnown: false, perRequest: 125, notations: [] },
};

/** A scan of a device that has these cells, whose values are told by `value`. */
function rig(
  given: Partial<MemoryScanWish>,
  has: (cell: number) => boolean,
  value = (cell: number): number => cell,
  fault: (start: number) => NexusError | undefined = () => undefined,
) {
  const clock = new FakeClock();
  const wish: MemoryScanWish = {
    ...{
      device: 'd',
      area: 'holding',
      start: 0,
      count: 100,
      perRequest: null,
      pairs: false,
      paceMs: 50,
      repeats: false,
    },
    ...given,
  };
  const asked: { readonly start: number; readonly count: number; readonly atMs: number }[] = [];
  const reader = new MemoryReader(clock, async ({ start, count }) => {
    asked.push({ start, count, atMs: clock.monoMs() });
    const error = fault(start);
    if (error) throw error;
    const cells = Array.from({ length: count }, (_, i) => start + i);
    if (!cells.every(has)) return { kind: 'refused', code: 'mb.ex02', text: 'no register', mayHoldMore: true };
    return { kind: 'bytes', bytes: Uint8Array.from(cells.flatMap((cell) => [value(cell) >> 8, value(cell) & 0xff])) };
  });
  const cells = new ScannedCells(wish.start, wish.count, 2);
  const perRequest = Math.min(AREA.perRequest, wish.perRequest ?? AREA.perRequest);
  const how = { perRequest, cellBytes: 2, paceMs: wish.paceMs, ...(wish.pairs && { atLeast: 2 }) } as const;
  const look = (start: number, count: number): Promise<MemoryLook> =>
    reader.look({ area: 'holding', start, count, ...how });
  const stop = new AbortController();
  const told: string[] = [];
  const waited: (string | null)[] = [];
  const scanning = scanMemory(
    {
      ...{ clock, wish, area: AREA, cells, look },
      waits: (reason) => waited.at(-1) !== (reason?.code ?? null) && waited.push(reason?.code ?? null),
      roundEnded: () => {},
    },
    { signal: stop.signal, progress: (_, text) => told.push(text) },
  );
  let isOver = false;
  const ended = scanning.then(
    () => 'done',
    (error: unknown) => (error as NexusError).code,
  );
  void ended.finally(() => (isOver = true));
  const run = async (ms: number): Promise<void> => {
    for (let past = 0; past < ms && !isOver; past += 50) await clock.advance(50);
  };
  return { clock, cells, asked, told, waited, run, stop, ended };
}
const missing = (cells: ScannedCells) =>
  cells.part(cells.start, cells.count).unread.map(({ start, count, kind }) => `${kind} ${start}+${count}`);

describe('a scan of cells', () => {
  it('finds every cell and every hole at 20 requests a second at most', async () => {
    const { cells, asked, told, run, ended } = rig({ count: 300 }, (cell) => cell < 60 || (cell > 199 && cell !== 250));
    await run(120_000);
    expect(await ended).toBe('done');
    expect([cells.done, cells.found]).toEqual([300, 159]);
    expect(missing(cells)).toEqual(['missing 60+140', 'missing 250+1']);
    expect(told.at(-1)).toBe('300 of 300, 159 found');
    expect(told.some((text) => /\d+ of 300, \d+ found, about \d+ s left/.test(text))).toBe(true);
    for (const [i, { atMs }] of asked.entries())
      if (i > 0) expect(atMs - asked[i - 1]!.atMs).toBeGreaterThanOrEqual(50);
  });

  it('asks for each cell by itself, as slowly as it is told to', async () => {
    const { asked, run, ended } = rig({ count: 30, perRequest: 1, paceMs: 500 }, () => true);
    await run(60_000);
    expect(await ended).toBe('done');
    expect(asked.map(({ start, count }) => [start, count])).toEqual(Array.from({ length: 30 }, (_, i) => [i, 1]));
    expect(asked[29]!.atMs - asked[0]!.atMs).toBeGreaterThanOrEqual(29 * 500);
  });

  it('never asks for half a pair where only pairs are read', async () => {
    const { asked, cells, run, ended } = rig({ count: 40, pairs: true }, (cell) => cell < 10 || cell > 19);
    await run(60_000);
    expect(await ended).toBe('done');
    expect(Math.min(...asked.map(({ count }) => count))).toBe(2);
    expect(missing(cells)).toEqual(['missing 10+10']);
  });

  it('counts changes round after round, until it is stopped', async () => {
    let turn = 0;
    const { clock, cells, run, stop, ended } = rig(
      { count: 4, repeats: true },
      () => true,
      (cell) => (cell === 2 ? ++turn : cell),
    );
    await run(1_000);
    const { changes } = cells.part(0, 4);
    expect(changes[2]).toBeGreaterThan(10);
    expect([changes[0], changes[1], changes[3]]).toEqual([0, 0, 0]);
    stop.abort();
    await clock.advance(100);
    expect(await ended).toBe('NX_CANCELLED');
  });

  it('waits for a device that went, and goes on where it was', async () => {
    let isAway = true;
    const away = new NexusError('NX_NET_REFUSED', 'Nobody listens.');
    const { cells, waited, run, ended } = rig(
      { count: 10 },
      () => true,
      undefined,
      () => (isAway ? away : undefined),
    );
    await run(20_000);
    expect(waited).toEqual(['NX_NET_REFUSED']);
    isAway = false;
    await run(20_000);
    expect(await ended).toBe('done');
    expect([cells.found, waited]).toEqual([10, ['NX_NET_REFUSED', null]]);
  });

  it('goes on behind cells at which the device says nothing', async () => {
    const silent = new NexusError('NX_DRIVER_TIMEOUT', 'No answer.');
    const fault = (start: number) => (start === 3 ? silent : undefined);
    const { cells, run, ended } = rig({ count: 6, perRequest: 1 }, () => true, undefined, fault);
    await run(60_000);
    expect(await ended).toBe('done');
    expect(missing(cells)).toEqual(['missing 3+1']);
  });
});
