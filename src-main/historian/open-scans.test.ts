import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { OpenScans } from './open-scans.ts';
import type { ScanPiece, ScanQuery } from './store.ts';

const QUERY: ScanQuery = { projectUid: 'project 1', tagUid: 'tag a', fromUs: 0, toUs: 1_000 };
const piece = (timeUs: number): ScanPiece => ({
  kind: 'raw',
  timeUs: Float64Array.of(timeUs),
  value: Float64Array.of(timeUs),
  status: Uint32Array.of(0),
});

describe('the scans under way in the historian host', () => {
  let clock: FakeClock;
  let ended: number;
  let scans: OpenScans;

  beforeEach(() => {
    clock = new FakeClock();
    ended = 0;
    scans = new OpenScans(clock, async function* ({ fromUs, toUs }) {
      try {
        for (let timeUs = fromUs; timeUs < toUs; timeUs += 500) yield piece(timeUs);
      } finally {
        ended++;
      }
    });
  });

  it('hands out one piece a call and forgets the scan at its end', async () => {
    expect((await scans.next(1, QUERY))?.timeUs).toEqual(Float64Array.of(0));
    expect((await scans.next(1, undefined))?.timeUs).toEqual(Float64Array.of(500));
    expect(scans.count).toBe(1);
    expect(await scans.next(1, undefined)).toBeUndefined();
    expect([scans.count, ended]).toEqual([0, 1]);
  });

  it('ends what nobody asked for in a minute, and says so to who comes later', async () => {
    await scans.next(1, QUERY);
    await scans.next(2, QUERY);
    await clock.advance(40_000);
    await scans.next(2, undefined);
    await clock.advance(30_000);
    scans.tidy();
    expect(scans.count).toBe(1);
    await expect(scans.next(1, undefined)).rejects.toMatchObject({ code: 'NX_HISTORY_UNAVAILABLE' });
    expect((await scans.next(2, undefined)) === undefined).toBe(true);
    expect(ended).toBe(2);
  });

  it('ends a scan that is called off, once however often', async () => {
    await scans.next(1, QUERY);
    scans.cancel(1);
    scans.cancel(1);
    scans.cancel(7);
    await expect(scans.next(1, undefined)).rejects.toMatchObject({ code: 'NX_HISTORY_UNAVAILABLE' });
    expect([scans.count, ended]).toEqual([0, 1]);
  });

  it('forgets a scan that the store refuses', async () => {
    const refusing = new OpenScans(clock, () => {
      throw new RangeError('no store');
    });
    await expect(refusing.next(1, QUERY)).rejects.toThrow('no store');
    expect(refusing.count).toBe(0);
  });
});
