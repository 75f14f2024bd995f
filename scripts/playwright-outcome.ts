import type { Reporter, Suite } from '@playwright/test/reporter';
import { noteOutcome } from './test-outcome.ts';

/** Notes what failed or needed a second try, for the list at the end of all steps. */
export default class PlaywrightOutcome implements Reporter {
  #suite: Suite | undefined;

  onBegin(_config: unknown, suite: Suite): void {
    this.#suite = suite;
  }

  onEnd(): void {
    for (const test of this.#suite?.allTests() ?? []) {
      const outcome = test.outcome();
      if (outcome !== 'flaky' && outcome !== 'unexpected') continue;
      const name = test.titlePath().filter(Boolean).join(' › ');
      const reason = test.results.find(({ error }) => error)?.error?.message ?? '';
      noteOutcome({ kind: outcome === 'flaky' ? 'flaky' : 'failed', test: name, reason });
    }
  }
}
