import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { collectOutcomes, readOutcomes } from './test-outcome.ts';
import VitestOutcome from './vitest-outcome.ts';

afterEach(() => vi.unstubAllEnvs());

it('names what nobody caught by the first line that is ours, and a process that died by its file and signal', () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'nexus-outcomes-')), 'outcomes.jsonl');
  vi.stubEnv('NEXUS_TEST_OUTCOMES', '');
  collectOutcomes(file);
  const stack = [
    'Error: late',
    '    at emit (node:events:1:1)',
    '    at Client.end (/p/node_modules/mqtt/client.js:2:2)',
    '    at Timeout.close (/p/src-main/a.ts:10:5)',
  ].join('\n');
  const died = { message: 'Worker exited unexpectedly with signal SIGSEGV while running test file b.test.ts' };
  new VitestOutcome().onTestRunEnd(
    [],
    [
      { message: 'late', stack },
      { message: 'Worker forks emitted error.', cause: died },
    ],
  );
  expect(readOutcomes(file)).toEqual([
    { kind: 'failed', test: 'nobody caught › at Timeout.close (/p/src-main/a.ts:10:5)', reason: 'late' },
    {
      kind: 'failed',
      test: 'nobody caught › no line of ours',
      reason: `Worker forks emitted error. ${died.message}`,
    },
  ]);
});
