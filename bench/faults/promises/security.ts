import type { Promised } from './promise.ts';

/** Rows 32-40. */
export const SECURITY: readonly Promised[] = [
  {
    row: 32,
    promise: 'Every fault of a configuration is named in one pass: its place, what stands there, and what is allowed.',
    figure: 'the 60 kinds of the reference; 60 faults among 200 tags in one pass',
    proofs: [
      { test: 'src-main/project/check/appendix-a.test.ts', says: 'each of its sixty kinds' },
      {
        test: 'src-main/project/check/one-pass.test.ts',
        says: 'are all named in one pass over a project with 200 tags',
      },
    ],
  },
  {
    row: 36,
    promise:
      'Nobody alters the audit trail unseen, with the key or without, as long as one checkpoint is kept elsewhere.',
    figure:
      '1,000 entries: every byte flipped, every cut, every entry dropped, swapped, doubled, put in or sealed anew is found',
    proofs: [
      { campaign: 'tampering' },
      {
        test: 'src-main/access/audit/audit-trail.test.ts',
        says: 'cuts off what a crash left half written, and says so',
      },
    ],
  },
];
