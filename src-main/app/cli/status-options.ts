import type { ServicePlace } from './call-service.ts';
import type { CommandSpec } from './command-spec.ts';
import type { GivenOptions } from './given-options.ts';

export interface StatusCommand {
  readonly kind: 'status';
  readonly place: ServicePlace;
  readonly form: 'text' | 'json';
}

export const statusLine = {
  usage: 'status [--project DIR | --port N] [--json]',
  doc: 'ask a running service how it is',
  options: ['project', 'port', 'json'],
  parse: (given: GivenOptions): StatusCommand => ({ kind: 'status', place: given.place, form: given.form }),
} as const satisfies CommandSpec;
