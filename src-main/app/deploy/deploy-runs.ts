import { randomBytes } from 'node:crypto';
import { DEPLOY_STEPS, type DeployRunView } from '../../../src-shared/contract/deploy-views.ts';
import type { Identity } from '../../../src-shared/domain/access.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { Emitter } from '../../kernel/emitter.ts';
import type { JobList, JobOutcome, RunningJob } from '../jobs/job-list.ts';
import type { DeployParts } from './deploy-parts.ts';
import { deployToTarget, type RunTarget, type TargetTask } from './deploy-to-target.ts';
import type { TargetList } from './target-list.ts';

const KEPT = 50;
/** Targets at once where the order allows it. */
const AT_ONCE = 8;

export interface RunRequest {
  readonly targets: readonly string[];
  readonly task: TargetTask;
  readonly revision: number;
  readonly comment: string;
  readonly order: DeployRunView['order'];
}

/** Deploys and rollbacks of this workstation, as jobs; the last fifty since the start. */
export class DeployRuns {
  readonly changed = new Emitter<readonly DeployRunView[]>();
  readonly #parts: DeployParts;
  readonly #targets: TargetList;
  readonly #jobs: JobList;
  #runs: DeployRunView[] = [];

  constructor(parts: DeployParts, targets: TargetList, jobs: JobList) {
    this.#parts = parts;
    this.#targets = targets;
    this.#jobs = jobs;
  }

  /** Newest first. */
  get views(): DeployRunView[] {
    return [...this.#runs];
  }

  /** @throws NexusError NX_NOT_FOUND */
  view(id: string): DeployRunView {
    const found = this.#runs.find((run) => run.id === id);
    if (found) return found;
    throw new NexusError(
      'NX_NOT_FOUND',
      `There is no deploy “${id}” any more. The last ${KEPT} since the start are kept.`,
    );
  }

  /** @throws NexusError NX_NOT_FOUND, NX_DEPLOY_BUSY. */
  start(request: RunRequest, actor: Identity): DeployRunView {
    const { task, revision, comment, order } = request;
    const links = request.targets.map((id) => this.#targets.link(id));
    const ids = [...new Set(links.map(({ target }) => target.id))];
    const id = randomBytes(9).toString('base64url');
    this.#targets.join(ids, id);
    const names = links.map(({ target }) => target.name);
    const title = `${task.kind === 'deploy' ? `Deploy revision ${revision} to` : 'Roll back'} ${names.slice(0, 3).join(', ')}${names.length > 3 ? ` and ${names.length - 3} more` : ''}`;
    const steps = DEPLOY_STEPS.filter(
      (step) =>
        (task.kind === 'deploy' || !['upload', 'verify', 'probe'].includes(step)) &&
        (step !== 'probe' || (task.kind === 'deploy' && task.probe)),
    );
    const first: DeployRunView = {
      ...{ id, job: '', kind: task.kind, state: 'running', revision, comment, order, endedMs: null },
      author: actor.name,
      startedMs: this.#nowMs(),
      targets: ids.map((target) => ({
        target,
        name: this.#targets.link(target).target.name,
        state: 'waiting',
        steps: steps.map((step) => ({ step, state: 'waiting', text: '' })),
        ...{ gate: null, text: 'Waits for its turn.', code: null },
      })),
    };
    this.#runs = [first, ...this.#runs].slice(0, KEPT);
    try {
      const job = this.#jobs.start({ kind: 'deploy', title, actor: actor.name }, (running) =>
        this.#run(id, ids, request, actor, running),
      );
      this.#change(id, { job: job.id });
    } catch (error) {
      this.#targets.leave(ids);
      this.#runs = this.#runs.filter((run) => run.id !== id);
      throw error;
    }
    return this.view(id);
  }

  /** @throws NexusError NX_NOT_FOUND */
  async cancel(id: string): Promise<DeployRunView> {
    await this.#jobs.cancel(this.view(id).job);
    return this.view(id);
  }

  async #run(
    id: string,
    ids: readonly string[],
    { task, order, comment }: RunRequest,
    actor: Identity,
    { signal, progress }: RunningJob,
  ): Promise<JobOutcome> {
    let ended = 0;
    let failed = 0;
    const one = async (target: string): Promise<void> => {
      const isDone = await this.#one(id, target, task, { author: actor.name, comment }, actor, signal);
      if (!isDone) failed++;
      ended++;
      progress(ended / ids.length, `${ended} of ${ids.length} targets`);
    };
    try {
      for (const wave of wavesOf(ids, order)) {
        if (signal.aborted || failed > 0) break;
        for (let at = 0; at < wave.length; at += AT_ONCE) await Promise.all(wave.slice(at, at + AT_ONCE).map(one));
      }
    } finally {
      this.#targets.leave(ids);
      this.#close(id, signal.aborted);
    }
    const { targets } = this.view(id);
    const done = targets.filter(({ state }) => state === 'done').length;
    const text = `${done} of ${targets.length} targets run it.`;
    const wrong = targets.find(({ state }) => state === 'failed' || state === 'rolled-back');
    if (wrong && !signal.aborted) throw new NexusError('NX_DEPLOY_GATE', `${text} ${wrong.text}`);
    return { text };
  }

