import type { LogDisk } from './log-disk.ts';
import type { LogGap } from './log-gap.ts';
import type { LogHead } from './log-messages.ts';
import { LogReader } from './log-reader.ts';

/** For tests: everything a log holds, with each value under the uid of its tag, in the order read. */
export function readLog(
  disk: LogDisk,
  head: LogHead,
): { values: Map<string, number[]>; gaps: LogGap[]; reader: LogReader } {
  const reader = new LogReader(disk);
  const values = new Map<string, number[]>();
  const gaps: LogGap[] = [];
  for (let record = reader.next(head); record; record = reader.next(head)) {
    if (record.kind === 'gap') {
      gaps.push(record.gap);
      continue;
    }
    const { batch, names } = record;
    for (const [row, value] of batch.value.entries()) {
      const uid = names.tag(batch.tag[row]!)!;
      const list = values.get(uid) ?? [];
      list.push(value);
      values.set(uid, list);
    }
  }
  reader.close();
  return { values, gaps, reader };
}

/** For tests: a head behind everything that lies on the disk. */
export function endOf(disk: LogDisk, totalPoints = 0): LogHead {
  return { logId: '', segment: (disk.list().at(-1) ?? 0) + 1, offset: 0, totalPoints };
}
