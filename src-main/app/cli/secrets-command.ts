import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { systemClock } from '../../kernel/clock.ts';
import { CONFIG_FILE } from '../../project/project-layout.ts';
import { SecretVault } from '../../project/secrets/secret-vault.ts';
import type { Command } from './command-line.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { readSecret } from './read-secret.ts';
import type { Terminal } from './terminal.ts';

const WEAK =
  'weak: its key is a file of this user, so that whoever reads both reads the secrets. A keyring or a systemd credential (--key credential) is stronger.';

/** Sets, lists and removes the secrets of a project. No value is ever printed. */
export async function runSecrets(
  command: Extract<Command, { kind: `secrets-${string}` }>,
  terminal: Terminal,
  input: Readable = process.stdin,
): Promise<number> {
  const folder = resolve(command.project);
  if (!existsSync(join(folder, CONFIG_FILE)))
    throw new NexusError('NX_PROJECT_NOT_FOUND', `${folder} holds no ${CONFIG_FILE}. Name the folder of a project.`);
  const vault = new SecretVault(folder);
  switch (command.kind) {
    case 'secrets-set': {
      const value = await readSecret(input, (text) => terminal.printError(text));
      const choice = command.key && { place: command.key };
      const { isNew } = await vault.set(command.name, value, systemClock.wallUs(), choice);
      terminal.print(
        `${isNew ? 'Set' : 'Replaced'} ${command.name}. Refer to it as { secret: ${command.name} }; a service that runs takes it with its next start, a device with its next connection.`,
      );
      if ((await vault.key())?.isWeak) terminal.print(WEAK);
      return EXIT_CODES.done.code;
    }
    case 'secrets-remove':
      await vault.remove(command.name);
      terminal.print(`Removed ${command.name}.`);
      return EXIT_CODES.done.code;
    case 'secrets-list': {
      const [secrets, key] = [await vault.list(), await vault.key()];
      if (command.form === 'json') terminal.print(JSON.stringify({ key: key ?? null, secrets }, undefined, 2));
      else if (secrets.length === 0) terminal.print('No secret is set.');
      else {
        for (const { name, setUs } of secrets) terminal.print(`${name}  set ${new Date(setUs / 1_000).toISOString()}`);
        terminal.print(key!.isWeak ? WEAK : `sealed with a key in the ${key!.place}`);
      }
      return EXIT_CODES.done.code;
    }
  }
}
