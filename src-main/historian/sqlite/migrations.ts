/**
 * One entry per version of the schema; `PRAGMA user_version` says how many a file has. Entries never change once
 * released: append one.
 *
 * - `blocks` holds what a query needs to know of a block without reading it; the points are in `block_data`, so that a
 *   long range in few buckets reads about 100 bytes a block, and so that sealing appends instead of writing all over.
 * - `marks`: everything of `log`, `lane` up to `seq` that belongs to `tag` is sealed; `points` of it were stored.
 * - `logs.done…`: everything of the log up to these numbers is sealed, whatever the tag. Logs that ended and are sealed
 *   keep only this, for ever, so that a restored backup of their segments brings nothing twice.
 * - `tags.span_us`: the longest block of the tag, which bounds how far before a range its first block may begin.
 * - `gaps.device_uid`: '' stands for every device.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE tags (
    id INTEGER PRIMARY KEY, project TEXT NOT NULL, uid TEXT NOT NULL,
    span_us REAL NOT NULL, last_us REAL NOT NULL, last_value REAL, last_status INTEGER NOT NULL,
    UNIQUE (project, uid)
  );
  CREATE TABLE block_data (id INTEGER PRIMARY KEY, data BLOB NOT NULL);
  CREATE TABLE blocks (
    tag INTEGER NOT NULL, start_us INTEGER NOT NULL, id INTEGER NOT NULL, end_us INTEGER NOT NULL, rows INTEGER NOT NULL,
    min REAL, max REAL, first REAL, last REAL, sum REAL, count INTEGER NOT NULL, bad INTEGER NOT NULL,
    PRIMARY KEY (tag, start_us, id)
  ) WITHOUT ROWID;
  CREATE TABLE logs (
    id INTEGER PRIMARY KEY, log_id TEXT NOT NULL UNIQUE, points INTEGER NOT NULL DEFAULT 0,
    done0 INTEGER NOT NULL DEFAULT 0, done1 INTEGER NOT NULL DEFAULT 0,
    done2 INTEGER NOT NULL DEFAULT 0, done3 INTEGER NOT NULL DEFAULT 0
  );
  CREATE TABLE marks (
    log INTEGER NOT NULL, tag INTEGER NOT NULL, lane INTEGER NOT NULL, seq INTEGER NOT NULL, points INTEGER NOT NULL,
    PRIMARY KEY (log, tag, lane)
  ) WITHOUT ROWID;
  CREATE TABLE gaps (
    device_uid TEXT NOT NULL, to_us INTEGER NOT NULL, from_us INTEGER NOT NULL, reason TEXT NOT NULL,
    PRIMARY KEY (device_uid, to_us, from_us, reason)
  ) WITHOUT ROWID;
  `,
];
