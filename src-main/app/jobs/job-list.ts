import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import type { JobView } from '../../../src-shared/contract/jobs.ts';
import { NexusError, toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { Clock } from '../../kernel/clock.ts';
import { Emitter } from '../../kernel/emitter.ts';
import { type Disposable, Lifetime } from '../../kernel/lifetime.ts';
import type { Logger } from '../../kernel/logger.ts';

const KEPT = 100;
/** Of the newest jobs the files are kept as well. */
const KEPT_FILES = 10;
/** Jobs that run at once; each has a few megabytes in hand. */
const MOST_RUNNING = 4;
const TELL_EVERY_MS = 250;

/** What the work of a job is given. */
export interface RunningJob {
  readonly id: string;
  /** Aborted when the job is called off. */
  readonly signal: AbortSignal;
  /** @param share 0–1, or null where nobody can tell. */
  readonly progress: (share: number | null, text: string) => void;
}

/** How the work of a job ended; one that was called off may say what it had done by then. */
export interface JobOutcome {
  readonly text: string;
  /** A file for whoever started it, which then belongs to the list. */
  readonly file?: { readonly path: string; readonly name: string; readonly bytes: number };
}

interface Entry {
  view: JobView;
  /** Who may fetch its file; everybody who may read where nobody is named. */
  owner: string | undefined;
  file: { readonly path: string } | undefined;
  readonly cancelled: AbortController;
  ended: Promise<void>;
}

/** The last hundred jobs since the start. Work goes on whether or not a page looks on, until it ends or is called off. */
export class JobList implements Disposable {
  readonly changed = new Emitter<readonly JobView[]>();
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #lifetime = new Lifetime('jobs');
  #entries: Entry[] = [];
  #isTold = true;

  constructor(clock: Clock, logger: Logger) {
    this.#clock = clock;
    this.#logger = logger;
    this.#lifetime.add(clock.every(TELL_EVERY_MS, () => this.#tell()));
  }

  /** Newest first. */
  get views(): readonly JobView[] {
    return this.#entries.map(({ view }) => view);
  }

  /** @throws NexusError NX_REQUEST_INVALID while as many jobs run as may. */
  start(about: Pick<JobView, 'kind' | 'title' | 'actor'>, run: (job: RunningJob) => Promise<JobOutcome>): JobView {
    const running = this.#entries.filter(({ view }) => view.state === 'running').length;
    if (running >= MOST_RUNNING) {
      const text = `${running} jobs run already, which is the most at once. Wait for one of them, or cancel it.`;
      throw new NexusError('NX_REQUEST_INVALID', text, { running });
    }
    const cancelled = new AbortController();
    const first = { state: 'running', progress: null, text: '', endedMs: null, result: null } as const;
    const id = randomBytes(9).toString('base64url');
    const entry: Entry = {
      view: { id, ...about, ...first, startedMs: this.#nowMs() },
      owner: undefined,
      file: undefined,
      cancelled,
      ended: Promise.resolve(),
    };
    this.#entries.unshift(entry);
    entry.ended = this.#run(entry, run);
    this.#prune();
    this.#change(entry, {});
    return entry.view;
  }

  /** Newest first, as one of the callers sees them: files of others are not shown. */
  viewsFor(caller: string): readonly JobView[] {
    return this.#entries.map((entry) => viewFor(entry, caller));
  }

  /** Names who may fetch the file of a job. @returns the job, as it is. */
  give(view: JobView, owner: string): JobView {
    this.#entry(view.id).owner = owner;
    return view;
  }

  /** @throws NexusError NX_NOT_FOUND */
  view(id: string, caller: string): JobView {
    return viewFor(this.#entry(id), caller);
  }

  /** The file of a job. @throws NexusError NX_NOT_FOUND where there is none, none any more, or one of somebody else. */
  file(id: string, caller: string): { readonly path: string; readonly name: string; readonly bytes: number } {
    const entry = this.#entry(id);
    const { view, file } = entry;
    if (file && view.result && isFor(entry, caller)) return { path: file.path, ...view.result };
    throw new NexusError(
      'NX_NOT_FOUND',
      `The job “${view.title}” has no file for you, or it is no longer kept. Start it again.`,
      { id },
    );
  }

  /** Ends a job that runs, and waits for its end. @throws NexusError NX_NOT_FOUND */
  async cancel(id: string): Promise<JobView> {
    const entry = this.#entry(id);
    entry.cancelled.abort();
    await entry.ended;
    return entry.view;
  }

  async dispose(): Promise<void> {
    for (const { cancelled } of this.#entries) cancelled.abort();
    await Promise.all(this.#entries.map(({ ended }) => ended));
    await this.#lifetime.dispose();
  }

  async #run(entry: Entry, run: (job: RunningJob) => Promise<JobOutcome>): Promise<void> {
    const { signal } = entry.cancelled;
    try {
      const progress = (share: number | null, text: string): void => this.#change(entry, { progress: share, text });
      const { text, file } = await run({ id: entry.view.id, signal, progress });
      entry.file = file;
      const result = file ? { name: file.name, bytes: file.bytes } : null;
      const isCancelled = signal.aborted && !file;
      this.#end(entry, isCancelled ? { state: 'cancelled', text } : { state: 'done', progress: 1, text, result });
    } catch (error) {
      const { code, text } = toNexusError(error);
      if (signal.aborted) this.#end(entry, { state: 'cancelled', text: 'Called off. Nothing of a file was kept.' });
      else {
        this.#logger.warn(`a job was not done: ${text}`, { code, job: entry.view.title });
        this.#end(entry, { state: 'failed', text });
      }
    }
  }

  #end(entry: Entry, to: Partial<JobView>): void {
    this.#change(entry, { ...to, endedMs: this.#nowMs() });
    this.#prune();
    this.#isTold = true;
    this.changed.emit(this.views);
  }

  #change(entry: Entry, to: Partial<JobView>): void {
    entry.view = { ...entry.view, ...to };
    this.#isTold = false;
  }

  #tell(): void {
    if (this.#isTold) return;
    this.#isTold = true;
    this.changed.emit(this.views);
  }

  /** Forgets the oldest jobs that have ended, and removes the files of all but the newest. */
  #prune(): void {
    const isOver = ({ view }: Entry): boolean => view.state !== 'running';
    const gone = this.#entries.slice(KEPT).filter(isOver);
    this.#entries = this.#entries.filter((entry) => !gone.includes(entry));
    const old = this.#entries.filter(({ file }) => file).slice(KEPT_FILES);
    for (const entry of [...old, ...gone.filter(({ file }) => file)]) {
      const { path } = entry.file!;
      entry.file = undefined;
      entry.view = { ...entry.view, result: null };
      rm(path, { force: true }).catch((error: unknown) => {
        this.#logger.warn('the file of an old job could not be removed', { path, error: String(error) });
      });
    }
  }

  #entry(id: string): Entry {
    const found = this.#entries.find(({ view }) => view.id === id);
    if (!found)
      throw new NexusError('NX_NOT_FOUND', `There is no job “${id}” any more. The last ${KEPT} are kept.`, { id });
    return found;
  }

  #nowMs(): number {
    return Math.round(this.#clock.wallUs() / 1_000);
  }
}

const isFor = ({ owner }: Entry, caller: string): boolean => owner === undefined || owner === caller;
const viewFor = (entry: Entry, caller: string): JobView =>
  isFor(entry, caller) ? entry.view : { ...entry.view, result: null };
