import type { JobView } from '../../../src-shared/contract/jobs.ts';
import type { ReplayRequest, ReplayResult } from '../../../src-shared/contract/replay.ts';
import { parseQueryTime } from '../../../src-shared/domain/query-time.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { TimeRange } from '../../historian/query.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { ProjectEditor } from '../../project/revisions/project-editor.ts';
import type { JobList } from '../jobs/job-list.ts';
import type { Storage } from '../storage.ts';
import { type AskedConfigurations, askedConfigurations } from './asked-configurations.ts';
import { type ReplayWork, replayHistory } from './replay-history.ts';
import { replayPlan } from './replay-plan.ts';
import { ruleSpans } from './rule-spans.ts';

export interface ReplayParts {
  readonly clock: Clock;
  readonly jobs: JobList;
  readonly editor: ProjectEditor;
  readonly storage: Pick<Storage, 'series' | 'scan'>;
}

const KEPT = 10;

/** History replayed through two configurations, as jobs. */
export class HistoryReplays {
  readonly #parts: ReplayParts;
  readonly #results = new Map<string, ReplayResult>();

  constructor(parts: ReplayParts) {
    this.#parts = parts;
  }

  /** @throws NexusError NX_REQUEST_INVALID, NX_NOT_FOUND, NX_PROJECT_INVALID; what is met later is told by the job. */
  async start(request: ReplayRequest, actor: string): Promise<JobView> {
    const range = this.#range(request);
    const asked = await askedConfigurations(request, this.#parts.editor);
    const title = `Compare ${asked.before.title} with ${asked.after.title}`;
    return this.#parts.jobs.start({ kind: 'replay', title, actor }, async (job) => {
      try {
        const result = await this.#run(asked, range, job);
        this.#keep(job.id, result);
        return { text: result.summary };
      } catch (error) {
        if (job.signal.aborted) return { text: 'Called off. Nothing was changed.' };
        throw error;
      }
    });
  }

  /** @throws NexusError as `start`, NX_HISTORY_UNAVAILABLE, NX_CANCELLED */
  async run(request: ReplayRequest, work: Pick<ReplayWork, 'signal' | 'progress'>): Promise<ReplayResult> {
    const range = this.#range(request);
    return await this.#run(await askedConfigurations(request, this.#parts.editor), range, work);
  }

  /** @throws NexusError NX_NOT_FOUND */
  result(id: string): ReplayResult {
    const found = this.#results.get(id);
    if (found) return found;
    const text = `What the job “${id}” found is not here: it runs still, or ${KEPT} others came after it. Compare again.`;
    throw new NexusError('NX_NOT_FOUND', text, { id });
  }

  async #run(
    { revision, before, after }: AskedConfigurations,
    range: TimeRange,
    work: Pick<ReplayWork, 'signal' | 'progress'>,
  ): Promise<ReplayResult> {
    const { clock, editor, storage } = this.#parts;
    const plan = replayPlan(before, after);
    const read = plan.read.map((pair) => pair.before);
    const devicesAt = async (number: number) => (await editor.at(number)).devices;
    const spans = await ruleSpans(read, await editor.revisions(), revision, range, devicesAt);
    const found = await replayHistory(plan, spans, range, {
      ...{ ...work, clock },
      source: (tag) => ({
        series: (asked, signal) => storage.series(tag, asked, signal),
        scan: (asked, signal) => storage.scan(tag, asked, signal),
      }),
    });
    return { before: before.title, after: after.title, ...found };
  }

  #range({ from, to, zone }: ReplayRequest): TimeRange {
    const nowUs = this.#parts.clock.wallUs();
    const range = { fromUs: parseQueryTime(from, nowUs, zone), toUs: parseQueryTime(to, nowUs, zone) };
    if (range.fromUs < range.toUs) return range;
    throw new NexusError('NX_REQUEST_INVALID', `“To” ${to} is not after “From” ${from}. Swap them.`, { ...range });
  }

  #keep(id: string, result: ReplayResult): void {
    this.#results.set(id, result);
    if (this.#results.size > KEPT) this.#results.delete(this.#results.keys().next().value!);
  }
}
