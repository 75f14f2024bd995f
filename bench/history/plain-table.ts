import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** The yardstick: a table with a key as most would make it, WAL, synchronous=FULL, 64 MB of cache. */
export function openPlainTable(folder: string): DatabaseSync {
  const database = new DatabaseSync(join(folder, 'plain.db'));
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536;
    CREATE TABLE IF NOT EXISTS samples (
      tag INTEGER NOT NULL, time INTEGER NOT NULL, value REAL, status INTEGER NOT NULL,
      PRIMARY KEY (tag, time)) WITHOUT ROWID`);
  return database;
}
