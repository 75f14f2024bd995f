import { describe, expect, it } from 'vitest';
import { type JudgedTag, judgeSamples } from './judge-samples.ts';
import { SampleTrack } from './sample-track.ts';

const TAG = 7;
const SECOND = 1_000_000;
const servedUs = [0, 1, 2, 3, 4].map((n) => n * SECOND);

function track(...ns: readonly (number | null)[]): SampleTrack {
  const track = new SampleTrack(TAG);
  for (const [i, n] of ns.entries()) track.see(n === null ? null : n * 100 + TAG, i);
  return track;
}

const judge = (stored: SampleTrack, rest: Partial<JudgedTag> = {}) =>
  judgeSamples([{ topic: 'a/b', servedUs, stored, gaps: [], ...rest }]);

describe('the judge of samples', () => {
  it('finds nothing wrong where both sinks have everything once and in order', () => {
    const received = track(0, 1, 2, null, 3, 4);
    expect(judge(track(0, 1, 2, null, 3, 4), { received })).toEqual({
      stored: 6,
      received: 6,
      repeats: 0,
      missing: 0,
      gaps: 0,
      faults: [],
    });
  });

  it('counts what a subscriber got again, and what is missing inside a gap', () => {
    const gaps = [{ fromUs: 0.5 * SECOND, toUs: 2.5 * SECOND }];
    const verdict = judge(track(0, 3, 4), { received: track(0, 3, 0, 3, 4), gaps });
    expect(verdict).toMatchObject({ repeats: 2, missing: 2, gaps: 1, faults: [] });
  });

  it('does not miss what was handed out after the newest that is stored', () => {
    expect(judge(track(0, 1))).toMatchObject({ missing: 0, faults: [] });
  });

  it.each([
    ['a lost sample', track(0, 1, 3), {}, 'a/b: missing outside of every gap: 1 samples, 2'],
    ['a doubled one', track(0, 1, 1, 2), {}, 'a/b: 1 stored twice'],
    ['an invented one', track(0, 1, 2, 3, 4, 5), {}, 'a/b: stored sample 5, and only 5 were produced'],
    [
      'an inversion at the subscriber',
      track(0, 1, 2),
      { received: track(0, 2, 1) },
      'a/b: received sample 1 after sample 2',
    ],
    [
      'one that was never received',
      track(0, 1, 2),
      { received: track(0, 2) },
      'a/b: stored and never received: 1 samples, 1',
    ],
    ['one that is not stored', track(0, 1), { received: track(0, 1, 2) }, 'a/b: received and not stored: 1 samples, 2'],
  ])('names %s', (_, stored, rest, fault) => {
    expect(judge(stored, rest).faults).toEqual([fault]);
  });

  it('names a value of another tag', () => {
    const stored = track(0);
    stored.see(108, 1);
    expect(judge(stored).faults).toEqual(['a/b: stored value 108 of another tag']);
  });
});
