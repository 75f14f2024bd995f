import { create } from 'zustand';
import type { TestStep } from '../../../src-shared/contract/drivers.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { jobStarted } from '../../state/jobs.ts';
import { tabOpened } from '../../state/layout.ts';
import { changeEdit, editOf } from './device-edits.ts';
import { deviceFile } from './device-faults.ts';
import { textAt } from './device-form.ts';
import { editorForm } from './editor-sections.ts';

/** A test of a connection. `refused`: it could not be made, and the reason says why. */
export interface TestRun {
  readonly state: 'running' | 'passed' | 'failed' | 'cancelled' | 'refused';
  readonly steps: readonly TestStep[];
  /** By performance.now(). */
  readonly startedMs: number;
  readonly tookMs: number;
  readonly reason: { readonly code: string; readonly text: string } | null;
}

/** The last test of each tab; one goes on while its tab stands behind another. */
export const useTestRuns = create<{ readonly byTab: Readonly<Record<string, TestRun>> }>()(() => ({ byTab: {} }));

const running = new Map<string, AbortController>();

/**
 * Tries the connection as it stands in the form, unless something in it is wrong: then its faults are to be seen. Saves
 * nothing. One that is running goes on.
 */
export function testStarted(tab: string): void {
  const edit = editOf(tab);
  if (!edit || running.has(tab)) return;
  const { sections, faults } = editorForm(edit);
  const wrong = faults.filter(({ path, severity }) => severity === 'error' && path.startsWith('connection.'));
  if (wrong.length > 0) {
    changeEdit(tab, (now) => ({ ...now, left: new Set([...now.left, ...wrong.map(({ path }) => path)]) }));
    return;
  }
  const file = deviceFile(edit, sections);
  void run(tab, { ...file, ...(edit.tags.length > 0 && { tags: edit.tags }) }, textAt(file, 'name'));
}

export const testCancelled = (tab: string): void => running.get(tab)?.abort();

async function run(tab: string, device: Readonly<Record<string, unknown>>, name: string): Promise<void> {
  const abort = new AbortController();
  const { signal } = abort;
  running.set(tab, abort);
  const job = jobStarted({
    title: `Test connection of ${name || 'a new device'}`,
    cancel: () => abort.abort(),
    show: () => tabOpened(tab, 'kept'),
  });
  const startedMs = performance.now();
  let now: TestRun = { state: 'running', steps: [], startedMs, tookMs: 0, reason: null };
  const put = (change: Partial<TestRun>): void => {
    now = { ...now, ...change, tookMs: performance.now() - startedMs };
    useTestRuns.setState(({ byTab }) => ({ byTab: { ...byTab, [tab]: now } }));
  };
  put({});
  // Whoever cancels is told at once, whatever the gateway still has to put away.
  signal.addEventListener('abort', () => put({ state: 'cancelled' }), { once: true });
  try {
    for await (const step of await rpc().drivers.test({ signal, input: { device: { ...device } } })) {
      if (signal.aborted) break;
      put({ steps: withStep(now.steps, step) });
    }
    if (!signal.aborted) put({ state: now.steps.some(({ state }) => state === 'fail') ? 'failed' : 'passed' });
  } catch (error) {
    const { code, text } = toNexusError(error);
    if (!signal.aborted) put({ state: 'refused', reason: { code, text } });
  }
  running.delete(tab);
  endJob(job, now);
}

function endJob(job: ReturnType<typeof jobStarted>, run: TestRun): void {
  const failed = run.steps.find(({ state }) => state === 'fail');
  if (run.state === 'cancelled') job.cancelled('Cancelled. Nothing was saved.');
  else if (run.state === 'passed') job.done(`Passed in ${Math.round(run.tookMs)} ms.`);
  else job.failed(run.reason?.text ?? failed?.reason?.text ?? 'It did not pass.');
}

/** A later word about a step takes the place of the earlier one. */
function withStep(steps: readonly TestStep[], step: TestStep): readonly TestStep[] {
  const at = steps.findIndex(({ id }) => id === step.id);
  return at < 0 ? [...steps, step] : steps.with(at, step);
}
