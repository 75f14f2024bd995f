import { describe, expect, it } from 'vitest';
import { readPgTime, timeParameter } from './pg-time.ts';

describe('times of PostgreSQL', () => {
  it('come back as they went, to the µs', () => {
    for (const us of [0, 1, -1, 946_684_800e6, 1_763_700_000_123_457, -62_135_596_800e6])
      expect(readPgTime(timeParameter(us), 0)).toBe(us);
  });

  it('are those of the 64-bit integer that the server reads', () => {
    expect(timeParameter(1_763_700_000_123_457).readBigInt64BE()).toBe(1_763_700_000_123_457n - 946_684_800_000_000n);
    expect(timeParameter(5).readBigInt64BE()).toBe(5n - 946_684_800_000_000n);
  });

  it('begin at the next whole µs', () => {
    expect(readPgTime(timeParameter(10.25), 0)).toBe(11);
  });
});
