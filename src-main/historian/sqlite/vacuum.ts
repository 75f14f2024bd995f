import type { DatabaseSync } from 'node:sqlite';

const PAGES_AT_ONCE = 256;
/** Free pages are taken again by what is written next: only more than this, and more than this share, is worth moving. */
const LEAST_PAGES = 256;
const LEAST_SHARE = 0.1;

/** Gives pages that nothing uses back to the disk, a megabyte at a time. Returns false when there are too few of them. */
export function vacuumStep(database: DatabaseSync): boolean {
  const read = (name: string): number => Number(Object.values(database.prepare(`PRAGMA ${name}`).get()!)[0]);
  const free = read('freelist_count');
  if (free < LEAST_PAGES || free < read('page_count') * LEAST_SHARE) return false;
  database.exec(`PRAGMA incremental_vacuum(${PAGES_AT_ONCE})`);
  return true;
}
