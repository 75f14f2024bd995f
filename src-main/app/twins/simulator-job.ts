import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import type { Tag } from '../../../src-shared/domain/tag.ts';
import type { SimulatorFault } from '../../drivers/driver.ts';
import { compileTagRule } from '../../processing/tag-rule.ts';
import { type CheckedDevice, driverTag } from '../../project/check/check-device.ts';
import type { SimulatorJob } from './simulator-work.ts';
import { Waveform } from './waveform.ts';

/** How tags move, by id of device and tag. */
export type Waves = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The waves of the demo plant. @param resources the folder that holds `demo-plant/`. */
export async function readWaves(resources: URL): Promise<Waves> {
  return parse(await readFile(new URL('demo-plant/waves.yaml', resources), 'utf8')) as Waves;
}

/** Below it a port needs privileges that a twin should not have: 502 becomes 15502. */
const FIRST_FREE_PORT = 1_024;
const RAISED_BY = 15_000;

/** The port that a twin wishes for in the place of the device's own; 0 takes any. */
export const freePort = (own: number): number => (own > 0 && own < FIRST_FREE_PORT ? own + RAISED_BY : own);

export const WAVE_SHAPES = ['sine', 'ramp', 'noisy', 'steps'] as const;
export const TWIN_FAULTS = [
  'unplug',
  'refuse',
  'silent',
  'rst',
  'delay',
  'deny',
] as const satisfies readonly SimulatorFault[];

/** How a twin differs from what its device's file says. */
export interface TwinWishes {
  /** How tags moved, by their ids: before all waves. */
  readonly recorded?: ReadonlyMap<string, Waveform> | undefined;
  /** For every tag that is a number and has no wave of its own. */
  readonly shape?: (typeof WAVE_SHAPES)[number] | undefined;
  /** Tags that the twin does not have: it refuses their addresses. */
  readonly holes?: readonly string[] | undefined;
  readonly delayMs?: number | undefined;
}

/** How to play a device: a tag without a wave of its own moves over its range. @param port the wish. */
export function simulatorJob(device: CheckedDevice, waves: Waves, port: number, wishes: TwinWishes = {}): SimulatorJob {
  const { recorded, shape = 'sine', holes = [], delayMs } = wishes;
  return {
    id: device.id,
    protocol: device.protocol,
    connection: device.connection,
    port,
    delayMs,
    tags: device.tags
      .filter(({ enabled, id }) => enabled && !holes.includes(id))
      .map((tag, index) => {
        const { factor, offset } = compileTagRule(tag, index);
        const wave = waves[device.id]?.[tag.id];
        const own = wave === undefined ? rangeWave(tag, shape) : Waveform.parse(wave);
        return { driver: driverTag(tag), factor, offset, wave: recorded?.get(tag.id) ?? own };
      }),
  };
}

function rangeWave(tag: Tag, shape: NonNullable<TwinWishes['shape']>): Waveform {
  if (tag.data_type === 'string') return { wave: 'text', values: ['demo'], period_s: 60 };
  if (tag.data_type === 'bool') return { wave: 'steps', values: [0, 1], period_s: 20, phase: 0 };
  const [low, high] = [tag.eu_low ?? 0, tag.eu_high ?? 100];
  const range = { low, high, period_s: 60, phase: 0 };
  if (shape === 'steps') return { wave: 'steps', values: [low, (low + high) / 2, high], period_s: 60, phase: 0 };
  return shape === 'noisy' ? { wave: shape, ...range, noise: (high - low) / 100 } : { wave: shape, ...range };
}
