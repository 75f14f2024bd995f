import { describe, expect, it } from 'vitest';
import { historyNeed } from './history-need.ts';
import { PenBuffer } from './pen-buffer.ts';
import type { PenHistory } from './pen-model.ts';

const S = 1e6;
const NOW = 10_000 * S;
const range = { fromUs: NOW - 300 * S, toUs: NOW };
const WIDTH = S;

const live = (fromS: number, toS: number, capacity = 1_000): PenBuffer => {
  const buffer = new PenBuffer(capacity);
  for (let s = fromS; s <= toS; s++) buffer.push(s * S, 1, 0);
  return buffer;
};

const stored = (fromUs: number, toUs: number, newestUs = toUs): PenHistory => ({
  fromUs,
  toUs,
  series: { kind: 'raw', timeUs: Float64Array.of(newestUs), value: Float64Array.of(1), status: Uint32Array.of(0) },
  gaps: [],
});

const need = (buffer: PenBuffer, history?: PenHistory, askedAtUs = 0, view = range) =>
  historyNeed(view, WIDTH, 3 * S, buffer, history, NOW, askedAtUs);

describe('the history that a window needs', () => {
  it('reaches from its left edge to where the live buffer begins, in whole buckets', () => {
    expect(need(live(9_900, 10_000))).toEqual({ fromUs: range.fromUs, toUs: 9_900 * S });
  });

  it('reaches to now while no live sample came', () => {
    expect(need(new PenBuffer(10))).toEqual(range);
  });

  it('is none when the live buffer holds the whole window', () => {
    expect(need(live(9_600, 10_000))).toBeUndefined();
  });

  it('is none when it is there', () => {
    expect(need(live(9_900, 10_000), stored(range.fromUs, 9_900 * S))).toBeUndefined();
  });

  it('is asked for anew when the link was lost and the buffer begins later', () => {
    const buffer = live(9_900, 9_950);
    buffer.markBreak();
    buffer.push(9_990 * S, 1, 0);
    expect(need(buffer, stored(range.fromUs, 9_900 * S))).toEqual({ fromUs: range.fromUs, toUs: 9_990 * S });
  });

  it('leaves a full ring some peace: history reaches a quarter into it', () => {
    // 100 samples, 9,901…10,000 s; a quarter of 99 s behind the oldest is 9,925.75 s, in whole buckets 9,926.
    const wanted = need(live(9_800, 10_000, 100));
    expect(wanted).toEqual({ fromUs: range.fromUs, toUs: 9_926 * S });
    expect(need(live(9_800, 10_000, 100), stored(wanted!.fromUs, wanted!.toUs))).toBeUndefined();
  });

  it('is asked for again, but not at once, while the historian is behind the seam', () => {
    const behind = stored(range.fromUs, 9_900 * S, 9_880 * S);
    expect(need(live(9_900, 10_000), behind, NOW - 2 * S)).toBeUndefined();
    expect(need(live(9_900, 10_000), behind, NOW - 6 * S)).toBeDefined();
  });

  it('ends with the window where that lies in the past', () => {
    const past = { fromUs: 5_000 * S, toUs: 5_300 * S };
    expect(need(live(9_900, 10_000), undefined, 0, past)).toEqual(past);
  });
});
