import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Random } from '../../../src-main/testing/random-from.ts';
import { type DiskRecord, readDiskJournal } from './disk-journal.ts';
import { LostFile } from './lost-file.ts';

/** A name points at a file, or at `folder`. */
type Target = LostFile | 'folder';
type Names = Map<string, Target>;

/**
 * What changed names, by record. `journaled`: as ext4, XFS and NTFS do, any sync also keeps all names changed before it,
 * and the later ones survive up to some moment. `strict`: as POSIX promises, only the sync of their own folder keeps them.
 */
export type NamesKept = 'journaled' | 'strict';

export interface CutReport {
  readonly files: number;
  /** Writes and truncations that were not synced when the power went. */
  readonly unsynced: number;
  /** Changed names that no sync had promised. */
  readonly names: number;
}

/** Follows a journal, and says what the medium holds when it ends. */
class Medium {
  /** As the process sees them, and as the medium has them. */
  readonly seen: Names;
  readonly kept: Names;
  readonly #byInode = new Map<number, LostFile>();
  #changes: { readonly seq: number; readonly record: DiskRecord; readonly target: Target | undefined }[] = [];
  readonly #rule: NamesKept;

  constructor(baseline: Names, rule: NamesKept) {
    this.seen = new Map(baseline);
    this.kept = new Map(baseline);
    this.#rule = rule;
  }

  get unsynced(): number {
    return [...new Set(this.#byInode.values())].reduce((sum, file) => sum + file.unsynced, 0);
  }

  take(seq: number, record: DiskRecord): void {
    const { op, inode, offset, bytes } = record;
    const path = bytes.toString();
    if (op === 'open') {
      const known = this.#byInode.get(inode) ?? this.seen.get(path);
      if (known instanceof LostFile) this.#byInode.set(inode, known);
    } else if (op === 'write') this.#byInode.get(inode)?.write(seq, offset, Buffer.from(bytes));
    else if (op === 'truncate') this.#byInode.get(inode)?.truncate(seq, offset);
    else if (op === 'sync') this.#synced(inode, offset);
    else if (op === 'sync-folder') this.#folderSynced(path, offset);
    else this.#changed(seq, record);
  }

  /** Lets changes of names survive up to some moment, in their order. @returns how many no sync had promised. */
  cut(random: Random): number {
    const open = this.#changes.length;
    const survive = random(open + 1);
    for (const change of this.#changes.slice(0, survive)) apply(this.kept, change.record, change.target);
    return open;
  }

  #changed(seq: number, record: DiskRecord): void {
    const file = record.op === 'create' ? new LostFile() : undefined;
    if (file) this.#byInode.set(record.inode, file);
    const from = namesOf(record)[0]!;
    const target = file ?? (record.op === 'mkdir' ? 'folder' : this.seen.get(from));
    apply(this.seen, record, target);
    this.#changes.push({ seq, record, target });
  }

  #synced(inode: number, until: number): void {
    this.#byInode.get(inode)?.sync(until);
    if (this.#rule === 'journaled') this.#keep(({ seq }) => seq < until);
  }

  #folderSynced(folder: string, until: number): void {
    this.#keep(
      ({ seq, record }) =>
        seq < until && (this.#rule === 'journaled' || namesOf(record).some((name) => dirname(name) === folder)),
    );
  }

  #keep(promised: (change: { readonly seq: number; readonly record: DiskRecord }) => boolean): void {
    const rest = [];
    for (const change of this.#changes) {
      if (promised(change)) apply(this.kept, change.record, change.target);
      else rest.push(change);
    }
    this.#changes = rest;
  }
}

/** One name, or the old one and the new one. */
const namesOf = ({ bytes }: DiskRecord): readonly string[] => bytes.toString().split('\0');

function apply(names: Names, record: DiskRecord, target: Target | undefined): void {
  const [from, to] = namesOf(record) as [string, string];
  if (record.op === 'unlink' || record.op === 'rmdir') names.delete(from);
  else if (target === undefined) return;
  else if (record.op === 'create' || record.op === 'mkdir') names.set(from, target);
  else if (record.op === 'link') names.set(to, target);
  else if (target === 'folder') {
    for (const [name, each] of [...names]) {
      if (name !== from && !name.startsWith(`${from}/`)) continue;
      names.delete(name);
      names.set(`${to}${name.slice(from.length)}`, each);
    }
  } else {
    names.delete(from);
    names.set(to, target);
  }
}

/** Everything below a folder, as it stands. */
export function readNames(folder: string): Names {
  const names: Names = new Map();
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) names.set(path, 'folder');
    if (entry.isFile()) names.set(path, new LostFile(readFileSync(path)));
  }
  return names;
}

/**
 * Puts a folder into the state that a power cut would have left.
 * @param before what stood there when the journal began, from `readNames`.
 */
export function cutPower(folder: string, before: Names, journal: string, rule: NamesKept, random: Random): CutReport {
  const medium = new Medium(before, rule);
  let seq = 0;
  for (const record of readDiskJournal(journal)) medium.take(seq++, record);
  const unsynced = medium.unsynced;
  const names = medium.cut(random);
  rmSync(folder, { recursive: true });
  mkdirSync(folder);
  let files = 0;
  for (const [path, target] of medium.kept) {
    if (target === 'folder') {
      mkdirSync(path, { recursive: true });
      continue;
    }
    // A name whose folder is not on the medium is lost with it.
    if (dirname(path) !== folder && medium.kept.get(dirname(path)) !== 'folder') continue;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, target.afterCut(random), { mode: 0o600 });
    files++;
  }
  return { files, unsynced, names };
}
