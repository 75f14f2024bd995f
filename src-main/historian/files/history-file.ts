import { type FileHandle, mkdir, open, rename, rm, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { BucketSeries, RawSeries } from '../../../src-shared/domain/series.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { FileOptions } from './file-options.ts';
import { type FileTopic, fileTable } from './file-table.ts';
import { type FileWriter, fileWriter } from './file-writer.ts';
import type { WrittenFile } from './files-messages.ts';

/** Left free for the log of the running plant, which may share the disk. */
const SPARE_BYTES = 256 * 1024 * 1024;
/** How often the disk is looked at. */
const LOOK_BYTES = 16 * 1024 * 1024;

/** A file of history that is being written. It has its name only once it is whole and synced. */
export class HistoryFile {
  readonly #path: string;
  readonly #partial: string;
  readonly #file: FileHandle;
  readonly #writer: FileWriter;
  #rows = 0;
  #bytes = 0;
  #lookAt = 0;
  #isDone = false;

  private constructor(path: string, file: FileHandle, writer: FileWriter) {
    this.#path = path;
    this.#partial = `${path}.partial`;
    this.#file = file;
    this.#writer = writer;
  }

  /** @throws NexusError NX_HISTORY_FILE when it cannot be made, NX_REQUEST_INVALID for an unknown time zone. */
  static async create(path: string, options: FileOptions): Promise<HistoryFile> {
    const writer = fileWriter(options);
    try {
      await mkdir(dirname(path), { recursive: true });
      return new HistoryFile(path, await open(`${path}.partial`, 'w', 0o600), writer);
    } catch (error) {
      throw fault(path, error);
    }
  }

  /** @returns the bytes so far. @throws NexusError NX_HISTORY_FILE */
  async write(topic: FileTopic, series: RawSeries | BucketSeries): Promise<number> {
    const bytes = this.#writer.write(fileTable(topic, series));
    this.#rows += series.timeUs.length;
    await this.#append(bytes);
    return this.#bytes;
  }

  async finish(): Promise<WrittenFile> {
    await this.#append(this.#writer.end());
    try {
      await this.#file.sync();
      await this.#file.close();
      await rename(this.#partial, this.#path);
    } catch (error) {
      throw fault(this.#path, error);
    }
    this.#isDone = true;
    return { rows: this.#rows, bytes: this.#bytes };
  }

  /** Removes what is not finished. */
  async drop(): Promise<void> {
    if (this.#isDone) return;
    // It may have been closed by an end that went wrong.
    await this.#file.close().catch(() => undefined);
    await rm(this.#partial, { force: true });
  }

  async #append(bytes: Uint8Array): Promise<void> {
    try {
      if (this.#bytes >= this.#lookAt) await this.#requireRoom();
      let at = 0;
      while (at < bytes.length) at += (await this.#file.write(bytes, at)).bytesWritten;
      this.#bytes += bytes.length;
    } catch (error) {
      throw fault(this.#path, error);
    }
  }

  /** A file that fills the disk of a running plant would cost it values. */
  async #requireRoom(): Promise<void> {
    this.#lookAt = this.#bytes + LOOK_BYTES;
    const { bavail, bsize } = await statfs(dirname(this.#path));
    if (bavail * bsize >= SPARE_BYTES) return;
    const text = `${dirname(this.#path)} has ${Math.floor((bavail * bsize) / 1e6)} MB free, and ${SPARE_BYTES / 1e6} MB stay free for the log. Free space there, or export a shorter range.`;
    throw new NexusError('NX_HISTORY_FILE', text, { path: this.#path });
  }
}

function fault(path: string, error: unknown): NexusError {
  if (error instanceof NexusError) return error;
  const seen = (error as NodeJS.ErrnoException).code ?? String(error);
  const text = `${path} could not be written (${seen}). Name a folder that can be written and has room.`;
  return new NexusError('NX_HISTORY_FILE', text, { path, seen }, { cause: error });
}
