import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { APPLICATION_ID, MIGRATIONS } from './migrations.ts';
import { openFault } from './open-fault.ts';

/** Earlier ones can corrupt a file in WAL mode (sqlite.org/wal.html, “the WAL-reset bug”). */
export const LEAST_SQLITE = '3.51.3';

/**
 * Opens the file, made when missing, and brings its schema up to date. A file that is not ours, that cannot be written
 * or that a later version has written is left as it is.
 *
 * @throws NexusError NX_HISTORY_UNAVAILABLE with what was seen and the next step; where the file is ours and damaged its
 * cause is the error of SQLite (`isDamage`).
 */
export function openDatabase(file: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    mkdirSync(dirname(file), { recursive: true });
    database = new DatabaseSync(file);
    checkSqlite(database);
    const version = checkOwner(database, file);
    // Only a new file takes this; it lets go of the pages that retention frees.
    if (version === 0) database.exec('PRAGMA auto_vacuum = INCREMENTAL');
    // FULL: a commit that was reported survives a power cut; NORMAL may lose the last ones.
    database.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16384; PRAGMA journal_size_limit = 67108864',
    );
    migrate(database, version);
    // Says now, rather than at the first seal, that the file may only be read or that another program holds it.
    database.exec('BEGIN IMMEDIATE; COMMIT');
    return database;
  } catch (error) {
    database?.close();
    if (error instanceof NexusError) throw error;
    throw openFault(error, file);
  }
}

/** A second connection that only reads: what it sees stays as it is while its transaction is open. */
export function openReader(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { readOnly: true });
  database.exec('PRAGMA cache_size = -8192');
  return database;
}

/** @throws NexusError NX_HISTORY_UNAVAILABLE for a SQLite older than `LEAST_SQLITE`. */
export function checkSqlite(database: DatabaseSync, least = LEAST_SQLITE): void {
  const { version } = database.prepare('SELECT sqlite_version() AS version').get() as { version: string };
  const order = (text: string): number => text.split('.').reduce((sum, part) => sum * 1_000 + Number(part), 0);
  if (order(version) >= order(least)) return;
  const text = `SQLite ${version} is built in, and versions before ${least} can damage a historian file. Use the Node version that the product comes with.`;
  throw new NexusError('NX_HISTORY_UNAVAILABLE', text, { version, least });
}

/** The version of the schema, 0 for an empty file; refuses what another program or a later version has written. */
function checkOwner(database: DatabaseSync, file: string): number {
  const read = (sql: string): number => Number(Object.values(database.prepare(sql).get()!)[0]);
  const version = read('PRAGMA user_version');
  const tables = read("SELECT count(*) FROM sqlite_schema WHERE type = 'table'");
  const isFirst = version === 1 && read("SELECT count(*) FROM sqlite_schema WHERE name = 'block_data'") === 1;
  const isOurs = read('PRAGMA application_id') === APPLICATION_ID || isFirst || (version === 0 && tables === 0);
  if (!isOurs) {
    const text = `${file} is a database of another program (${tables} tables, version ${version}). It was left as it is: move it away, and the historian begins a new file there.`;
    throw new NexusError('NX_HISTORY_UNAVAILABLE', text, { file, version, tables });
  }
  if (version > MIGRATIONS.length) {
    const text = `${file} has schema ${version}, this version knows up to ${MIGRATIONS.length}. Start the version that wrote it, or move the file away.`;
    throw new NexusError('NX_HISTORY_UNAVAILABLE', text, { file, version });
  }
  return version;
}

function migrate(database: DatabaseSync, version: number): void {
  for (const [i, sql] of MIGRATIONS.entries()) {
    if (i < version) continue;
    database.exec(`BEGIN IMMEDIATE; ${sql}; PRAGMA user_version = ${i + 1}; COMMIT;`);
  }
  // A file of version 1 was made without it, and learns it only from a copy of itself.
  if (version === 1) database.exec('PRAGMA auto_vacuum = INCREMENTAL; VACUUM');
}

/** Renames the database and what belongs to it, so that nothing of it is lost; returns the new name. */
export function moveAside(file: string, nowMs: number): string {
  const stamp = new Date(nowMs).toISOString().replaceAll(/[:.]/g, '-');
  const aside = `${file}.damaged-${stamp}`;
  for (const suffix of ['', '-wal', '-shm']) if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix);
  return aside;
}
