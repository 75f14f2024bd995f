import type { CommandSpec } from './command-spec.ts';
import type { GivenOptions } from './given-options.ts';

export interface ServiceCommand {
  readonly kind: 'service';
  readonly project: string;
  readonly port: number | undefined;
  readonly demo: 'make' | 'leave';
  /** `last-good`: where the files have faults the newest revision runs, which had none. */
  readonly onFaults: 'stop' | 'last-good';
}

export const serviceLine = {
  usage: '--service --project DIR [--port N] [--demo] [--last-good]',
  doc: 'run until stopped',
  options: ['service', 'project', 'port', 'demo', 'last-good'],
  parse: (given: GivenOptions): ServiceCommand => ({
    kind: 'service',
    project: given.required('project', 'Name the folder that holds nexus.yaml.'),
    port: given.port,
    demo: given.has('demo') ? 'make' : 'leave',
    onFaults: given.has('last-good') ? 'last-good' : 'stop',
  }),
} as const satisfies CommandSpec;
