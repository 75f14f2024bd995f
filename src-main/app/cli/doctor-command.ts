import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { drivers } from '../../drivers/registry.ts';
import { systemClock } from '../../kernel/clock.ts';
import { loadProject } from '../../project/load-project.ts';
import { STATE_FOLDER } from '../../project/project-layout.ts';
import { lockProject } from '../../project/project-lock.ts';
import { examineCertificates } from '../service/doctor/examine-certificates.ts';
import { examineComputer } from '../service/doctor/examine-computer.ts';
import { examineFolder } from '../service/doctor/examine-folder.ts';
import { examinePeers } from '../service/doctor/examine-peers.ts';
import { examinePorts } from '../service/doctor/examine-ports.ts';
import { examineProject } from '../service/doctor/examine-project.ts';
import { type Finding, fail } from '../service/doctor/finding.ts';
import type { Command } from './command-line.ts';
import { EXIT_CODES } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

const MARKS: Readonly<Record<Finding['result'], string>> = { ok: 'ok  ', warn: 'WARN', fail: 'FAIL' };

/**
 * Looks at the computer, the folder, the project and what it connects to. It changes nothing, and may run beside a service.
 * @returns 1 where something fails; warnings do not count.
 * @throws NexusError NX_PROJECT_NOT_FOUND
 */
export async function runDoctor(command: Extract<Command, { kind: 'doctor' }>, terminal: Terminal): Promise<number> {
  const folder = resolve(command.project);
  const project = await loadProject(folder, drivers);
  const isRunning = await runsOn(folder);
  const looks: readonly (readonly [area: string, look: () => Promise<readonly Finding[]>])[] = [
    ['computer', examineComputer],
    ['project', () => examineProject(project)],
    ['folder', () => examineFolder(folder, project.config)],
    ['port', () => examinePorts(project, isRunning)],
    ['certificate', () => examineCertificates(folder, project.config, systemClock.wallUs() / 1_000)],
    ['peers', () => examinePeers(project, drivers, command.devices === 'look')],
  ];
  const findings: Finding[] = [];
  for (const [area, look] of looks) {
    const found = await look().catch((error: unknown) => [
      fail(area, toNexusError(error).text, 'The doctor could not look at it. Run it as the user of the service.'),
    ]);
    findings.push(...found);
    if (command.form === 'text') for (const finding of found) terminal.print(lineOf(finding));
  }
  const count = (result: Finding['result']): number => findings.filter((finding) => finding.result === result).length;
  const counts = { ok: count('ok'), warn: count('warn'), fail: count('fail') };
  if (command.form === 'json')
    terminal.print(JSON.stringify({ project: folder, isRunning, ...counts, findings }, undefined, 2));
  else terminal.print(`${counts.ok} ok, ${counts.warn} to look at, ${counts.fail} to mend.`);
  return counts.fail > 0 ? EXIT_CODES.failed.code : EXIT_CODES.done.code;
}

function lineOf({ result, area, text, next }: Finding): string {
  return `${MARKS[result]}  ${area}: ${text}${next === undefined ? '' : `\n        ${next}`}`;
}

/** Whether an engine runs on the project: it holds the lock. */
async function runsOn(folder: string): Promise<boolean> {
  if (!existsSync(join(folder, STATE_FOLDER, 'lock'))) return false;
  try {
    await (await lockProject(folder)).dispose();
    return false;
  } catch (error) {
    return toNexusError(error).code === 'NX_PROJECT_LOCKED';
  }
}
