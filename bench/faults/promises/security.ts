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
    row: 33,
    promise:
      'A change of the project is made whole or not at all, whenever the power goes: the next start has the old state or the new one, and devices that did not change lose no poll.',
    figure:
      'the end of the process at each step of an apply (temporary file, sync, rename and sync of the folder, for contents, intent and files; the number; devices let go; health window; way back), alone and while it is recovered from',
    proofs: [
      { campaign: 'crash-points' },
      { test: 'src-main/app/hot-apply.integration.test.ts', says: 'loses no poll of the other ninety-nine' },
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
