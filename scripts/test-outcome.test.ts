import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { collectOutcomes, noteOutcome, readOutcomes } from './test-outcome.ts';

afterEach(() => vi.unstubAllEnvs());

it('keeps what failed or needed a second try, with the first line of why, for the end of all steps', () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'nexus-outcomes-')), 'outcomes.jsonl');
  vi.stubEnv('NEXUS_TEST_OUTCOMES', '');
  collectOutcomes(file);
  noteOutcome({ kind: 'failed', test: 'a', reason: '\n\u001b[31mexpected 1\u001b[39m\nto be 2' });
  noteOutcome({ kind: 'flaky', test: 'b', reason: '' });
  expect(readOutcomes(file)).toEqual([
    { kind: 'failed', test: 'a', reason: 'expected 1' },
    { kind: 'flaky', test: 'b', reason: '' },
  ]);
});

it('keeps nothing where nobody collects', () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'nexus-outcomes-')), 'outcomes.jsonl');
  collectOutcomes(file);
  vi.stubEnv('NEXUS_TEST_OUTCOMES', '');
  noteOutcome({ kind: 'failed', test: 'a', reason: 'why' });
  expect(readOutcomes(file)).toEqual([]);
});
