import { AUDIT_FORMATS } from '../../../src-shared/contract/audit.ts';
import type { CommandSpec } from './command-spec.ts';
import type { GivenOptions } from './given-options.ts';

export interface AuditVerifyCommand {
  readonly kind: 'audit-verify';
  readonly project: string;
  readonly form: 'text' | 'json';
  /** A checkpoint that was kept elsewhere. */
  readonly checkpoint: string | undefined;
}

export const auditVerifyLine = {
  usage: 'audit verify [--checkpoint FILE.json] [--project DIR] [--json]',
  doc: 'check every seal of the audit trail, and name entries that were altered, taken out or cut',
  options: ['project', 'checkpoint', 'json'],
  parse: (given: GivenOptions): AuditVerifyCommand => {
    const { project, form } = given;
    return { kind: 'audit-verify', project, form, checkpoint: given.one('checkpoint') };
  },
} as const satisfies CommandSpec;

export interface AuditCheckpointCommand {
  readonly kind: 'audit-checkpoint';
  readonly project: string;
  /** Standard output unless given. */
  readonly out: string | undefined;
}

export const auditCheckpointLine = {
  usage: 'audit checkpoint [--out FILE.json] [--project DIR]',
  doc: 'verify the audit trail and sign how it stands; keep the file elsewhere',
  options: ['project', 'out'],
  parse: (given: GivenOptions): AuditCheckpointCommand => {
    const { project } = given;
    return { kind: 'audit-checkpoint', project, out: given.one('out') };
  },
} as const satisfies CommandSpec;

export interface AuditExportCommand {
  readonly kind: 'audit-export';
  readonly project: string;
  readonly out: string;
  readonly filter: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly zone: string;
  readonly format: (typeof AUDIT_FORMATS)[number];
}

export const auditExportLine = {
  usage:
    'audit export --out FILE.zip [--filter TEXT] [--from TIME] [--to TIME] [--zone ZONE] [--format csv|json] [--project DIR]',
  doc: 'write entries of the audit trail into a signed zip',
  options: ['project', 'out', 'filter', 'from', 'to', 'zone', 'format'],
  parse: (given: GivenOptions): AuditExportCommand => ({
    ...{ kind: 'audit-export', project: given.project, out: given.required('out', 'Name a new file: audit.zip.') },
    ...{ filter: given.one('filter') ?? '', from: given.one('from'), to: given.one('to') },
    ...{ zone: given.one('zone') ?? 'UTC', format: given.oneOf('format', AUDIT_FORMATS) ?? 'csv' },
  }),
} as const satisfies CommandSpec;
