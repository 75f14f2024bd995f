import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DiskReserve } from './disk-reserve.ts';

const BYTES = 1_500_000;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nexus-reserve-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

const size = (): number | undefined => statSync(join(folder, 'reserve'), { throwIfNoEntry: false })?.size;

describe('room that is reserved on a disk', () => {
  it('is given up once, and taken back when somebody asks and there is room', async () => {
    const reserve = new DiskReserve(folder, BYTES);
    reserve.make();
    await reserve.settled();
    expect([size(), statSync(join(folder, 'reserve')).blocks * 512 >= BYTES]).toEqual([BYTES, true]);
    expect([await reserve.giveUp(), await reserve.giveUp(), size()]).toEqual([true, false, undefined]);
    reserve.make();
    await reserve.settled();
    expect([size(), reserve.isThere, await reserve.giveUp()]).toEqual([BYTES, true, true]);
  });

  it('is given up whole also while it is being made', async () => {
    const reserve = new DiskReserve(folder, BYTES);
    reserve.make();
    expect([await reserve.giveUp(), readdirSync(folder)]).toEqual([true, []]);
  });

  it('of 0 bytes is never made', async () => {
    const none = new DiskReserve(folder, 0);
    none.make();
    await none.settled();
    expect([await none.giveUp(), readdirSync(folder)]).toEqual([false, []]);
  });

  it('that is there from an earlier run is taken over', async () => {
    const first = new DiskReserve(folder, BYTES);
    first.make();
    await first.settled();
    const { ino } = statSync(join(folder, 'reserve'));
    const again = new DiskReserve(folder, BYTES);
    again.make();
    expect([again.isThere, statSync(join(folder, 'reserve')).ino]).toEqual([true, ino]);
  });
});
