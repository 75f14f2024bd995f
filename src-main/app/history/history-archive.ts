import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JobView } from '../../../src-shared/contract/jobs.ts';
import { parseDurationMs } from '../../../src-shared/domain/duration.ts';
import { NexusError, toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { ArchivePlace } from '../../historian/archive/archive-place.ts';
import { DAY_US, dayName, dayText, projectFolder } from '../../historian/archive/day-names.ts';
import { fileSum } from '../../historian/archive/file-sum.ts';
import { BelievedClock } from '../../historian/believed-clock.ts';
import type { FilesClient } from '../../historian/files/files-client.ts';
import type { Clock } from '../../kernel/clock.ts';
import { type Disposable, Lifetime } from '../../kernel/lifetime.ts';
import type { NexusConfig } from '../../project/config/nexus-config.ts';
import type { JobList, JobOutcome, RunningJob } from '../jobs/job-list.ts';
import type { RemoteTag } from '../remote/remote-tags.ts';
import type { Storage } from '../storage.ts';
import type { TagDirectory } from '../tags/tag-directory.ts';
import { type ArchivedDay, archiveDay } from './archive-day.ts';
import { type ChosenTag, chosenTags } from './chosen-tags.ts';
import { daysWithPoints } from './days-with-points.ts';
import { openArchivePlace } from './open-archive-place.ts';

export interface ArchiveParts {
  readonly config: Pick<NexusConfig, 'project' | 'historian'>;
  readonly clock: Clock;
  readonly jobs: JobList;
  readonly files: Pick<FilesClient, 'create' | 'read'>;
  readonly storage: Pick<Storage, 'scan' | 'series'>;
  readonly directory: Pick<TagDirectory, 'tags'>;
  readonly remote: { readonly tags: { readonly all: Iterable<RemoteTag> } };
  /** Of the project. */
  readonly folder: string;
  /** Where the file of a day is written before it goes to its place. */
  readonly work: string;
}

/** The first look after the start, when devices have settled. */
const FIRST_MS = 60_000;
const LOOK_MS = 3_600_000;

/** Archives old days as Parquet files, one a UTC day. A day counts as archived once the line about it lies beside its file. */
export class HistoryArchive implements Disposable {
  readonly #parts: ArchiveParts;
  readonly #lifetime = new Lifetime('archive');
  #isRunning = false;
  #doneDay = '';
  #fault: { readonly text: string; readonly oldestUs: number | undefined } | undefined;

  private constructor(parts: ArchiveParts) {
    this.#parts = parts;
  }

  /** What an earlier run left half done is removed. */
  static async open(parts: ArchiveParts): Promise<HistoryArchive> {
    await rm(parts.work, { recursive: true, force: true });
    return new HistoryArchive(parts);
  }

  /** Why the last run did not archive all, and when retention removes the first day that it left. */
  get fault(): string | undefined {
    if (!this.#fault) return undefined;
    const { text, oldestUs } = this.#fault;
    if (oldestUs === undefined) return `Old days are not archived. ${text}`;
    const goesUs = oldestUs + parseDurationMs(this.#parts.config.historian.raw)! * 1_000;
    const goes = `${goesUs > this.#parts.clock.wallUs() ? 'goes' : 'may go'} from ${new Date(goesUs / 1_000).toISOString().slice(0, 16)}Z on`;
    return `${dayText(oldestUs)} and what follows are not archived. ${text} By historian.raw the day ${goes}.`;
  }

  /** Runs once a day from now on, and again each hour while it does not succeed. */
  schedule(): void {
    const { config, clock } = this.#parts;
    if (!config.historian.archive) return;
    // A day is not taken for over because somebody set the clock forward.
    const believed = new BelievedClock(clock);
    const look = (): void => {
      const nowUs = believed.nowUs();
      if (this.#doneDay === dayText(nowUs) || this.#isRunning) return;
      try {
        this.#start('schedule', nowUs);
      } catch {
        // As many jobs run as may: at the next look.
      }
    };
    this.#lifetime.add(clock.after(FIRST_MS, look));
    this.#lifetime.add(clock.every(LOOK_MS, look));
  }

  /** @throws NexusError NX_REQUEST_INVALID where no archive is set or one runs; what is met later is told by the job. */
  start(actor: string): JobView {
    return this.#start(actor, this.#parts.clock.wallUs());
  }

  /** Archives what is due. @throws NexusError as `archiveDay`, NX_SECRET_MISSING, NX_REQUEST_INVALID where no archive is set. */
  async run({ signal, progress }: Omit<RunningJob, 'id'>, nowUs = this.#parts.clock.wallUs()): Promise<JobOutcome> {
    const settings = this.#settings();
    this.#isRunning = true;
    let oldestUs: number | undefined;
    const done: ArchivedDay[] = [];
    try {
      const place = await openArchivePlace(settings, this.#parts.folder);
      progress(null, `Looks what ${place.title} has`);
      const tags = this.#tags();
      const days = await this.#due(place, tags, parseDurationMs(settings.after)! * 1_000, nowUs, signal);
      for (const [at, dayUs] of days.entries()) {
        oldestUs = dayUs;
        const told = (share: number, text: string): void => progress((at + share) / days.length, text);
        const day = await this.#archive(dayUs, place, tags, nowUs, signal, told);
        if (day) done.push(day);
      }
      this.#fault = undefined;
      this.#doneDay = dayText(nowUs);
      return { text: wordsOf(done, place.title) };
    } catch (error) {
      if (signal.aborted) return { text: `Called off. ${wordsOf(done, settings.to)}` };
      this.#fault = { text: toNexusError(error).text, oldestUs };
      throw error;
    } finally {
      this.#isRunning = false;
      await rm(this.#parts.work, { recursive: true, force: true });
    }
  }

  dispose(): Promise<void> {
    return this.#lifetime.dispose();
  }

  #start(actor: string, nowUs: number): JobView {
    this.#settings();
    const about = { kind: 'history-archive', title: 'Archive history', actor } as const;
    return this.#parts.jobs.start(about, (job) => this.run(job, nowUs));
  }

  #settings() {
    const { archive } = this.#parts.config.historian;
    const refuse = (text: string): never => {
      throw new NexusError('NX_REQUEST_INVALID', text);
    };
    if (this.#isRunning) return refuse('History is being archived already. See its job.');
    return archive ?? refuse('No archive is set. Name a folder or a bucket as historian.archive.to.');
  }

  #tags(): ChosenTag[] {
    const { directory, remote } = this.#parts;
    const isEmpty = directory.tags.length === 0 && [...remote.tags.all].length === 0;
    return isEmpty ? [] : chosenTags(['#'], directory, remote.tags);
  }

  /** The days that have points, are whole, old enough, still kept, and not archived; the oldest first. */
  async #due(
    place: ArchivePlace,
    tags: readonly ChosenTag[],
    afterUs: number,
    nowUs: number,
    signal: AbortSignal,
  ): Promise<number[]> {
    const { config, storage } = this.#parts;
    const archived = new Set(await place.list(`${this.#project()}/`, signal));
    const keptUs = parseDurationMs(config.historian.raw)! * 1_000;
    const candidates: number[] = [];
    // Of a day that retention has begun with, not all is left.
    for (let dayUs = Math.ceil((nowUs - keptUs) / DAY_US) * DAY_US; dayUs + DAY_US + afterUs <= nowUs; dayUs += DAY_US)
      if (!archived.has(`${dayName(this.#project(), dayUs)}.json`)) candidates.push(dayUs);
    if (candidates.length === 0) return [];
    const range = { fromUs: candidates[0]!, toUs: candidates.at(-1)! + DAY_US };
    const filled = await daysWithPoints(tags, range, storage, signal);
    return candidates.filter((dayUs) => filled.has(dayUs));
  }

  async #archive(
    dayUs: number,
    place: ArchivePlace,
    tags: readonly ChosenTag[],
    nowUs: number,
    signal: AbortSignal,
    progress: (share: number, text: string) => void,
  ): Promise<ArchivedDay | undefined> {
    const { files, storage, work } = this.#parts;
    await mkdir(work, { recursive: true, mode: 0o700 });
    const path = join(work, `${dayText(dayUs)}.parquet`);
    const day = await archiveDay(dayUs, tags, path, { files, storage, nowUs, signal, progress });
    if (!day) return undefined;
    progress(0.8, `Puts ${day.day} into ${place.title}`);
    const name = dayName(this.#project(), dayUs);
    await place.put(`${name}.parquet`, path, day.sha256, signal);
    const line = join(work, `${day.day}.json`);
    await writeFile(line, `${JSON.stringify(day)}\n`);
    await place.put(`${name}.json`, line, await fileSum(line), signal);
    await rm(path);
    return day;
  }

  #project(): string {
    const { name, uid } = this.#parts.config.project;
    return projectFolder({ name, uid: uid! });
  }
}

function wordsOf(days: readonly ArchivedDay[], title: string): string {
  if (days.length === 0) return `Every day that is old enough is in ${title} already.`;
  const points = days.reduce((sum, day) => sum + day.points, 0).toLocaleString('en');
  const span = days.length === 1 ? days[0]!.day : `${days.length} days, ${days[0]!.day} to ${days.at(-1)!.day}`;
  const damaged = days.reduce((sum, day) => sum + (day.damaged ?? 0), 0);
  const left = damaged > 0 ? ` ${damaged} stretches could not be read.` : '';
  return `${span}: ${points} points in ${title}.${left}`;
}
