import type { Cursor } from '../../log/cursor/cursor.ts';
import type { LogDisk } from '../../log/log-disk.ts';
import type { LogHead } from '../../log/log-messages.ts';
import { LogReader } from '../../log/log-reader.ts';

/** When the oldest point was received that a cursor has before it, µs since 1970 UTC; undefined: none waits. */
export function waitingSinceUs(disk: LogDisk, cursor: Cursor, head: LogHead): number | undefined {
  if (cursor.handledPoints >= head.totalPoints) return undefined;
  const reader = new LogReader(disk, cursor.segment);
  try {
    for (let record = reader.next(head); record; record = reader.next(head)) {
      if (record.kind === 'batch' && !cursor.has(record)) return record.batch.receivedUs;
    }
    return undefined;
  } finally {
    reader.close();
  }
}
