import { closeSync, fsyncSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/** What the thread that checks a copy is started with. */
export interface DatabaseCheck {
  readonly checkFile: string;
}

/** What it answers with. */
export interface DatabaseVerdict {
  /** `ok`, or what SQLite found. */
  readonly found: string;
}

/**
 * Checks a copy of a historian's file, page by page and index by index, makes it one file that needs no other beside
 * it, and has it synced. Takes as long as reading the file: call it in a thread of its own.
 */
export function checkDatabase({ checkFile }: DatabaseCheck): DatabaseVerdict {
  const database = new DatabaseSync(checkFile);
  let found: string;
  try {
    const rows = database.prepare('PRAGMA integrity_check(10)').all();
    found = rows.map((row) => String(row.integrity_check)).join('; ');
    database.exec('PRAGMA journal_mode = DELETE');
  } finally {
    database.close();
  }
  const file = openSync(checkFile, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return { found };
}
