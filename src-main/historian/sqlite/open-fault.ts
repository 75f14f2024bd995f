import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { APPLICATION_ID } from './migrations.ts';

/** Primary result codes of SQLite (sqlite.org/rescode.html). */
const CODE = { BUSY: 5, LOCKED: 6, READONLY: 8, IOERR: 10, CORRUPT: 11, FULL: 13, CANTOPEN: 14, NOTADB: 26 } as const;

const HEADER_BYTES = 100;
const MAGIC = 'SQLite format 3\0';
const APPLICATION_ID_AT = 68;

function codeOf(error: unknown): number {
  const { errcode = 0, cause } = error as { errcode?: number; cause?: unknown };
  return errcode === 0 && cause !== undefined ? codeOf(cause) : errcode & 0xff;
}

/** True for an error that says the file itself is damaged, rather than full, locked or out of reach. */
export function isDamage(error: unknown): boolean {
  return codeOf(error) === CODE.CORRUPT || codeOf(error) === CODE.NOTADB;
}

/** True when the file says by its header that it is a historian of ours, however damaged the rest of it may be. */
export function isOwnFile(file: string): boolean {
  const header = headerOf(file);
  return (
    header.length === HEADER_BYTES &&
    header.toString('latin1', 0, 16) === MAGIC &&
    header.readUInt32BE(APPLICATION_ID_AT) === APPLICATION_ID
  );
}

/** What a person must know and do about a file that could not be opened, or a query that met damage. */
export function openFault(error: unknown, file: string): NexusError {
  const seen = error instanceof Error ? error.message : String(error);
  return new NexusError('NX_HISTORY_UNAVAILABLE', describe(error, file, seen), { file, seen }, { cause: error });
}

function describe(error: unknown, file: string, seen: string): string {
  if (isFolder(file)) return `${file} is a folder, and the historian keeps its file there. Rename or move the folder.`;
  switch (codeOf(error)) {
    case CODE.NOTADB:
      return `${file} is no SQLite file; it begins with “${beginOf(file)}”. It was left as it is: move it away, and the historian begins a new file there.`;
    case CODE.CORRUPT:
      return `${file} is damaged (${seen}). Other parts of it can still be read; restore a backup to have all of it again.`;
    case CODE.READONLY:
      return `${file} may only be read (${seen}). Give the account of the service the right to write the file and its folder.`;
    case CODE.BUSY:
    case CODE.LOCKED:
      return `${file} is locked by another program (${seen}). Close it there; the historian tries again by itself.`;
    case CODE.FULL:
    case CODE.IOERR:
      return `The disk of ${file} does not take or give what it should (${seen}). Make room, and check the disk.`;
    default:
      return `${file} cannot be opened (${seen}). Check that its folder exists and that the account of the service may write there.`;
  }
}

function isFolder(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function headerOf(file: string): Buffer {
  try {
    const header = Buffer.alloc(HEADER_BYTES);
    const handle = openSync(file, 'r');
    try {
      return header.subarray(0, readSync(handle, header, 0, HEADER_BYTES, 0));
    } finally {
      closeSync(handle);
    }
  } catch {
    return Buffer.alloc(0);
  }
}

/** The first characters, those that cannot be shown as dots. */
function beginOf(file: string): string {
  return headerOf(file)
    .toString('latin1', 0, 24)
    .replaceAll(/[^\x20-\x7E]/g, '·');
}
