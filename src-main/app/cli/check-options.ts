import type { CommandSpec } from './command-spec.ts';
import type { GivenOptions } from './given-options.ts';

export interface CheckCommand {
  readonly kind: 'check';
  readonly project: string;
  readonly form: 'text' | 'json';
}

export const checkLine = {
  usage: 'check [--project DIR] [--json]',
  doc: 'name every fault of a project',
  options: ['project', 'json'],
  parse: ({ project, form }: GivenOptions): CheckCommand => ({ kind: 'check', project, form }),
} as const satisfies CommandSpec;

export interface ChecksVerifyCommand {
  readonly kind: 'checks-verify';
  readonly project: string;
  readonly form: 'text' | 'json';
  /** A bundle that was exported before. */
  readonly checkpoint: string | undefined;
}

export const checksVerifyLine = {
  usage: 'checks verify [--checkpoint FILE.json] [--project DIR] [--json]',
  doc: 'check the chain of hashes of what was captured and signed, and name altered entries',
  options: ['project', 'checkpoint', 'json'],
  parse: (given: GivenOptions): ChecksVerifyCommand => {
    const { project, form } = given;
    return { kind: 'checks-verify', project, form, checkpoint: given.one('checkpoint') };
  },
} as const satisfies CommandSpec;
