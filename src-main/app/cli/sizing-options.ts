import { SizingQuestion } from '../../../src-shared/contract/fleet.ts';
import { parseDurationMs } from '../../../src-shared/domain/duration.ts';
import type { SizingInput } from '../../../src-shared/domain/fleet-sizing.ts';
import type { CommandSpec } from './command-spec.ts';
import type { GivenOptions } from './given-options.ts';
import { usageError } from './usage-error.ts';

export interface SizingCommand {
  readonly kind: 'sizing';
  readonly plant: SizingInput;
  readonly form: 'text' | 'json';
}

export const sizingLine = {
  usage: 'sizing DEVICES TAGS [--every TIME] [--delay TIME] [--json]',
  doc: 'what a plant of this size needs: gateways, processors, memory, history',
  options: ['every', 'delay', 'json'],
  operands: ['DEVICES', 'TAGS'],
  parse: (given: GivenOptions): SizingCommand => {
    const [devices, tags] = given.operands;
    const asked = SizingQuestion.safeParse({
      devices,
      tags,
      intervalMs: milliseconds(given, 'every') ?? 1_000,
      pollMs: milliseconds(given, 'delay'),
    });
    if (asked.success) return { kind: 'sizing', plant: asked.data, form: given.form };
    const { path, message } = asked.error.issues[0]!;
    throw usageError(`${path.join('.')}: ${message}. Write nexus-edge sizing 200 8000.`);
  },
} as const satisfies CommandSpec;

function milliseconds(given: GivenOptions, option: 'every' | 'delay'): number | undefined {
  const text = given.one(option);
  if (text === undefined) return undefined;
  const ms = parseDurationMs(text);
  if (ms === undefined) throw usageError(`--${option} ${text} is no duration. Write it with a unit: 500ms.`);
  return ms;
}
