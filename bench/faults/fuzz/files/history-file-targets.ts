import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FileFormat } from '../../../../src-main/historian/files/file-options.ts';
import { readHistoryFile } from '../../../../src-main/historian/files/file-reader.ts';
import { fileTable } from '../../../../src-main/historian/files/file-table.ts';
import { fileWriter } from '../../../../src-main/historian/files/file-writer.ts';
import { STATUS } from '../../../../src-shared/domain/quality.ts';
import type { RawSeries } from '../../../../src-shared/domain/series.ts';
import { NexusError } from '../../../../src-shared/errors/nexus-error.ts';
import { AcceptedWrong, type FuzzTarget, type Verdict } from './fuzz-target.ts';

const START_US = 1_763_700_000e6;
const NOW_US = START_US + 400 * 86_400e6;
const folder = mkdtempSync(join(tmpdir(), 'nexus-fuzz-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const SERIES: RawSeries = {
  kind: 'raw',
  timeUs: Float64Array.from({ length: 6 }, (_, row) => START_US + row * 1e6),
  value: Float64Array.of(1.5, -0.1, Number.NaN, 1e300, 0, Number.NaN),
  status: Uint32Array.of(
    STATUS.Good,
    STATUS.Good,
    STATUS.BadNoCommunication,
    STATUS.GoodClamped,
    STATUS.Good,
    STATUS.Good,
  ),
  flags: Uint8Array.of(0, 1, 0, 3, 0, 0),
  cells: [{ row: 5, kind: 'string', value: 'läuft; "ok"' }],
};

function sample(format: FileFormat): Buffer {
  const writer = fileWriter({ format, zone: 'UTC', decimal: '.', bom: false });
  return Buffer.concat([writer.write(fileTable({ topic: 'acme/line 1/pump', unit: '°C' }, SERIES)), writer.end()]);
}

const target = (format: FileFormat): FuzzTarget => ({
  ...{ name: `history as ${format}`, samples: [sample(format)], frames: 1_500 },
  judge: async (bytes): Promise<Verdict> => {
    const path = join(folder, `points.${format}`);
    writeFileSync(path, bytes);
    let points = 0;
    try {
      for await (const part of readHistoryFile(path, NOW_US))
        for (const { series } of part.points) {
          points += series.timeUs.length;
          if (series.timeUs.some((us) => !Number.isFinite(us) || us > NOW_US + 1e6))
            throw new AcceptedWrong('a point of the future, or of no time');
        }
    } catch (error) {
      if (error instanceof NexusError) return 'refused';
      throw error;
    }
    return points > 0 ? 'read' : 'refused';
  },
});

/**
 * Files of history that are filled back. The library that reads Parquet may not come back from a damaged file: its thread
 * is ended then (files-client.ts).
 */
export const HISTORY_FILE_TARGETS: readonly FuzzTarget[] = [target('csv'), target('jsonl')];
