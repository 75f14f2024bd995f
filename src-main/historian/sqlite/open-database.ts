import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { MIGRATIONS } from './migrations.ts';

/** Primary result codes of SQLite (sqlite.org/rescode.html) that mean a file beyond use. */
const SQLITE_CORRUPT = 11;
const SQLITE_NOTADB = 26;

/** True for an error that says the file itself is damaged, rather than full, locked or out of reach. */
export function isDamage(error: unknown): boolean {
  const code = (error as { errcode?: number }).errcode ?? 0;
  return (code & 0xff) === SQLITE_CORRUPT || (code & 0xff) === SQLITE_NOTADB;
}

/**
 * Opens the file, made when missing, and brings its schema up to date.
 *
 * @throws NexusError NX_HISTORY_UNAVAILABLE when a later version of the product has written it.
 * @throws Error of SQLite; `isDamage` tells whether the file is beyond use.
 */
export function openDatabase(file: string): DatabaseSync {
  mkdirSync(dirname(file), { recursive: true });
  const database = new DatabaseSync(file);
  try {
    // FULL: a commit that was reported survives a power cut; NORMAL may lose the last ones.
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16384;');
    migrate(database, file);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function migrate(database: DatabaseSync, file: string): void {
  const { user_version: version } = database.prepare('PRAGMA user_version').get() as { user_version: number };
  if (version > MIGRATIONS.length) {
    const text = `${file} has schema ${version}, this version knows up to ${MIGRATIONS.length}. Start the version that wrote it, or move the file away.`;
    throw new NexusError('NX_HISTORY_UNAVAILABLE', text, { file, version });
  }
  for (const [i, sql] of MIGRATIONS.entries()) {
    if (i < version) continue;
    database.exec(`BEGIN IMMEDIATE; ${sql}; PRAGMA user_version = ${i + 1}; COMMIT;`);
  }
}

/** Renames the database and what belongs to it, so that nothing of it is lost; returns the new name. */
export function moveAside(file: string, nowMs: number): string {
  const stamp = new Date(nowMs).toISOString().replaceAll(/[:.]/g, '-');
  const aside = `${file}.damaged-${stamp}`;
  for (const suffix of ['', '-wal', '-shm']) if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix);
  return aside;
}
