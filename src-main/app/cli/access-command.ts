import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { drivers } from '../../drivers/registry.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import { accessFolder } from '../../project/project-layout.ts';
import { lockProject } from '../../project/project-lock.ts';
import { type EngineSurroundings, startEngine } from '../engine.ts';
import { AccessAgent } from './access-agent.ts';
import type { AccessKeyCommand, AccessUserCommand } from './access-options.ts';
import type { Command } from './command-line.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { readSecret } from './read-secret.ts';
import type { Terminal } from './terminal.ts';

/**
 * Manages users and keys: of the service that runs on the project, over its socket. Where none runs the engine of the
 * project is started for it and stopped again, so that what was done stands in the audit trail as always.
 *
 * @throws NexusError what was refused
 */
export async function runAccess(
  command: Extract<Command, { kind: `access-${string}` }>,
  surroundings: EngineSurroundings,
  terminal: Terminal,
  input: Readable = process.stdin,
): Promise<number> {
  const project = resolve(command.project);
  if (command.kind === 'access-setup-code') terminal.print(await setupCodeOf(project));
  else {
    const lifetime = new Lifetime('access command');
    try {
      if (!(await isRunning(project))) {
        const engine = await startEngine({ ...surroundings, folder: project, port: undefined, drivers });
        lifetime.defer(() => engine.stop());
      }
      const agent = new AccessAgent(project);
      const ask = (): Promise<string> => readSecret(input, (text) => terminal.printError(text));
      if (command.kind === 'access-user') await manageUser(agent, command, terminal, ask);
      else await manageKey(agent, command, terminal);
    } finally {
      await lifetime.dispose();
    }
  }
  return EXIT_CODES.done.code;
}

async function isRunning(project: string): Promise<boolean> {
  try {
    await (await lockProject(project)).dispose();
    return false;
  } catch (error) {
    if (error instanceof NexusError && error.code === 'NX_PROJECT_LOCKED') return true;
    throw error;
  }
}

async function setupCodeOf(project: string): Promise<string> {
  try {
    return (await readFile(join(accessFolder(project), 'setup-code'), 'utf8')).trim();
  } catch {
    const text =
      'No service waits for a set-up code here. Start it with --port N: it makes one while there is no administrator.';
    throw new NexusError('NX_NOT_FOUND', text);
  }
}

async function manageUser(
  agent: AccessAgent,
  { act, name, roles, form }: AccessUserCommand,
  terminal: Terminal,
  ask: () => Promise<string>,
): Promise<void> {
  switch (act) {
    case 'list': {
      const users = await agent.users();
      if (form === 'json') terminal.print(JSON.stringify(users, undefined, 2));
      else for (const one of users) terminal.print(`${one.user}  ${one.status}  ${one.roles.join(', ')}`);
      if (form === 'text' && users.length === 0) terminal.print('There are no users.');
      return;
    }
    case 'add':
      await agent.add(name, roles!, await ask());
      return terminal.print(`Added ${name}: ${roles!.join(', ')}.`);
    case 'roles':
      await agent.change((await agent.user(name)).id, { roles: roles! });
      return terminal.print(`${name} is now: ${roles!.join(', ')}. Open sessions have ended.`);
    case 'password':
      await agent.setPassword((await agent.user(name)).id, await ask());
      return terminal.print(`${name} has another password. Open sessions have ended.`);
    case 'enable':
    case 'disable':
      await agent.change((await agent.user(name)).id, { status: act === 'enable' ? 'active' : 'disabled' });
      return terminal.print(
        act === 'enable' ? `${name} may sign in.` : `${name} may not sign in. Open sessions have ended.`,
      );
    case 'remove':
      await agent.remove((await agent.user(name)).id);
      return terminal.print(`Removed ${name}.`);
  }
}

async function manageKey(
  agent: AccessAgent,
  { act, name, roles, form }: AccessKeyCommand,
  terminal: Terminal,
): Promise<void> {
  switch (act) {
    case 'list': {
      const keys = await agent.keys();
      if (form === 'json') return terminal.print(JSON.stringify(keys, undefined, 2));
      for (const key of keys)
        terminal.print(`${key.id}  ${key.status}  ${key.name}  ${key.roles.join(', ')}  until ${key.expiresAt}`);
      if (keys.length === 0) terminal.print('There are no keys.');
      return;
    }
    case 'add': {
      const { key, view } = await agent.addKey(name, roles!);
      if (form === 'json') return terminal.print(JSON.stringify({ key, ...view }, undefined, 2));
      terminal.print(key);
      return terminal.printError(`This is shown once. It is good until ${view.expiresAt}.`);
    }
    case 'revoke':
      await agent.revokeKey(name);
      return terminal.print(`Revoked ${name}.`);
  }
}
