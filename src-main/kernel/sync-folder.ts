import { closeSync, fsyncSync, openSync } from 'node:fs';

/** Brings names of files that were made, renamed or removed in a folder onto the medium. */
export function syncFolder(folder: string): void {
  // Windows has no way to sync a folder; NTFS journals its names.
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
