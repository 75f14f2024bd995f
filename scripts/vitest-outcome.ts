import type { Reporter, TestCase, TestModule } from 'vitest/node';
import { noteOutcome } from './test-outcome.ts';

/** Notes what failed or needed a second try, for the list at the end of all steps. */
export default class VitestOutcome implements Reporter {
  onTestCaseResult(test: TestCase): void {
    const { state, errors } = test.result();
    const isFlaky = test.diagnostic()?.flaky === true;
    if (state !== 'failed' && !isFlaky) return;
    const name = `${test.module.relativeModuleId} › ${test.fullName}`;
    noteOutcome({ kind: isFlaky ? 'flaky' : 'failed', test: name, reason: errors?.[0]?.message ?? '' });
  }

  /** A file that could not be run has no test that says so. */
  onTestModuleEnd(module: TestModule): void {
    for (const { message } of module.errors())
      noteOutcome({ kind: 'failed', test: module.relativeModuleId, reason: message });
  }
}
