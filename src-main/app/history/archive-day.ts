import { stat } from 'node:fs/promises';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { ColumnSums } from '../../historian/archive/column-sums.ts';
import { DAY_US, dayText } from '../../historian/archive/day-names.ts';
import { fileSum } from '../../historian/archive/file-sum.ts';
import type { FilesClient } from '../../historian/files/files-client.ts';
import type { Storage } from '../storage.ts';
import type { ChosenTag } from './chosen-tags.ts';

export interface DayWork {
  readonly files: Pick<FilesClient, 'create' | 'read'>;
  readonly storage: Pick<Storage, 'scan'>;
  /** µs since 1970: what lies ahead of it is no history. */
  readonly nowUs: number;
  readonly signal: AbortSignal;
  /** @param share 0–1 of the day. */
  readonly progress: (share: number, text: string) => void;
}

/** What is said of a day that is archived; one line of JSON beside its file. */
export interface ArchivedDay {
  readonly day: string;
  readonly points: number;
  readonly bytes: number;
  /** Of the file, in hex. */
  readonly sha256: string;
  readonly first: string;
  readonly last: string;
  /** Stretches that are stored and could not be read; left out where there is none. */
  readonly damaged?: number;
}

/**
 * Writes the points of a UTC day into a Parquet file, ordered by tag and time, with the epoch of each, and reads it back.
 *
 * @returns undefined, and no file, for a day without a point.
 * @throws NexusError NX_HISTORY_ARCHIVE where the file reads back differently, NX_HISTORY_FILE, NX_HISTORY_UNAVAILABLE,
 * NX_CANCELLED.
 */
export async function archiveDay(
  dayUs: number,
  tags: readonly ChosenTag[],
  path: string,
  work: DayWork,
): Promise<ArchivedDay | undefined> {
  const { files, signal } = work;
  const written = new ColumnSums();
  const sink = await files.create(path, { format: 'parquet', zone: 'UTC', decimal: '.', bom: false });
  let damaged = 0;
  try {
    damaged = await writeTags(dayUs, tags, written, sink, work);
    if (written.rows === 0) {
      await sink.drop();
      return undefined;
    }
    await sink.finish();
  } catch (error) {
    await sink.drop();
    throw error;
  }
  const day = dayText(dayUs);
  const read = new ColumnSums();
  for await (const { points, problems, share } of files.read(path, work.nowUs)) {
    signal.throwIfAborted();
    if (problems.length > 0) throw differs(day, `row ${problems[0]!.line}: ${problems[0]!.text}`);
    for (const { topic, series } of points) read.add(topic, series);
    work.progress(0.6 + share * 0.2, `Reads ${day} back`);
  }
  const differences = written.differences(read);
  if (differences.length > 0) throw differs(day, differences.join(', '));
  return {
    day,
    points: written.rows,
    bytes: (await stat(path)).size,
    sha256: await fileSum(path),
    first: new Date(written.firstUs / 1_000).toISOString(),
    last: new Date(written.lastUs / 1_000).toISOString(),
    ...(damaged > 0 && { damaged }),
  };
}

/** @returns how many stretches could not be read. */
async function writeTags(
  dayUs: number,
  tags: readonly ChosenTag[],
  written: ColumnSums,
  sink: Awaited<ReturnType<FilesClient['create']>>,
  { storage, signal, progress }: DayWork,
): Promise<number> {
  let damaged = 0;
  for (const [done, tag] of tags.entries()) {
    signal.throwIfAborted();
    const range = { fromUs: dayUs, toUs: dayUs + DAY_US, epochs: 'all' } as const;
    for await (const piece of storage.scan(tag, range, signal)) {
      damaged += piece.damaged?.length ?? 0;
      if (piece.timeUs.length === 0) continue;
      written.add(tag.topic, piece);
      await sink.write({ topic: tag.topic, unit: tag.unit }, piece);
    }
    progress((done / tags.length) * 0.6, `${dayText(dayUs)} · ${written.rows.toLocaleString('en')} points`);
  }
  return damaged;
}

function differs(day: string, what: string): NexusError {
  const text = `The file of ${day} reads back with something else than is stored (${what}). It was not archived; tell the makers.`;
  return new NexusError('NX_HISTORY_ARCHIVE', text, { day, what });
}
