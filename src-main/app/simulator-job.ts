import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import type { Tag } from '../../src-shared/domain/tag.ts';
import { compileTagRule } from '../processing/tag-rule.ts';
import { type CheckedDevice, driverTag } from '../project/check/check-device.ts';
import type { SimulatorJob } from './simulator-work.ts';
import { Waveform } from './waveform.ts';

/** How tags move, by id of device and tag. */
export type Waves = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The waves of the demo plant. @param resources the folder that holds `demo-plant/`. */
export async function readWaves(resources: URL): Promise<Waves> {
  return parse(await readFile(new URL('demo-plant/waves.yaml', resources), 'utf8')) as Waves;
}

/** How to play a device: a tag without a wave of its own moves over its range. @param port the wish. */
export function simulatorJob(device: CheckedDevice, waves: Waves, port: number): SimulatorJob {
  return {
    id: device.id,
    protocol: device.protocol,
    connection: device.connection,
    port,
    tags: device.tags
      .filter(({ enabled }) => enabled)
      .map((tag, index) => {
        const { factor, offset } = compileTagRule(tag, index);
        const wave = waves[device.id]?.[tag.id];
        return {
          driver: driverTag(tag),
          factor,
          offset,
          wave: wave === undefined ? rangeWave(tag) : Waveform.parse(wave),
        };
      }),
  };
}

function rangeWave(tag: Tag): Waveform {
  if (tag.data_type === 'string') return { wave: 'text', values: ['demo'], period_s: 60 };
  if (tag.data_type === 'bool') return { wave: 'steps', values: [0, 1], period_s: 20, phase: 0 };
  return { wave: 'sine', low: tag.eu_low ?? 0, high: tag.eu_high ?? 100, period_s: 60, phase: 0 };
}
