import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import type { TrafficBatch } from './traffic-batch.ts';
import { TrafficTap } from './traffic-tap.ts';

let clock: FakeClock;
let batches: TrafficBatch[];
let tap: TrafficTap;
beforeEach(() => {
  clock = new FakeClock();
  batches = [];
  tap = new TrafficTap(clock, (batch) => void batches.push(batch));
});

const socket = (localPort: number) => ({
  localAddress: '127.0.0.1',
  localPort,
  remoteAddress: '127.0.0.1',
  remotePort: 502,
});

describe('what is taken off the wire', () => {
  it('is nothing until a device is recorded, and nothing of other devices', async () => {
    const [a, b] = [tap.listener('a'), tap.listener('b')];
    a('sent', Uint8Array.of(1));
    tap.record(['a']);
    a('sent', Uint8Array.of(2));
    b('sent', Uint8Array.of(3));
    await clock.advance(100);
    expect(batches.map(({ device, frames }) => [device, frames.map(({ bytes }) => [...bytes])])).toEqual([
      ['a', [[2]]],
    ]);
  });

  it('is a copy: drivers use their buffers again', async () => {
    tap.record(['a']);
    const buffer = Uint8Array.of(1, 2);
    tap.listener('a')('received', buffer);
    buffer.fill(9);
    await clock.advance(100);
    expect([...batches[0]!.frames[0]!.bytes]).toEqual([1, 2]);
  });

  it('names each connection once, at the first frame that came with it', async () => {
    tap.record(['a']);
    const listener = tap.listener('a');
    const [first, second] = [socket(50_001), socket(50_002)];
    for (const link of [first, first, second]) listener('sent', Uint8Array.of(0), link);
    await clock.advance(100);
    expect(batches[0]!.frames.map(({ link }) => link)).toEqual([1, 1, 2]);
    expect(batches[0]!.links.map(({ number, localPort }) => [number, localPort])).toEqual([
      [1, 50_001],
      [2, 50_002],
    ]);
  });

  it('is bounded between two sendings: what is too much is counted', async () => {
    tap.record(['a']);
    const listener = tap.listener('a');
    for (let i = 0; i < 300; i++) listener('sent', new Uint8Array(8_192));
    await clock.advance(100);
    const { frames, missed } = batches[0]!;
    expect(frames.length + missed).toBe(300);
    expect(frames.length * 8_192).toBeLessThanOrEqual(1024 * 1024);
    expect(missed).toBeGreaterThan(100);
    listener('sent', new Uint8Array(8_192));
    await clock.advance(100);
    expect(batches[1]).toMatchObject({ missed: 0, frames: [{}] });
  });

  it('is sent on to the end when recording stops', () => {
    tap.record(['a']);
    tap.listener('a')('sent', Uint8Array.of(1));
    tap.record([]);
    tap.listener('a')('sent', Uint8Array.of(2));
    expect(batches.flatMap(({ frames }) => frames.map(({ bytes }) => bytes[0]))).toEqual([1]);
  });
});
