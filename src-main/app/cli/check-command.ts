import { resolve } from 'node:path';
import { drivers } from '../../drivers/registry.ts';
import { checkSecrets } from '../../project/check/check-secrets.ts';
import { formatFault } from '../../project/check/fault.ts';
import { loadProject } from '../../project/load-project.ts';
import type { Command } from './command-line.ts';
import { EXIT_CODES } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

/** Names every fault of a project, one a line, or as JSON: `{project, devices, tags, errors, warnings, faults}`. */
export async function runCheck(command: Extract<Command, { kind: 'check' }>, terminal: Terminal): Promise<number> {
  const folder = resolve(command.project);
  const project = await loadProject(folder, drivers);
  const { devices } = project;
  const faults = [...project.faults, ...(await checkSecrets(project, folder))];
  const tags = devices.reduce((sum, device) => sum + device.tags.length, 0);
  const errors = faults.filter((fault) => fault.severity === 'error').length;
  const warnings = faults.length - errors;
  if (command.form === 'json') {
    const answer = { project: folder, devices: devices.length, tags, errors, warnings, faults };
    terminal.print(JSON.stringify(answer, undefined, 2));
  } else {
    for (const fault of faults) terminal.print(formatFault(fault));
    const told = warnings === 0 ? '' : ` ${count(warnings, 'warning')}.`;
    terminal.print(
      errors === 0
        ? `${folder}: no faults in ${count(devices.length, 'device')} with ${count(tags, 'tag')}.${told}`
        : `${folder}: ${count(errors, 'fault')}. A service would not start.${told}`,
    );
  }
  return errors === 0 ? EXIT_CODES.done.code : EXIT_CODES.faults.code;
}

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;
