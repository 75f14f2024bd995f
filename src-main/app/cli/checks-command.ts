import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { CheckBundle } from '../../../src-shared/contract/check-bundle.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { type Checkpoint, verifyRecord } from '../../checks/verify-record.ts';
import { CONFIG_FILE } from '../../project/project-layout.ts';
import { checksFolder } from '../checks/checks-folder.ts';
import type { Command } from './command-line.ts';
import { EXIT_CODES } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

/**
 * Checks the chain of hashes of what was captured and signed, and names every altered entry; also while a service runs.
 * @throws NexusError NX_PROJECT_NOT_FOUND, NX_USAGE for a checkpoint that is none.
 */
export async function runChecksVerify(
  command: Extract<Command, { kind: 'checks-verify' }>,
  terminal: Terminal,
): Promise<number> {
  const folder = resolve(command.project);
  if (!existsSync(join(folder, CONFIG_FILE))) {
    const text = `There is no ${CONFIG_FILE} in ${folder}. Name a project folder with --project.`;
    throw new NexusError('NX_PROJECT_NOT_FOUND', text, { folder });
  }
  const checkpoint = command.checkpoint === undefined ? undefined : await readCheckpoint(command.checkpoint);
  const chain = await verifyRecord(checksFolder(folder), checkpoint);
  if (command.form === 'json') terminal.print(JSON.stringify(chain, undefined, 2));
  else {
    for (const { entry, text } of chain.breaks) terminal.print(`Entry ${entry}: ${text}`);
    const entries = `${chain.entries} ${chain.entries === 1 ? 'entry' : 'entries'}`;
    terminal.print(
      chain.breaks.length === 0
        ? `Verified: ${entries}${chain.hash === '' ? '' : `, ${chain.hash}`}.`
        : `Chain broken: ${chain.breaks.length} of ${entries} named above.`,
    );
  }
  return chain.breaks.length === 0 ? EXIT_CODES.done.code : EXIT_CODES.faults.code;
}

async function readCheckpoint(file: string): Promise<Checkpoint> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new NexusError('NX_USAGE', `${file} could not be read. Name a JSON bundle of loop checks.`, {}, { cause });
  });
  try {
    return CheckBundle.pick({ chain: true, entries: true }).parse(JSON.parse(text));
  } catch (cause) {
    const words = `${file} is no bundle of loop checks. Name the JSON that Report saved.`;
    throw new NexusError('NX_USAGE', words, {}, { cause });
  }
}
