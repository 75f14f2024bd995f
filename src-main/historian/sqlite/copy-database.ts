import { backup, DatabaseSync } from 'node:sqlite';

/** All pages in one step: a backup in several begins anew whenever another process writes in between. */
const ALL_PAGES = 2 ** 31 - 1;

/**
 * Copies a database of another process, or of none, as one consistent state; the original is only read. The copy is to be
 * checked with `checkDatabase`.
 *
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
