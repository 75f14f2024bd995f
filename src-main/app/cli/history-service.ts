import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout } from 'node:timers/promises';
import type { ImportPreview } from '../../../src-shared/contract/imports.ts';
import type { JobView } from '../../../src-shared/contract/jobs.ts';
import type { ReplayRequest, ReplayResult } from '../../../src-shared/contract/replay.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { askService, callService, type ServicePlace } from './call-service.ts';
import type { HistoryExportCommand, HistoryImportCommand } from './history-options.ts';

const LOOK_MS = 250;

/** History of a service that runs on this computer, by its HTTP. */
export class HistoryService {
  readonly #place: ServicePlace;
  readonly #signal: AbortSignal;
  readonly #progress: (share: number | null, text: string) => void;

  /** @param signal calls off what goes on, in the service as well. */
  constructor(port: number, signal: AbortSignal, progress: (share: number | null, text: string) => void) {
    this.#place = { port };
    this.#signal = signal;
    this.#progress = progress;
  }

  /** @returns what was written, in words. @throws NexusError as the service refuses. */
  async export({ request }: HistoryExportCommand, out: string): Promise<string> {
    const { text, id } = await this.#ended(await this.#post<JobView>('/api/v1/history/exports', request));
    const { path } = await this.#post<{ path: string }>(`/api/v1/jobs/${id}/download`, {});
    const partial = `${out}.partial`;
    try {
      await mkdir(dirname(out), { recursive: true });
      const response = await callService(this.#place, { path, signal: this.#signal });
      await pipeline(response, createWriteStream(partial), { signal: this.#signal });
      await rename(partial, out);
    } catch (error) {
      await rm(partial, { force: true });
      throw error;
    }
    return text;
  }

  async look(upload: string): Promise<ImportPreview> {
    return this.#post('/api/v1/history/imports/preview', { upload });
  }

  /** @returns what was imported, in words. */
  async import(upload: string, { unknown, problems }: HistoryImportCommand): Promise<string> {
    return (await this.#ended(await this.#post<JobView>('/api/v1/history/imports', { upload, unknown, problems })))
      .text;
  }

  /** @returns what was archived, in words. */
  async archive(): Promise<string> {
    return (await this.#ended(await this.#post<JobView>('/api/v1/history/archive', {}))).text;
  }

  async replay(request: ReplayRequest): Promise<ReplayResult> {
    const { id } = await this.#ended(await this.#post<JobView>('/api/v1/replay', request));
    return await askService<ReplayResult>(this.#place, { path: `/api/v1/replay/${id}` });
  }

  /** Sends a file. @returns its name in the service. */
  async send(file: string): Promise<string> {
    const sent = { path: '/upload', content: createReadStream(file), signal: this.#signal };
    return (await askService<{ upload: string }>(this.#place, sent)).upload;
  }

  /** @throws NexusError when the job was not done, or was called off. */
  async #ended(started: JobView): Promise<JobView> {
    for (let job = started; ; ) {
      if (job.state === 'done') return job;
      if (job.state !== 'running')
        throw new NexusError(job.state === 'cancelled' ? 'NX_CANCELLED' : 'NX_HISTORY_FILE', job.text);
      this.#progress(job.progress, job.text);
      await setTimeout(LOOK_MS);
      const path = `/api/v1/jobs/${job.id}`;
      job = this.#signal.aborted
        ? await this.#post<JobView>(`${path}/cancel`, {})
        : await askService<JobView>(this.#place, { path });
    }
  }

  #post<T>(path: string, body: object): Promise<T> {
    return askService<T>(this.#place, { path, body });
  }
}
