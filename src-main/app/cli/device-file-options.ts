import type { CommandSpec } from './command-spec.ts';
import type { GivenOptions } from './given-options.ts';
import { usageError } from './usage-error.ts';

export interface ImportCommand {
  readonly kind: 'import';
  readonly project: string;
  readonly file: string;
}

export const importLine = {
  usage: 'import FILE --project DIR',
  doc: 'import a combined devices.yaml',
  options: ['project'],
  operands: ['FILE'],
  parse: (given: GivenOptions): ImportCommand => {
    const [file] = given.operands;
    if (file === undefined) throw usageError('import needs a file: nexus-edge import devices.yaml --project DIR.');
    return { kind: 'import', project: given.required('project', 'Name the folder to import into.'), file };
  },
} as const satisfies CommandSpec;

export interface ExportCommand {
  readonly kind: 'export';
  readonly project: string;
  /** All unless given. */
  readonly devices: readonly string[] | undefined;
  readonly identities: 'keep' | 'drop';
  /** Standard output unless given. */
  readonly out: string | undefined;
}

export const exportLine = {
  usage: 'export [--devices A,B] [--no-identities] [--out FILE] [--project DIR]',
  doc: 'write the devices as one devices.yaml',
  options: ['project', 'devices', 'no-identities', 'out'],
  parse: (given: GivenOptions): ExportCommand => ({
    kind: 'export',
    project: given.project,
    devices: given.many('devices'),
    identities: given.has('no-identities') ? 'drop' : 'keep',
    out: given.one('out'),
  }),
} as const satisfies CommandSpec;
