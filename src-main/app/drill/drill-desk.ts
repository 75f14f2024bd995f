import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type {
  DrillRequest,
  DrillResult,
  DrillRow,
  DrillTarget,
  RunningDrill,
} from '../../../src-shared/contract/drill.ts';
import { NexusError, toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { DrillStore } from '../../diagnostics/drill/drill-store.ts';
import { Emitter } from '../../kernel/emitter.ts';
import { type Disposable, Lifetime } from '../../kernel/lifetime.ts';
import { STATE_FOLDER } from '../../project/project-layout.ts';
import type { JobOutcome, RunningJob } from '../jobs/job-list.ts';
import type { DrillParts } from './drill-parts.ts';
import { requireRoom } from './drill-room.ts';
import { DrillRun } from './drill-run.ts';
import { drillTargets } from './drill-targets.ts';

/** Who starts a drill. */
export interface DrillStarter {
  readonly name: string;
  /** Of his session: what he started ends with it. */
  readonly session: string;
}

const DEPLOYS: ReadonlySet<string> = new Set(['deploy', 'deploy-pack']);
const LEFT = 'The gateway ended while this drill ran. Cuts end with it: nothing stayed cut.';

/** Outage drills of this gateway: one at a time, as a job, its result kept with the project. */
export class DrillDesk implements Disposable {
  /** The drill that runs, or undefined; about once a second while one does. */
  readonly changed = new Emitter<RunningDrill | undefined>();
  readonly store: DrillStore;
  readonly #parts: DrillParts;
  readonly #lifetime = new Lifetime('drills');
  #running: { readonly run: DrillRun; readonly job: string; readonly session: string } | undefined;
  #isStarting = false;

  constructor(parts: Omit<DrillParts, 'store'>) {
    this.store = new DrillStore(join(parts.folder, STATE_FOLDER, 'drills'), parts.logger);
    this.#parts = { ...parts, store: this.store };
    this.#lifetime.add(
      parts.access.sessions.ended.on(({ session }) => {
        const { job, session: owner } = this.#running ?? {};
        if (job !== undefined && owner === session.id) void parts.jobs.cancel(job);
      }),
    );
  }

  get running(): RunningDrill | undefined {
    return this.#running?.run.view;
  }

  targets(): DrillTarget[] {
    return drillTargets(this.#parts);
  }

  /** @throws NexusError NX_DRILL_BUSY, NX_DRILL_NO_TARGET, NX_DRILL_CONFIRM, NX_DRILL_NO_ROOM, NX_REQUEST_INVALID */
  async start(request: DrillRequest, starter: DrillStarter): Promise<RunningDrill> {
    this.#requireQuiet();
    const targets = this.#chosen(request);
    this.#isStarting = true;
    try {
      if (request.sinks.length > 0) await requireRoom(this.#parts, request.forS);
      this.#requireNoDeploy();
      return await this.#begin(request, targets, starter);
    } finally {
      this.#isStarting = false;
    }
  }

  /** Restores what is cut and waits for the end. @throws NexusError NX_NOT_FOUND */
  async end(id: string): Promise<DrillRow> {
    const running = this.#running;
    if (running?.run.view.id !== id) return await this.store.get(id);
    await this.#parts.jobs.cancel(running.job);
    return await this.store.get(id);
  }

  dispose(): Promise<void> {
    return this.#lifetime.dispose();
  }

  async #begin(
    request: DrillRequest,
    targets: readonly DrillTarget[],
    { name, session }: DrillStarter,
  ): Promise<RunningDrill> {
    const { clock, jobs } = this.#parts;
    const startedUs = clock.wallUs();
    const id = DrillStore.idOf(startedUs / 1_000, randomBytes(2).toString('hex'));
    const run = new DrillRun(this.#parts, { id, request, targets, actor: name, startedUs }, (view) =>
      this.changed.emit(view),
    );
    // What is here when the gateway ends in the middle of it.
    await this.store.save(run.stopped('interrupted', LEFT));
    const title = `Outage drill: ${targets.map((target) => target.title).join(', ')}`;
    const job = jobs.start({ kind: 'drill', title, actor: name }, (own) => this.#work(run, own));
    this.#running = { run, job: job.id, session };
    this.changed.emit(run.view);
    return run.view;
  }

  async #work(run: DrillRun, job: RunningJob): Promise<JobOutcome> {
    // The desk is to know of it before it tells of itself.
    await Promise.resolve();
    try {
      const result = await run.run(job).catch((error: unknown) => this.#cutShort(run, job.signal, error));
      await this.store.save(result);
      return { text: result.text };
    } finally {
      this.#running = undefined;
      this.changed.emit(undefined);
    }
  }

  #cutShort(run: DrillRun, { aborted }: AbortSignal, error: unknown): DrillResult {
    if (aborted) return run.stopped('cancelled', 'Ended before its time; everything that was cut is restored.');
    const { text } = toNexusError(error);
    return run.stopped('interrupted', `The drill could not go on: ${text} Everything that was cut is restored.`);
  }

  #requireQuiet(): void {
    const { running } = this;
    if (running || this.#isStarting) {
      const text = running
        ? `${running.actor} runs an outage drill of ${running.targets.map(({ title }) => title).join(', ')}. One runs at a time: wait for its end, or end it.`
        : 'Another outage drill is just being started. One runs at a time.';
      throw new NexusError('NX_DRILL_BUSY', text);
    }
    this.#requireNoDeploy();
  }

  #requireNoDeploy(): void {
    const deploy = this.#parts.jobs.views.find(({ kind, state }) => DEPLOYS.has(kind) && state === 'running');
    if (deploy)
      throw new NexusError('NX_DRILL_BUSY', `“${deploy.title}” is under way. Start the drill when it has ended.`);
  }

  #chosen({ sinks, devices, confirm }: DrillRequest): readonly DrillTarget[] {
    const all = this.targets();
    const named = (name: string, isDevice: boolean): DrillTarget => {
      const found = all.find((target) => target.name === name && (target.kind === 'device') === isDevice);
      if (!found) {
        const there = all.filter(({ kind }) => (kind === 'device') === isDevice).map((target) => target.name);
        const text = `There is no ${isDevice ? 'device' : 'sink'} “${name}”. There are: ${there.slice(0, 20).join(', ')}.`;
        throw new NexusError('NX_DRILL_NO_TARGET', text, { name });
      }
      if (found.problem !== '')
        throw new NexusError('NX_DRILL_NO_TARGET', `“${found.title}” cannot be cut. ${found.problem}`, { name });
      return found;
    };
    const targets = [...new Set(sinks)].map((name) => named(name, false));
    targets.push(...[...new Set(devices)].map((name) => named(name, true)));
    const isReal = (id: string): boolean =>
      all.some(({ kind, name, isReal: real }) => kind === 'device' && name === id && real);
    const open = targets
      .filter(({ kind }) => kind === 'device')
      .flatMap(({ name, shares }) => [name, ...shares])
      .filter((id, at, ids) => ids.indexOf(id) === at && isReal(id) && !confirm.includes(id));
    if (open.length > 0) {
      const text = `${open.map((id) => `“${id}”`).join(', ')} ${open.length === 1 ? 'is a real device' : 'are real devices'} and would be cut off. Type the id of each to confirm.`;
      throw new NexusError('NX_DRILL_CONFIRM', text, { devices: open });
    }
    return targets;
  }
}
