import type { BucketSeries, RawSeries } from '../../../src-shared/domain/series.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { HostSupervisor } from '../../kernel/host-supervisor.ts';
import type { Disposable } from '../../kernel/lifetime.ts';
import type { FileOptions } from './file-options.ts';
import type { FilePart } from './file-reader.ts';
import type { FileTopic } from './file-table.ts';
import type { FilesCalls, WrittenFile } from './files-messages.ts';

/** Rows of one call take milliseconds; the disk may be slow. */
const CALL_DEADLINE_MS = 60_000;
/** A thread that waits for a disk still answers; one that does not is inside of a file that leads nowhere. */
const ANSWER_MS = 2_000;

/** A file that is being written; exactly one of `finish` and `drop` ends it. */
export interface FileSink {
  /** @returns the bytes so far; some rows may still wait for more. */
  write(topic: FileTopic, series: RawSeries | BucketSeries): Promise<number>;
  finish(): Promise<WrittenFile>;
  /** Removes what was written. Never rejects. */
  drop(): Promise<void>;
}

/** The engine's end of the files host, which is started when the first file is asked for. */
export class FilesClient implements Disposable {
  readonly #host: HostSupervisor;
  readonly #deadlineMs: number;
  #started: Promise<void> | undefined;
  #nextId = 1;

  constructor(host: HostSupervisor, deadlineMs = CALL_DEADLINE_MS) {
    this.#host = host;
    this.#deadlineMs = deadlineMs;
  }

  /** Rejects NX_HISTORY_FILE, NX_REQUEST_INVALID for an unknown time zone, NX_HOST_GONE. */
  async create(path: string, options: FileOptions): Promise<FileSink> {
    const id = this.#nextId++;
    await this.#call('create', { id, path, options });
    return {
      write: (topic, series) => this.#call('write', { id, topic, series }),
      finish: () => this.#call('finish', { id }),
      drop: () => this.#drop(id),
    };
  }

  /**
   * The points of a file, part by part; the next one is read when it is asked for. Throws NX_NOT_FOUND,
   * NX_REQUEST_INVALID for a file that is no history, NX_HOST_GONE.
   *
   * @param nowUs what lies a day or more ahead of it is a problem of its line.
   */
  async *read(path: string, nowUs: number): AsyncGenerator<FilePart, void, undefined> {
    const id = this.#nextId++;
    await this.#call('open', { id, path, nowUs });
    try {
      for (;;) {
        const part = await this.#call('next', { id });
        if (!part) return;
        yield part;
      }
    } finally {
      await this.#drop(id);
    }
  }

  async dispose(): Promise<void> {
    await this.#started?.catch(() => undefined);
    if (this.#started) await this.#host.dispose();
  }

  /** A host that is gone holds nothing any more. */
  async #drop(id: number): Promise<void> {
    await this.#call('drop', { id }).catch(() => undefined);
  }

  async #call<Name extends keyof FilesCalls>(
    name: Name,
    argument: FilesCalls[Name]['argument'],
  ): Promise<FilesCalls[Name]['result']> {
    this.#started ??= this.#host.start();
    await this.#started;
    try {
      return (await this.#host.call(name, argument, this.#deadlineMs)) as FilesCalls[Name]['result'];
    } catch (cause) {
      if (await this.#host.answers(ANSWER_MS)) throw cause;
      this.#host.endThread();
      const text = `The file was given up: work on it did not come back within ${this.#deadlineMs / 1_000} s. It may be damaged. Export it again, or as CSV.`;
      throw new NexusError(name === 'next' ? 'NX_REQUEST_INVALID' : 'NX_HISTORY_FILE', text, {}, { cause });
    }
  }
}
