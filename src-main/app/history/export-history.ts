import type { HistorySource } from '../../historian/explore/history-source.ts';
import type { FileOptions } from '../../historian/files/file-options.ts';
import type { FilesClient } from '../../historian/files/files-client.ts';
import type { WrittenFile } from '../../historian/files/files-messages.ts';
import type { TimeRange } from '../../historian/query.ts';
import type { ChosenTag } from './chosen-tags.ts';
import { exportSeries } from './export-series.ts';

export interface HistoryExport extends TimeRange {
  readonly tags: readonly ChosenTag[];
  /** Left out, every stored point. */
  readonly widthUs: number | undefined;
  readonly options: FileOptions;
  /** The file, which appears when it is whole. */
  readonly path: string;
}

export interface ExportWork {
  readonly files: Pick<FilesClient, 'create'>;
  readonly source: (tag: ChosenTag) => HistorySource;
  readonly signal: AbortSignal;
  /** @param share 0–1. */
  readonly progress: (share: number, text: string) => void;
}

/**
 * Writes the history of tags, one after the other, each rising in time. A few pieces are in memory however large it
 * gets; a file that is not whole is removed.
 *
 * @throws NexusError NX_HISTORY_FILE, NX_HISTORY_UNAVAILABLE, NX_CANCELLED.
 */
export async function exportHistory(asked: HistoryExport, work: ExportWork): Promise<WrittenFile> {
  const { tags, fromUs, toUs, widthUs, options, path } = asked;
  const { files, source, signal, progress } = work;
  const sink = await files.create(path, options);
  let rows = 0;
  try {
    for (const [done, tag] of tags.entries()) {
      progress(done / tags.length, `${rows.toLocaleString('en')} rows · ${tag.topic}`);
      for await (const series of exportSeries(source(tag), asked, widthUs, signal)) {
        signal.throwIfAborted();
        await sink.write({ topic: tag.topic, unit: tag.unit }, series);
        rows += series.timeUs.length;
        const at = ((series.timeUs.at(-1) ?? fromUs) - fromUs) / (toUs - fromUs);
        progress(
          (done + Math.min(1, Math.max(0, at))) / tags.length,
          `${rows.toLocaleString('en')} rows · ${tag.topic}`,
        );
      }
    }
    if (rows === 0) await sink.write({ topic: '', unit: '' }, EMPTY);
    return await sink.finish();
  } catch (error) {
    await sink.drop();
    throw error;
  }
}

/** Gives a file without rows its header. */
const EMPTY = {
  kind: 'raw',
  timeUs: new Float64Array(0),
  value: new Float64Array(0),
  status: new Uint32Array(0),
} as const;
