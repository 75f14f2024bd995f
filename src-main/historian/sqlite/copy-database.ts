import { backup, DatabaseSync } from 'node:sqlite';

/** All pages in one step: a backup in several begins anew whenever another process writes in between. */
const ALL_PAGES = 2 ** 31 - 1;

/**
 * Copies a database as one consistent state, also while another process writes it; the original is only read.
 * @throws Error of SQLite; `isDamage` tells whether the file is beyond use.
 */
export async function copyDatabase(from: string, to: string): Promise<void> {
  const database = new DatabaseSync(from, { readOnly: true });
  try {
    await backup(database, to, { rate: ALL_PAGES });
  } finally {
    database.close();
  }
}

/** What `PRAGMA integrity_check` finds, at most a few lines; empty for a sound file. @throws when it cannot be opened. */
export function databaseFaults(file: string): readonly string[] {
  const database = new DatabaseSync(file);
  try {
    const rows = database.prepare('PRAGMA integrity_check(5)').all() as { readonly integrity_check: string }[];
    return rows.map((row) => row.integrity_check).filter((text) => text !== 'ok');
  } finally {
    database.close();
  }
}
