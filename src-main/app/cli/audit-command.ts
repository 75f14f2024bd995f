import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AuditCheckpointView } from '../../../src-shared/contract/audit.ts';
import { AUDIT_SHAPE } from '../../../src-shared/contract/audit-filter.ts';
import type { AuditCheckpoint } from '../../../src-shared/domain/audit-entry.ts';
import { compileFilter } from '../../../src-shared/domain/compile-filter.ts';
import { parseQueryTime } from '../../../src-shared/domain/query-time.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { type AuditKeys, readAuditKeys } from '../../access/audit/audit-keys.ts';
import type { TrailCheck } from '../../access/audit/chain-check.ts';
import { signCheckpoint } from '../../access/audit/checkpoint.ts';
import { exportTrail } from '../../access/audit/export-trail.ts';
import { readHead } from '../../access/audit/head-note.ts';
import { verifyTrail } from '../../access/audit/verify-trail.ts';
import { systemClock } from '../../kernel/clock.ts';
import { accessFolder, auditFolder, CONFIG_FILE } from '../../project/project-layout.ts';
import type { AuditCheckpointCommand, AuditExportCommand, AuditVerifyCommand } from './audit-options.ts';
import { EXIT_CODES } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

/** A service that runs may be in the middle of a line. */
const LOOK_AGAIN_MS = 300;

/**
 * `audit verify|checkpoint|export`: works on the files of a project, whether a service runs on it or not.
 * @throws NexusError NX_PROJECT_NOT_FOUND, NX_AUDIT_KEYS, NX_USAGE for a checkpoint that is none.
 */
export async function runAudit(
  command: AuditVerifyCommand | AuditCheckpointCommand | AuditExportCommand,
  terminal: Terminal,
): Promise<number> {
  const project = resolve(command.project);
  if (!existsSync(join(project, CONFIG_FILE))) {
    const text = `There is no ${CONFIG_FILE} in ${project}. Name a project folder with --project.`;
    throw new NexusError('NX_PROJECT_NOT_FOUND', text, { folder: project });
  }
  const folder = auditFolder(project);
  const keys = readAuditKeys(accessFolder(project));
  switch (command.kind) {
    case 'audit-verify': {
      const kept = command.checkpoint === undefined ? undefined : await readCheckpoint(command.checkpoint);
      return tell(await verify(folder, keys, kept), command.form, terminal);
    }
    case 'audit-checkpoint': {
      const checked = await verify(folder, keys, undefined);
      if (checked.broken > 0) return tell(checked, 'text', terminal);
      const { first, last: seq, head } = checked;
      const state = { seq, count: seq - first + 1, head, time: new Date().toISOString() };
      const text = JSON.stringify(signCheckpoint(keys, { node: hostname(), ...state }), undefined, 2);
      if (command.out === undefined) terminal.print(text);
      else await writeNew(command.out, `${text}\n`);
      return EXIT_CODES.done.code;
    }
    case 'audit-export':
      return await exportTo(command, folder, keys, terminal);
  }
}

async function verify(folder: string, keys: AuditKeys, kept: AuditCheckpoint | undefined): Promise<TrailCheck> {
  const look = (): Promise<TrailCheck> => {
    const checkpoints = [kept, readHead(folder)].filter((one) => one !== undefined);
    return verifyTrail({ folder, keys, checkpoints });
  };
  const first = await look();
  if (first.broken === 0 || first.findings.some(({ kind }) => kind !== 'torn')) return first;
  await sleep(LOOK_AGAIN_MS);
  return await look();
}

function tell(checked: TrailCheck, form: 'text' | 'json', terminal: Terminal): number {
  const { findings, broken, entries, first, last, head } = checked;
  if (form === 'json') terminal.print(JSON.stringify(checked, undefined, 2));
  else {
    for (const { text } of findings) terminal.print(text);
    if (broken > findings.length) terminal.print(`${broken - findings.length} more.`);
    const count = `${entries.toLocaleString('en')} ${entries === 1 ? 'entry' : 'entries'}`;
    const range = entries === 0 ? '' : `, ${first} to ${last}`;
    terminal.print(
      broken === 0 ? `Verified: ${count}${range}. Head ${head}.` : `Chain broken: ${broken} found in ${count}${range}.`,
    );
  }
  return broken === 0 ? EXIT_CODES.done.code : EXIT_CODES.faults.code;
}

async function exportTo(
  command: AuditExportCommand,
  folder: string,
  keys: AuditKeys,
  terminal: Terminal,
): Promise<number> {
  const { filter, from, to, zone, format, out } = command;
  const { passes, fault } = compileFilter(AUDIT_SHAPE, filter);
  if (fault !== '') throw new NexusError('NX_USAGE', `--filter ${fault}`);
  const nowUs = systemClock.wallUs();
  const at = (text: string | undefined, other: number): number =>
    text === undefined ? other : parseQueryTime(text, nowUs, zone) / 1_000;
  const { entries, zip } = await exportTrail(folder, keys, {
    ...{ format, passes, fromMs: at(from, Number.NEGATIVE_INFINITY), toMs: at(to, Number.POSITIVE_INFINITY) },
    question: { filter, from: from ?? '', to: to ?? '', zone },
    ...{ timeMs: nowUs / 1_000, checkpoint: readHead(folder) },
  });
  await writeNew(out, zip);
  terminal.print(`${entries.toLocaleString('en')} ${entries === 1 ? 'entry' : 'entries'} in ${out}.`);
  return EXIT_CODES.done.code;
}

async function writeNew(file: string, content: string | Uint8Array): Promise<void> {
  await writeFile(file, content, { flag: 'wx', mode: 0o600 }).catch((cause: unknown) => {
    const text = `${file} could not be written (${String((cause as NodeJS.ErrnoException).code)}). Name a new file with --out.`;
    throw new NexusError('NX_USAGE', text, {}, { cause });
  });
}

async function readCheckpoint(file: string): Promise<AuditCheckpoint> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new NexusError('NX_USAGE', `${file} could not be read. Name a checkpoint of the trail.`, {}, { cause });
  });
  try {
    return AuditCheckpointView.parse(JSON.parse(text));
  } catch (cause) {
    const words = `${file} is no checkpoint of an audit trail. Name the JSON that audit checkpoint wrote.`;
    throw new NexusError('NX_USAGE', words, {}, { cause });
  }
}
