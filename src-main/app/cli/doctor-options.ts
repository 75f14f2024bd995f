import type { CommandSpec } from './command-spec.ts';
import type { GivenOptions } from './given-options.ts';

export interface DoctorCommand {
  readonly kind: 'doctor';
  readonly project: string;
  readonly form: 'text' | 'json';
  /** `look`: each device is connected to, for a moment. */
  readonly devices: 'look' | 'leave';
}

export const doctorLine = {
  usage: 'doctor [--project DIR] [--reach-devices] [--json]',
  doc: 'look whether this computer is fit for the project, and say what to do where it is not',
  options: ['project', 'reach-devices', 'json'],
  parse: (given: GivenOptions): DoctorCommand => {
    const { project, form } = given;
    return { kind: 'doctor', project, form, devices: given.has('reach-devices') ? 'look' : 'leave' };
  },
} as const satisfies CommandSpec;
