import { describe, expect, it } from 'vitest';
import type { AuditVerdict } from '../../../src-shared/contract/audit.ts';
import { verdictWords } from './verdict-words.ts';

const verdict = (more: Partial<AuditVerdict>): AuditVerdict => ({
  ...{
    state: 'ok',
    time: '2026-02-03T14:02:00.000Z',
    entries: 18_412,
    first: 1,
    last: 18_412,
    findings: [],
    broken: 0,
  },
  ...more,
});

describe('the line on the chain', () => {
  it('says up to when it was verified, and how much', () => {
    const { tone, text } = verdictWords({ verdict: verdict({}), unavailable: null });
    expect(tone).toBe('ok');
    expect(text).toMatch(/^Verified to 2026-02-03 .*, 18.412 entries$/);
  });

  it('names the first entry that is broken, and how many more there are', () => {
    const finding = { kind: 'altered', entry: 9_120, text: 'Entry 9120 was altered after it was written.' } as const;
    const { tone, text } = verdictWords({
      verdict: verdict({ state: 'broken', findings: [finding], broken: 3 }),
      unavailable: null,
    });
    expect(tone).toBe('bad');
    expect(text).toMatch(/^Chain broken at entry 9.120\. .* 2 more\.$/);
  });

  it('says first that no entry is taken', () => {
    expect(verdictWords({ verdict: verdict({}), unavailable: 'No room.' })).toEqual({ tone: 'bad', text: 'No room.' });
  });
});
