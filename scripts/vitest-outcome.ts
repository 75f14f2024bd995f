import type { Reporter, SerializedError, TestCase, TestModule, TestSuite } from 'vitest/node';
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

  /** A file that could not be run has no test that says so, and neither has what stands around its tests. */
  onTestModuleEnd(module: TestModule): void {
    for (const { message } of module.errors())
      noteOutcome({ kind: 'failed', test: module.relativeModuleId, reason: message });
  }

  onTestSuiteResult(suite: TestSuite): void {
    for (const { message } of suite.errors())
      noteOutcome({ kind: 'failed', test: `${suite.module.relativeModuleId} › ${suite.fullName}`, reason: message });
  }

  /** What nobody caught fails the run beside every test that passed, and belongs to none of them. */
  onTestRunEnd(_: readonly TestModule[], uncaught: readonly SerializedError[]): void {
    for (const { message, stack, cause } of uncaught) {
      // A process that died names its file and signal there.
      const reason = cause instanceof Object && 'message' in cause ? `${message} ${String(cause.message)}` : message;
      noteOutcome({ kind: 'failed', test: `nobody caught › ${ownFrame(stack)}`, reason });
    }
  }
}

/** The first line of the stack that is ours; what a library threw by itself has none. */
const ownFrame = (stack: string | undefined): string =>
  stack
    ?.split('\n')
    .find((line) => /\bat\b/.test(line) && !line.includes('node_modules') && !line.includes('node:'))
    ?.trim() ?? 'no line of ours';
