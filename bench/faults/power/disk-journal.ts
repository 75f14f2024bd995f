import { readFileSync } from 'node:fs';

/**
 * What a process did to its files, in order, as disk-witness.c wrote it down: `create` and `open` name an inode, `sync` and
 * `sync-folder` promise what was recorded before `offset`.
 */
export interface DiskRecord {
  readonly op:
    | 'create'
    | 'open'
    | 'write'
    | 'truncate'
    | 'sync'
    | 'sync-folder'
    | 'rename'
    | 'link'
    | 'unlink'
    | 'mkdir'
    | 'rmdir';
  readonly inode: number;
  /** Of a write: where; of a truncation: the new size; of a sync: records before it that it covers. */
  readonly offset: number;
  readonly bytes: Buffer;
}

const OPS: Readonly<Record<string, DiskRecord['op']>> = {
  C: 'create',
  O: 'open',
  W: 'write',
  T: 'truncate',
  S: 'sync',
  D: 'sync-folder',
  R: 'rename',
  L: 'link',
  U: 'unlink',
  M: 'mkdir',
  X: 'rmdir',
};
const HEAD_BYTES = 21;

/** Reads a journal; a last record that the kill cut off was never seen by the process either. */
export function* readDiskJournal(file: string): Generator<DiskRecord> {
  const all = readFileSync(file);
  for (let at = 0; at + HEAD_BYTES <= all.length; ) {
    const length = all.readUInt32LE(at + 17);
    const bytes = all.subarray(at + HEAD_BYTES, at + HEAD_BYTES + length);
    if (bytes.length < length) return;
    const op = OPS[String.fromCharCode(all[at]!)];
    if (op === undefined) throw new RangeError(`${file}: no operation ${all[at]} at byte ${at}`);
    yield {
      op,
      inode: Number(all.readBigUInt64LE(at + 1)),
      offset: Number(all.readBigUInt64LE(at + 9)),
      bytes,
    };
    at += HEAD_BYTES + length;
  }
}
