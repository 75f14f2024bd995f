import type { CommandSpec } from './command-spec.ts';
import type { GivenOptions } from './given-options.ts';
import { usageError } from './usage-error.ts';

export interface BackupCommand {
  readonly kind: 'backup';
  readonly project: string;
  readonly out: string;
  /** What of a database is carried: `30d`, `FROM..TO` or `none`. */
  readonly history: string | undefined;
}

export const backupLine = {
  usage: 'backup --out DIR|FILE.tar.gz [--history 30d|FROM..TO|none] [--project DIR]',
  doc: 'copy a project with its history, also while it runs',
  options: ['project', 'out', 'history'],
  parse: (given: GivenOptions): BackupCommand => ({
    kind: 'backup',
    project: given.project,
    out: given.required('out', 'Name a new folder, or a file that ends in .tar.gz.'),
    history: given.one('history'),
  }),
} as const satisfies CommandSpec;

export interface RestoreCommand {
  readonly kind: 'restore';
  readonly file: string;
  readonly project: string;
}

export const restoreLine = {
  usage: 'restore BACKUP --project DIR',
  doc: 'make a project of a backup, in a new folder, after checking it',
  options: ['project'],
  operands: ['BACKUP'],
  parse: (given: GivenOptions): RestoreCommand => {
    const [file] = given.operands;
    if (file === undefined) throw usageError('restore needs a backup: nexus-edge restore backup.tar.gz --project DIR.');
    return { kind: 'restore', file, project: given.required('project', 'Name a new folder.') };
  },
} as const satisfies CommandSpec;
