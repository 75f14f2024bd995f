import { mkdir, readdir, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExportRange, ExportRequest } from '../../../src-shared/contract/exports.ts';
import type { JobView } from '../../../src-shared/contract/jobs.ts';
import { formatByteSize } from '../../../src-shared/domain/byte-size.ts';
import { parseDurationMs } from '../../../src-shared/domain/duration.ts';
import { parseQueryTime } from '../../../src-shared/domain/query-time.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { HistorySource } from '../../historian/explore/history-source.ts';
import { overview } from '../../historian/explore/overview.ts';
import type { FileFormat } from '../../historian/files/file-options.ts';
import type { FilesClient } from '../../historian/files/files-client.ts';
import type { WrittenFile } from '../../historian/files/files-messages.ts';
import type { TimeRange } from '../../historian/query.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { JobList } from '../jobs/job-list.ts';
import type { RemotePoints } from '../remote/remote-points.ts';
import type { Storage } from '../storage.ts';
import type { TagDirectory } from '../tags/tag-directory.ts';
import { type ChosenTag, chosenTags } from './chosen-tags.ts';
import { type ExportWork, exportHistory } from './export-history.ts';

export interface ExportParts {
  readonly clock: Clock;
  readonly jobs: JobList;
  readonly files: FilesClient;
  readonly storage: Pick<Storage, 'series' | 'scan'>;
  readonly directory: Pick<TagDirectory, 'tags'>;
  readonly remote: Pick<RemotePoints, 'tags'>;
  /** Where files wait to be fetched. */
  readonly folder: string;
}

/** Bytes of a row, about, measured on doubles of four digits: texts of a name, and columns packed by Parquet. */
const ROW_BYTES: Readonly<Record<FileFormat, number>> = { csv: 42, jsonl: 86, parquet: 11 };
/** Tags whose points are counted; of more, these stand for all. */
const COUNTED_TAGS = 100;

/** Exports of history as jobs. */
export class HistoryExports {
  readonly #parts: ExportParts;

  private constructor(parts: ExportParts) {
    this.#parts = parts;
  }

  /** Jobs end with the engine: what an earlier run left of their files is removed. */
  static async open(parts: ExportParts): Promise<HistoryExports> {
    const { folder } = parts;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true, force: true });
    return new HistoryExports(parts);
  }

  /** @throws NexusError NX_NOT_FOUND, NX_REQUEST_INVALID, NX_HISTORY_UNAVAILABLE */
  async estimate(asked: ExportRange, signal?: AbortSignal) {
    const { tags, range, widthUs } = this.#resolve(asked);
    const counted =
      tags.length <= COUNTED_TAGS ? tags : tags.filter((_, i) => i % Math.ceil(tags.length / COUNTED_TAGS) === 0);
    let rows = 0;
    let nameBytes = 0;
    for (const tag of counted) {
      const { points, buckets } = await overview(this.#source(tag), range, signal);
      const most = widthUs === undefined ? points : Math.ceil((range.toUs - range.fromUs) / widthUs);
      const own = Math.min(points, widthUs === undefined || buckets.timeUs.length > 0 ? most : 0);
      rows += own;
      if (asked.format !== 'parquet') nameBytes += own * (tag.topic.length + tag.unit.length);
    }
    const share = tags.length / counted.length;
    const { bavail, bsize } = await statfs(this.#parts.folder);
    return {
      tags: tags.length,
      rows: Math.round(rows * share),
      bytes: Math.round((rows * ROW_BYTES[asked.format] + nameBytes) * share),
      freeBytes: bavail * bsize,
    };
  }

  /** @throws NexusError NX_NOT_FOUND, NX_REQUEST_INVALID; what is met later is told by the job. */
  start(asked: ExportRequest, actor: string): JobView {
    const { tags, range } = this.#resolve(asked);
    const { jobs, folder, clock } = this.#parts;
    const name = nameOf(asked, range, clock);
    const about = tags.length === 1 ? tags[0]!.topic : `${tags.length} tags`;
    return jobs.start({ kind: 'history-export', title: `Export ${about}`, actor }, async ({ id, signal, progress }) => {
      const path = join(folder, id);
      const { rows, bytes } = await this.write(asked, path, signal, progress);
      const text = `${rows.toLocaleString('en')} rows of ${tags.length} tags in ${name}, ${formatByteSize(bytes)}`;
      return { text, file: { path, name, bytes } };
    });
  }

  /** Writes the file at a place of the caller's. @throws NexusError as `start`, NX_HISTORY_FILE, NX_HISTORY_UNAVAILABLE, NX_CANCELLED */
  write(
    asked: ExportRequest,
    path: string,
    signal: AbortSignal,
    progress: ExportWork['progress'],
  ): Promise<WrittenFile> {
    const { tags, range, widthUs } = this.#resolve(asked);
    const source = (tag: ChosenTag): HistorySource => this.#source(tag);
    const wanted = { ...range, tags, widthUs, options: asked, path };
    return exportHistory(wanted, { files: this.#parts.files, source, signal, progress });
  }

  #resolve({ tags: patterns, from, to, bucket, zone }: ExportRange) {
    const { clock, directory, remote } = this.#parts;
    const nowUs = clock.wallUs();
    const range = { fromUs: parseQueryTime(from, nowUs, zone), toUs: parseQueryTime(to, nowUs, zone) };
    if (!(range.fromUs < range.toUs)) {
      const text = `“To” ${to} is not after “From” ${from}. Swap them.`;
      throw new NexusError('NX_REQUEST_INVALID', text, { ...range });
    }
    const tags = chosenTags(patterns, directory, remote.tags);
    const widthUs = bucket === undefined ? undefined : parseDurationMs(bucket)! * 1_000;
    return { tags, range, widthUs };
  }

  #source(tag: ChosenTag): HistorySource {
    const { storage } = this.#parts;
    return {
      series: (range, signal) => storage.series(tag, range, signal),
      scan: (range, signal) => storage.scan(tag, range, signal),
    };
  }
}

/** `history 2026-02-03T08-00 to 2026-02-04T08-00.csv`: no colons, which Windows does not take. */
function nameOf({ format, bucket }: ExportRequest, { fromUs, toUs }: TimeRange, clock: Clock): string {
  const last = Math.min(toUs, clock.wallUs());
  const minute = (us: number): string => new Date(us / 1_000).toISOString().slice(0, 16).replace(':', '-');
  const width = bucket === undefined ? '' : ` by ${bucket}`;
  return `history ${minute(fromUs)} to ${minute(Math.max(last, fromUs))}${width}.${format}`;
}
