import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout } from 'node:timers/promises';
import type { ImportPreview } from '../../../src-shared/contract/imports.ts';
import type { JobView } from '../../../src-shared/contract/jobs.ts';
import type { ReplayRequest, ReplayResult } from '../../../src-shared/contract/replay.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { HistoryExportCommand, HistoryImportCommand } from './history-options.ts';

const LOOK_MS = 250;

/** History of a service that runs on this computer, by its HTTP. */
export class HistoryService {
  readonly #port: number;
  readonly #signal: AbortSignal;
  readonly #progress: (share: number | null, text: string) => void;

  /** @param signal calls off what goes on, in the service as well. */
  constructor(port: number, signal: AbortSignal, progress: (share: number | null, text: string) => void) {
    this.#port = port;
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
      const response = await this.#fetch(path);
      await pipeline(Readable.fromWeb(response.body!), createWriteStream(partial), { signal: this.#signal });
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
    return (await (await this.#fetch(`/api/v1/replay/${id}`)).json()) as ReplayResult;
  }

  /** Sends a file. @returns its name in the service. */
  async send(file: string): Promise<string> {
    const body = Readable.toWeb(createReadStream(file)) as ReadableStream;
    const headers = { 'content-type': 'application/octet-stream' };
    const response = await this.#fetch('/upload', { method: 'POST', headers, body, duplex: 'half' });
    return ((await response.json()) as { upload: string }).upload;
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
        : ((await (await this.#fetch(path)).json()) as JobView);
    }
  }

  async #post<T>(path: string, body: object): Promise<T> {
    const headers = { 'content-type': 'application/json' };
    return (await (await this.#fetch(path, { method: 'POST', headers, body: JSON.stringify(body) })).json()) as T;
  }

  async #fetch(path: string, init: RequestInit & { readonly duplex?: 'half' } = {}): Promise<Response> {
    const session = process.env['NEXUS_SESSION'];
    const headers = new Headers(init.headers);
    if (session) headers.set('authorization', `Bearer ${session}`);
    const response = await fetch(`http://127.0.0.1:${this.#port}${path}`, { ...init, headers }).catch(
      (cause: unknown) => {
        const text = `No service answers on 127.0.0.1:${this.#port}. Check that it runs and that it was started with --port ${this.#port}.`;
        throw new NexusError('NX_NET_REFUSED', text, { port: this.#port }, { cause });
      },
    );
    if (response.ok) return response;
    const { detail } = (await response.json().catch(() => ({}))) as { detail?: string };
    if (response.status === 401) {
      const text =
        'The service asks for a session. Give one as NEXUS_SESSION, or stop the service and name its --project.';
      throw new NexusError('NX_ACCESS_UNAUTHENTICATED', text);
    }
    throw new NexusError('NX_REQUEST_INVALID', detail ?? `The service answered ${response.status}.`);
  }
}
