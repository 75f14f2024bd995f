import { describe, expect, it } from 'vitest';
import { auditSummary } from './audit-summary.ts';

describe('the line on an entry', () => {
  it('says why, and what changed to what', () => {
    const told = {
      action: 'config.applied',
      reason: 'Faster',
      before: { revision: 1, mode: 'a' },
      after: { revision: 2, mode: 'a' },
    };
    expect(auditSummary(told)).toBe('“Faster” · revision 1 → 2');
  });

  it('says what was written, and why it was refused', () => {
    expect(auditSummary({ action: 'write.refused', code: 'NOT_ARMED', before: 42, after: 50 })).toBe(
      'NOT_ARMED · 42 → 50',
    );
    expect(auditSummary({ action: 'write.requested', before: null, after: 50 })).toBe('50');
  });

  it('names hashes by their beginning, and no more than a line holds', () => {
    const hash = 'f2b7f3b9c2be35571f175a3dbb57fbafac89e2b7cccad52e07344fbbfd5cad34';
    expect(auditSummary({ action: 'x', after: { hash } })).toBe('hash f2b7f3b9c2be…');
    const many = Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`field${n}`, n]));
    expect(auditSummary({ action: 'x', after: many })).toBe('field0 0, field1 1, field2 2, field3 3, 5 more');
  });
});
