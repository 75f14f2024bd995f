import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { LogRecords } from '../src-main/historian/log-records.ts';
import { SqliteStore } from '../src-main/historian/sqlite/sqlite-store.ts';
import { systemClock } from '../src-main/kernel/clock.ts';
import type { Logger } from '../src-main/kernel/logger.ts';
import { STATE_FOLDER } from '../src-main/project/project-layout.ts';

/** Samples of one tag from before the service ran: `value(timeUs)` every `stepUs` in `[fromUs, toUs)`. */
export interface StoredSeries {
  /** The `uid` of the tag in its file. */
  readonly tagUid: string;
  readonly fromUs: number;
  readonly toUs: number;
  readonly stepUs: number;
  readonly value: (timeUs: number) => number;
}

/** Points of one record of the log. */
const PER_RECORD = 5_000;
const silent = { info: () => {}, warn: () => {}, error: () => {} } as unknown as Logger;

/** Puts samples into the historian of a project that is not running, as the log would have brought them. */
export function storeHistory(folder: string, projectUid: string, all: readonly StoredSeries[]): void {
  mkdirSync(join(folder, STATE_FOLDER), { recursive: true });
  const options = { databasePath: join(folder, STATE_FOLDER, 'historian.db'), projectUid };
  const store = SqliteStore.open(options, systemClock, silent);
  const records = new LogRecords('history before the test');
  for (const { tagUid, fromUs, toUs, stepUs, value } of all) {
    for (let startUs = fromUs; startUs < toUs; startUs += PER_RECORD * stepUs) {
      const count = Math.min(PER_RECORD, Math.ceil((toUs - startUs) / stepUs));
      const points = Array.from({ length: count }, (_, at) => {
        const timeUs = startUs + at * stepUs;
        return { tag: tagUid, timeUs, value: value(timeUs) };
      });
      void store.take(records.batch(points));
      void store.tend();
    }
  }
  store.release(Number.POSITIVE_INFINITY);
  while (store.counts().tailPoints > 0) void store.tend();
  void store.close();
}
