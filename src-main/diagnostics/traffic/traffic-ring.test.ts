import { describe, expect, it } from 'vitest';
import type { TrafficBatch, TrafficLink } from '../../acquisition/traffic-batch.ts';
import { TrafficRing } from './traffic-ring.ts';

const link = (number: number, remotePort = 502): TrafficLink => ({
  number,
  localAddress: '127.0.0.1',
  localPort: 50_000,
  remoteAddress: '127.0.0.1',
  remotePort,
});

const batch = (
  sizes: readonly number[],
  more: Partial<TrafficBatch> & { readonly on?: number } = {},
): TrafficBatch => ({
  device: 'a',
  frames: sizes.map((size, i) => ({ timeUs: i, isSent: i % 2 === 0, link: more.on ?? 0, bytes: new Uint8Array(size) })),
  links: [],
  missed: 0,
  ...more,
});

describe('the ring of a recording', () => {
  it('numbers frames from 1 on and hands out those behind a number', () => {
    const ring = new TrafficRing(1_000_000);
    ring.push(batch([10, 10, 10]));
    ring.push(batch([10]));
    expect(ring.after(0).map(({ number }) => number)).toEqual([1, 2, 3, 4]);
    expect(ring.after(2).map(({ number }) => number)).toEqual([3, 4]);
    expect(ring.after(1, 2).map(({ number }) => number)).toEqual([2, 3]);
    expect(ring.after(4)).toEqual([]);
  });

  it('lets the oldest go when it is full, counts them, and never holds more than its limit', () => {
    const ring = new TrafficRing(10_000);
    for (let i = 0; i < 5_000; i++) {
      ring.push(batch([100]));
      expect(ring.bytes).toBeLessThanOrEqual(10_000);
    }
    expect(ring.count).toBe(33);
    expect(ring.dropped).toBe(5_000 - 33);
    expect(ring.after(0).map(({ number }) => number)).toEqual(Array.from({ length: 33 }, (_, i) => 4_968 + i));
    expect(ring.after(4_990, 3).map(({ number }) => number)).toEqual([4_991, 4_992, 4_993]);
  });

  it('holds nothing that is larger than all of it', () => {
    const ring = new TrafficRing(1_000);
    ring.push(batch([2_000]));
    expect([ring.count, ring.bytes, ring.dropped, ring.last]).toEqual([0, 0, 1, 1]);
  });

  it('goes on counting after it was cleared', () => {
    const ring = new TrafficRing(10_000);
    ring.push(batch([1, 1]));
    ring.clear();
    expect([ring.count, ring.bytes]).toEqual([0, 0]);
    ring.push(batch([1]));
    expect(ring.after(0).map(({ number }) => number)).toEqual([3]);
  });

  it('tells connections of a host that was started again from those before', () => {
    const ring = new TrafficRing(10_000);
    ring.push(batch([1], { links: [link(1)], on: 1 }));
    ring.push(batch([1], { links: [link(1, 503)], on: 1 }));
    expect(ring.after(0).map(({ link: number, ends }) => [number, ends!.remotePort])).toEqual([
      [1, 502],
      [2, 503],
    ]);
  });

  it('knows a connection again that was not recorded for a while', () => {
    const ring = new TrafficRing(10_000);
    ring.push(batch([1], { links: [link(1)], on: 1 }));
    ring.push(batch([1], { links: [link(2)], on: 2 }));
    expect(ring.after(0).map(({ link: number }) => number)).toEqual([1, 1]);
  });

  it('adds up what was missed on the way', () => {
    const ring = new TrafficRing(10_000);
    ring.push(batch([], { missed: 3 }));
    ring.push(batch([], { missed: 4 }));
    expect(ring.missed).toBe(7);
  });
});
