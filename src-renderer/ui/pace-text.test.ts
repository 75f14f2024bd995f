import { describe, expect, it } from 'vitest';
import { paceSentence } from './pace-text.ts';

describe('a pace in words', () => {
  it('says its bounds and why it is what it is', () => {
    const pace = { intervalMs: 1_000, fastestMs: 200, slowestMs: 90_000, nowMs: 400, heldBack: 3, tags: 2 };
    expect(paceSentence({ ...pace, cause: 'steady' })).toBe('Adaptive, 200\u00A0ms–1.5\u00A0min: nothing changes.');
    expect(paceSentence({ ...pace, cause: 'budget' })).toContain(': endpoint has no time left.');
  });
});
