/** Stands in the header of each file of ours since version 2: "NXHS". */
export const APPLICATION_ID = 0x4e_58_48_53;

/**
 * One entry per version of the schema; `PRAGMA user_version` says how many a file has. Entries never change once
 * released: append one.
 *
 * 1
 * - `blocks` holds what a query needs to know of a block without reading it; the points are in `block_data`, so that a
 *   long range in few buckets reads about 100 bytes a block, and so that sealing appends instead of writing all over.
 * - `marks`: everything of `log`, `lane` up to `seq` that belongs to `tag` is sealed; `points` of it were stored.
 * - `logs.done…`: everything of the log up to these numbers is sealed, whatever the tag. Logs that ended and are sealed
 *   keep only this, for ever, so that a restored backup of their segments brings nothing twice.
 * - `tags.span_us`: the longest block of the tag, which bounds how far before a range its first block may begin.
 * - `gaps.device_uid`: '' stands for every device.
 *
 * 2
 * - Blocks of one tag and epoch never share a stretch of time. What is sealed and shares its time with something that
 *   is stored waits in `late` until it is merged; what version 1 stored goes there, too, and gets its rollups with it.
 * - `block_minutes`: the minutes of a block, under its id; only where reading them is cheaper than reading the points.
 * - `rollups`: hours and days (`unit` in seconds) of all blocks, without what is `late`.
 * - `tags.end_us`: the latest sealed time; `last_epoch`: of the last point; `compacted_us`: small blocks before it are
 *   merged.
 * - `state`: numbers of the whole file. `blocks`, `late` blocks, `collided` points; `raw_from_us`, `hour_from_us`: before this, points or
 *   hours may have been removed.
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
  `
  PRAGMA application_id = ${APPLICATION_ID};
  CREATE TABLE late (
    id INTEGER PRIMARY KEY, tag INTEGER NOT NULL, epoch INTEGER NOT NULL, start_us INTEGER NOT NULL,
    end_us INTEGER NOT NULL, rows INTEGER NOT NULL, data BLOB NOT NULL
  );
  INSERT INTO late SELECT b.id, b.tag, 0, b.start_us, b.end_us, b.rows, d.data
    FROM blocks b JOIN block_data d ON d.id = b.id ORDER BY b.id;
  DROP TABLE blocks;
  DELETE FROM block_data;
  CREATE INDEX late_places ON late (tag, start_us, end_us, epoch, rows);
  CREATE TABLE blocks (
    tag INTEGER NOT NULL, start_us INTEGER NOT NULL, id INTEGER NOT NULL, end_us INTEGER NOT NULL,
    epoch INTEGER NOT NULL, rows INTEGER NOT NULL,
    min REAL, max REAL, first REAL, last REAL, sum REAL, count INTEGER NOT NULL, bad INTEGER NOT NULL,
    PRIMARY KEY (tag, start_us, id)
  ) WITHOUT ROWID;
  CREATE TABLE block_minutes (id INTEGER PRIMARY KEY, data BLOB NOT NULL);
  CREATE TABLE rollups (
    tag INTEGER NOT NULL, unit INTEGER NOT NULL, start_us INTEGER NOT NULL,
    min REAL, max REAL, sum REAL, first REAL, last REAL, first_us INTEGER, last_us INTEGER,
    count INTEGER NOT NULL, bad INTEGER NOT NULL,
    PRIMARY KEY (tag, unit, start_us)
  ) WITHOUT ROWID;
  ALTER TABLE tags ADD COLUMN end_us REAL NOT NULL DEFAULT -9e15;
  ALTER TABLE tags ADD COLUMN last_epoch INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE tags ADD COLUMN compacted_us REAL NOT NULL DEFAULT -9e15;
  UPDATE tags SET end_us = coalesce((SELECT max(end_us) FROM late WHERE tag = tags.id), -9e15);
  CREATE TABLE state (name TEXT PRIMARY KEY, value REAL NOT NULL) WITHOUT ROWID;
  INSERT INTO state SELECT 'late', count(*) FROM late;
  `,
];
