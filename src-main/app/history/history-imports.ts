import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ImportPreview } from '../../../src-shared/contract/imports.ts';
import type { JobView } from '../../../src-shared/contract/jobs.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { FilePart } from '../../historian/files/file-reader.ts';
import type { FilesClient } from '../../historian/files/files-client.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { JobList, JobOutcome, RunningJob } from '../jobs/job-list.ts';
import type { RemotePoints } from '../remote/remote-points.ts';
import type { Storage } from '../storage.ts';
import type { TagDirectory } from '../tags/tag-directory.ts';
import { ImportCheck, type ImportTag } from './import-check.ts';
import { type Imported, importHistory } from './import-history.ts';

export interface ImportParts {
  readonly clock: Clock;
  readonly jobs: JobList;
  readonly files: FilesClient;
  readonly storage: Storage;
  readonly directory: Pick<TagDirectory, 'findTopic'>;
  readonly remote: Pick<RemotePoints, 'tags'>;
  /** Where files wait to be imported. */
  readonly folder: string;
  /** For how long single values are kept, ms. */
  readonly rawMs: () => number;
}

/** What is done about rows that cannot be imported. */
export interface ImportChoice {
  readonly unknown: 'refuse' | 'skip';
  readonly problems: 'refuse' | 'skip';
}

/** Files that wait at once; the oldest goes when there are more. */
const MOST_UPLOADS = 5;
const UPLOAD = /^[\w-]{8,64}$/;

/** Fills history back from files, as jobs. */
export class HistoryImports {
  readonly #parts: ImportParts;
  readonly #uploads = new Map<string, string>();

  private constructor(parts: ImportParts) {
    this.#parts = parts;
  }

  /** Files that an earlier run left are removed. */
  static async open(parts: ImportParts): Promise<HistoryImports> {
    await mkdir(parts.folder, { recursive: true, mode: 0o700 });
    for (const name of await readdir(parts.folder))
      await rm(join(parts.folder, name), { recursive: true, force: true });
    return new HistoryImports(parts);
  }

  /** Keeps a file that is sent. @returns its name for `preview` and `start`. */
  async receive(content: Readable): Promise<{ upload: string; bytes: number }> {
    const upload = randomBytes(12).toString('base64url');
    const path = join(this.#parts.folder, upload);
    try {
      await pipeline(content, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    }
    this.#uploads.set(upload, path);
    if (this.#uploads.size > MOST_UPLOADS) await this.#forget(this.#uploads.keys().next().value!);
    return { upload, bytes: (await stat(path)).size };
  }

  /** Where a file that was sent waits. @throws NexusError NX_NOT_FOUND */
  pathOf(upload: string): string {
    return this.#path(upload);
  }

  /** @throws NexusError NX_NOT_FOUND for an upload that is no longer kept, NX_REQUEST_INVALID for a file that is no history. */
  async preview(upload: string): Promise<ImportPreview> {
    return this.look(this.#path(upload));
  }

  /** @throws NexusError NX_NOT_FOUND; what is met later is told by the job. */
  start(upload: string, choice: ImportChoice, actor: string): JobView {
    const path = this.#path(upload);
    return this.#parts.jobs.start({ kind: 'history-import', title: 'Import history', actor }, async (job) => {
      const outcome = await this.import(path, choice, job);
      await this.#forget(upload);
      return outcome;
    });
  }

  /** Imports a file of the caller's. @throws NexusError NX_REQUEST_INVALID, NX_NOT_FOUND, NX_HISTORY_UNAVAILABLE, NX_LOG_FULL */
  async import(path: string, choice: ImportChoice, work: Omit<RunningJob, 'id'>): Promise<JobOutcome> {
    work.progress(null, 'Reads the file');
    if (choice.unknown === 'refuse' || choice.problems === 'refuse')
      requireSound(await this.look(path, work.signal), choice);
    return this.take(this.#parts.files.read(path, this.#parts.clock.wallUs()), work);
  }

  /** Imports points wherever they come from. @throws NexusError NX_HISTORY_UNAVAILABLE, NX_LOG_FULL */
  async take(points: AsyncIterable<FilePart>, { signal, progress }: Omit<RunningJob, 'id'>): Promise<JobOutcome> {
    const { clock, storage } = this.#parts;
    const check = this.#check();
    const done: Imported = { added: 0, known: 0, differing: 0 };
    try {
      await importHistory(points, check, { storage, clock, signal, progress }, done);
    } catch (error) {
      if (signal.aborted) return { text: `Called off. ${wordsOf(done, check.preview)}` };
      throw error;
    }
    return { text: wordsOf(done, check.preview) };
  }

  /** What an import of a file of the caller's would do. */
  async look(path: string, signal?: AbortSignal): Promise<ImportPreview> {
    const check = this.#check();
    for await (const part of this.#parts.files.read(path, this.#parts.clock.wallUs())) {
      signal?.throwIfAborted();
      check.take(part);
    }
    return check.preview;
  }

  #check(): ImportCheck {
    const { clock, rawMs } = this.#parts;
    return new ImportCheck((topic) => this.#find(topic), clock.wallUs() - rawMs() * 1_000);
  }

  #find(topic: string): ImportTag | undefined {
    const { directory, remote } = this.#parts;
    const own = directory.findTopic(topic);
    if (own) return { ...identity(own), isText: own.tag.data_type === 'string' };
    const other = remote.tags.find(topic);
    // What another gateway sends may be either.
    return other && { ...identity(other), isText: false };
  }

  #path(upload: string): string {
    const path = UPLOAD.test(upload) ? this.#uploads.get(upload) : undefined;
    if (path !== undefined) return path;
    throw new NexusError('NX_NOT_FOUND', 'The file that was sent is no longer kept. Send it again.', { upload });
  }

  async #forget(upload: string): Promise<void> {
    const path = this.#uploads.get(upload);
    this.#uploads.delete(upload);
    if (path !== undefined) await rm(path, { force: true });
  }
}

function identity({ uid, number, device }: Omit<ImportTag, 'isText'>): Omit<ImportTag, 'isText'> {
  return { uid, number, device: { uid: device.uid, number: device.number } };
}

/** @throws NexusError NX_REQUEST_INVALID that names the first of what is in the way. */
function requireSound({ unknown, unknownRows, problems, problemRows }: ImportPreview, choice: ImportChoice): void {
  if (choice.unknown === 'refuse' && unknownRows > 0) {
    const named = unknown.slice(0, 5).map(({ topic }) => topic);
    const text = `${count(unknownRows)} rows are of topics that no tag has: ${named.join(', ')}${unknown.length > 5 ? ' …' : ''}. Make the tags, or import without these rows.`;
    throw new NexusError('NX_REQUEST_INVALID', text, { unknown });
  }
  if (choice.problems === 'refuse' && problemRows > 0) {
    const [first] = problems;
    const text = `${count(problemRows)} rows have problems, the first in line ${first!.line}: ${first!.text} Correct the file, or import without these rows.`;
    throw new NexusError('NX_REQUEST_INVALID', text, { problems });
  }
}

function wordsOf({ added, known, differing }: Imported, { unknownRows, problemRows }: ImportPreview): string {
  const words = [`${count(added)} points added`];
  if (known > 0) words.push(`${count(known)} were stored already`);
  if (differing > 0) words.push(`${count(differing)} differ from what is stored of their time, which stays`);
  if (unknownRows > 0) words.push(`${count(unknownRows)} rows of unknown topics left out`);
  if (problemRows > 0) words.push(`${count(problemRows)} rows with problems left out`);
  return `${words.join('; ')}.`;
}

const count = (n: number): string => n.toLocaleString('en');
