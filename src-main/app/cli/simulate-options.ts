import { parseDurationMs } from '../../../src-shared/domain/duration.ts';
import { TWIN_FAULTS, WAVE_SHAPES } from '../twins/simulator-job.ts';
import type { CommandSpec } from './command-spec.ts';
import type { GivenOptions } from './given-options.ts';
import { usageError } from './usage-error.ts';

/** How twins differ from what their devices’ files say. */
export interface TwinOptions {
  readonly shape: (typeof WAVE_SHAPES)[number] | undefined;
  readonly fault: (typeof TWIN_FAULTS)[number] | undefined;
  /** Ids of tags that the twins do not have. */
  readonly holes: readonly string[];
  /** A file of recorded values. */
  readonly history: string | undefined;
  readonly delayMs: number | undefined;
}

export interface SimulateCommand {
  readonly kind: 'simulate';
  readonly project: string;
  readonly devices: readonly string[] | undefined;
  readonly port: number | undefined;
  readonly twin: TwinOptions;
}

export const simulateLine = {
  usage:
    'simulate [--device ID…] [--port N] [--wave SHAPE] [--history FILE.csv] [--hole TAG] [--delay TIME] [--fault NAME] [--project DIR]',
  doc: 'play the devices of a project on loopback',
  options: ['project', 'device', 'port', 'wave', 'history', 'hole', 'delay', 'fault'],
  parse: (given: GivenOptions): SimulateCommand => ({
    kind: 'simulate',
    project: given.project,
    devices: given.many('device'),
    port: given.port,
    twin: twinOptions(given),
  }),
} as const satisfies CommandSpec;

function twinOptions(given: GivenOptions): TwinOptions {
  const delay = given.one('delay');
  const delayMs = delay === undefined ? undefined : parseDurationMs(delay);
  if (delay !== undefined && delayMs === undefined) throw usageError(`--delay ${delay} is not a duration. Try 50ms.`);
  return {
    shape: given.oneOf('wave', WAVE_SHAPES),
    fault: given.oneOf('fault', TWIN_FAULTS),
    holes: given.many('hole') ?? [],
    history: given.one('history'),
    delayMs,
  };
}
