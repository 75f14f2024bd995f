import type { CommandSpec } from './command-spec.ts';
import type { GivenOptions } from './given-options.ts';

export interface StatusCommand {
  readonly kind: 'status';
  readonly port: number;
  readonly form: 'text' | 'json';
}

export const statusLine = {
  usage: 'status --port N [--json]',
  doc: 'ask a running service how it is',
  options: ['port', 'json'],
  parse: (given: GivenOptions): StatusCommand => {
    given.required('port', 'Name the port that the service was started with.');
    return { kind: 'status', port: given.port!, form: given.form };
  },
} as const satisfies CommandSpec;
