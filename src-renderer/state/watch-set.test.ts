import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WatchSet } from './watch-set.ts';

describe('the watch set', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const givenSet = () => {
    const sent: number[][] = [];
    const set = new WatchSet(async (tags) => void sent.push(tags));
    return { set, sent };
  };

  it('sends once for many holds that come together', () => {
    const { set, sent } = givenSet();
    for (let tag = 0; tag < 40; tag++) set.hold([tag]);
    vi.advanceTimersByTime(100);
    expect(sent.length).toBe(1);
    expect(sent[0]!.length).toBe(40);
  });

  it('lets a tag go 2 s after its last holder', () => {
    const { set, sent } = givenSet();
    const first = set.hold([7]);
    const second = set.hold([7]);
    vi.advanceTimersByTime(100);
    first();
    vi.advanceTimersByTime(5_000);
    expect(sent).toEqual([[7]]);
    second();
    vi.advanceTimersByTime(1_900);
    expect(set.size).toBe(1);
    vi.advanceTimersByTime(200);
    expect(sent).toEqual([[7], []]);
    expect(set.size).toBe(0);
  });

  it('asks nothing of the engine when a tag comes back in time', () => {
    const { set, sent } = givenSet();
    const release = set.hold([7]);
    vi.advanceTimersByTime(100);
    release();
    vi.advanceTimersByTime(1_000);
    set.hold([7]);
    vi.advanceTimersByTime(5_000);
    expect(sent).toEqual([[7]]);
    expect(set.size).toBe(1);
  });

  it('tells a new connection everything at once', () => {
    const { set, sent } = givenSet();
    set.hold([1, 2]);
    vi.advanceTimersByTime(100);
    set.resend();
    expect(sent).toEqual([
      [1, 2],
      [1, 2],
    ]);
  });
});
