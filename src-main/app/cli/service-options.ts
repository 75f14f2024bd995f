import type { CommandSpec } from './command-spec.ts';
import type { GivenOptions } from './given-options.ts';

export interface ServiceCommand {
  readonly kind: 'service';
  readonly project: string;
  readonly port: number | undefined;
  readonly demo: 'make' | 'leave';
}

export const serviceLine = {
  usage: '--service --project DIR [--port N] [--demo]',
  doc: 'run until stopped',
  options: ['service', 'project', 'port', 'demo'],
  parse: (given: GivenOptions): ServiceCommand => ({
    kind: 'service',
    project: given.required('project', 'Name the folder that holds nexus.yaml.'),
    port: given.port,
    demo: given.has('demo') ? 'make' : 'leave',
  }),
} as const satisfies CommandSpec;