  async #one(
    id: string,
    target: string,
    task: TargetTask,
    about: { readonly author: string; readonly comment: string },
    actor: Identity,
    signal: AbortSignal,
  ): Promise<boolean> {
    const link = this.#targets.link(target);
    const tell: Parameters<typeof deployToTarget>[4] = (change, step) =>
      this.#change(id, {
        targets: this.view(id).targets.map((row) =>
          row.target === target ? { ...row, ...change, steps: stepped(row.steps, step) } : row,
        ),
      });
    const isDone = await deployToTarget(this.#parts, link, task, about, tell, signal);
    const row = this.view(id).targets.find((known) => known.target === target)!;
    await this.#parts.record({
      action: task.kind === 'deploy' ? 'deploy.run' : 'deploy.rollback',
      actor,
      object: link.target.name,
      reason: about.comment,
      after: task.kind === 'deploy' ? task.revision : { deployment: task.deployment, devices: task.devices },
      result: isDone ? 'ok' : 'failed',
      ...(row.code !== null && { code: row.code }),
    });
    // It knows its new deployment now.
    if (isDone) await this.#targets.change(target, { deployment: this.#deploymentOf(target) });
    await this.#targets.check(target);
    return isDone;
  }

  #deploymentOf(target: string): number | null {
    return this.#targets.link(target).state?.deployed?.number ?? null;
  }

  #close(id: string, isCancelled: boolean): void {
    const { targets } = this.view(id);
    const rest: Partial<RunTarget> = isCancelled
      ? { state: 'cancelled', text: 'Called off before its turn. Nothing was changed.' }
      : { state: 'skipped', text: 'Left out because an earlier target did not meet its gate. Nothing was changed.' };
    const closed = targets.map((row) => (row.state === 'waiting' ? { ...row, ...rest } : row));
    const isDone = closed.every(({ state }) => state === 'done');
    const state = isDone ? 'done' : isCancelled ? 'cancelled' : 'failed';
    this.#change(id, { targets: closed, state, endedMs: this.#nowMs() });
  }

  #change(id: string, to: Partial<DeployRunView>): void {
    this.#runs = this.#runs.map((run) => (run.id === id ? { ...run, ...to } : run));
    this.changed.emit(this.views);
  }

  #nowMs(): number {
    return Math.round(this.#parts.clock.wallUs() / 1_000);
  }
}

function wavesOf(ids: readonly string[], order: DeployRunView['order']): readonly (readonly string[])[] {
  if (order === 'all') return [ids];
  return order === 'canary' ? [ids.slice(0, 1), ids.slice(1)] : ids.map((id) => [id]);
}

function stepped(
  steps: RunTarget['steps'],
  step:
    | { readonly step: string; readonly state: RunTarget['steps'][number]['state']; readonly text?: string }
    | undefined,
): RunTarget['steps'] {
  if (!step) return steps;
  return steps.map((row) =>
    row.step === step.step ? { ...row, state: step.state, text: step.text ?? row.text } : row,
  );
}
