/* Writes the same points with a prepared INSERT of node:sqlite, 5,000 rows a transaction, in the order they come. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { decodeBatch } from '../../src-shared/domain/batch-frame.ts';
import { contestantInput, finish } from '../contestant.ts';
import { startMeter } from '../meter.ts';
import type { IngestOrder, IngestWork } from './ingest-order.ts';
import { openPlainTable } from './plain-table.ts';
import { batchesOf, pointsOf } from './point-source.ts';

const ROWS_PER_COMMIT = 5_000;

const { folder, source } = contestantInput<IngestOrder>();
const database = openPlainTable(folder);
const insert = database.prepare('INSERT INTO samples VALUES (?, ?, ?, ?)');
const points = pointsOf(source);

const read = startMeter();
let open = 0;
database.exec('BEGIN');
for (const { frame } of batchesOf(source)) {
  const { count, tag, timeUs, value, status } = decodeBatch(frame);
  for (let row = 0; row < count; row++) insert.run(tag[row]!, timeUs[row]!, value[row]!, status[row]!);
  open += count;
  if (open < ROWS_PER_COMMIT) continue;
  database.exec('COMMIT; BEGIN');
  open = 0;
}
database.exec('COMMIT');
const taken = read();
database.close();
const bytes = statSync(join(folder, 'plain.db')).size;
finish({ points, ...taken, bytesPerPoint: bytes / points } satisfies IngestWork);
