import { describe, expect, it } from 'vitest';
import { checkQuery } from './query-check.ts';

const NOW = 1_763_700_000e6;
const query = { projectUid: 'p', tagUid: 't', deviceUid: 'd', fromUs: NOW - 1e6, toUs: NOW };

describe('a question to history', () => {
  it('may be about any time between the years 1 and 9999', () => {
    expect(() => checkQuery(query)).not.toThrow();
    expect(() =>
      checkQuery({ ...query, fromUs: Date.UTC(1601, 0, 1) * 1_000, toUs: Date.UTC(9999, 0, 1) * 1_000 }),
    ).not.toThrow();
  });

  it.each([
    [{ fromUs: NOW, toUs: NOW }, /is empty/],
    [{ fromUs: NOW + 1 }, /is empty/],
    [{ fromUs: Number.NaN }, /NaN µs is not in the years/],
    [{ toUs: Number.POSITIVE_INFINITY }, /Infinity µs/],
    [{ fromUs: -1e30 }, /years 1 to 9999/],
    [{ buckets: 0 }, /0 buckets are outside/],
    [{ buckets: -5 }, /outside/],
    [{ buckets: 1.5 }, /outside/],
    [{ buckets: 1e9 }, /outside 1–20000/],
    [{ buckets: 10, epochs: 'all' as const }, /latest epoch only/],
  ])('is refused without sense: %j', (part, text) => {
    expect(() => checkQuery({ ...query, ...part })).toThrow(text);
    expect(() => checkQuery({ ...query, ...part })).toThrow(/NX_REQUEST_INVALID/);
  });
});
