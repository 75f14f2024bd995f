import { KEY_PLACES, type KeyPlace } from '../../kernel/secrets/sealed-secrets.ts';
import type { CommandSpec } from './command-spec.ts';
import type { GivenOptions } from './given-options.ts';
import { usageError } from './usage-error.ts';

export interface SecretsSetCommand {
  readonly kind: 'secrets-set';
  readonly project: string;
  readonly name: string;
  readonly key: KeyPlace | undefined;
}

export interface SecretsListCommand {
  readonly kind: 'secrets-list';
  readonly project: string;
  readonly form: 'text' | 'json';
}

export interface SecretsRemoveCommand {
  readonly kind: 'secrets-remove';
  readonly project: string;
  readonly name: string;
}

function nameOf({ operands }: GivenOptions, act: string): string {
  const [name] = operands;
  if (name === undefined) throw usageError(`secrets ${act} needs a name: nexus-edge secrets ${act} mqtt.password.`);
  return name;
}

export const secretsSetLine = {
  usage: 'secrets set NAME [--key PLACE] [--project DIR]',
  doc: 'keep a secret of a project sealed; it is read from standard input, never from the command line',
  options: ['project', 'key'],
  operands: ['NAME'],
  parse: (given: GivenOptions): SecretsSetCommand => ({
    ...{ kind: 'secrets-set', project: given.project, name: nameOf(given, 'set') },
    key: given.oneOf('key', KEY_PLACES),
  }),
} as const satisfies CommandSpec;

export const secretsListLine = {
  usage: 'secrets list [--project DIR] [--json]',
  doc: 'name the secrets that are set, and where their key lies',
  options: ['project', 'json'],
  parse: ({ project, form }: GivenOptions): SecretsListCommand => ({ kind: 'secrets-list', project, form }),
} as const satisfies CommandSpec;

export const secretsRemoveLine = {
  usage: 'secrets remove NAME [--project DIR]',
  doc: 'forget a secret',
  options: ['project'],
  operands: ['NAME'],
  parse: (given: GivenOptions): SecretsRemoveCommand => ({
    ...{ kind: 'secrets-remove', project: given.project, name: nameOf(given, 'remove') },
  }),
} as const satisfies CommandSpec;
