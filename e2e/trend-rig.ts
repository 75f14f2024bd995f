import { randomUUID } from 'node:crypto';
import type { PlantDevice } from './plant.ts';
import type { StoredSeries } from './stored-history.ts';

const SECOND = 1e6;
const DAY = 86_400 * SECOND;
const [waveUid, levelUid] = [randomUUID(), randomUUID()];
const startUs = Math.floor(Date.now() / 1_000) * SECOND;
/** One wave, of the wall clock, whoever asks: stored before the service ran and read by it after. */
export const wave = (timeUs: number): number => 50 + 30 * Math.sin((timeUs / SECOND / 1_800) * 2 * Math.PI);
/** Yesterday's run was another one. */
const YESTERDAY = 20;
/** A wave, a level that stands still, and a pump that runs for five seconds in ten. */
export const rig: PlantDevice = {
  file: {
    id: 'rig',
    name: 'Rig',
    poll_interval: '500ms',
    tags: [
      { id: 'wave', uid: waveUid, name: 'Wave', address: '40001', data_type: 'float32', unit: 'bar' },
      { id: 'level', uid: levelUid, name: 'Level', address: '40003', data_type: 'float32', unit: '%' },
      { id: 'pump', name: 'Pump', address: 'coil:0', data_type: 'bool' },
    ],
  },
  value: (tag) =>
    tag === 'wave' ? wave(Date.now() * 1_000) : tag === 'level' ? 40 : Math.floor(Date.now() / 5_000) % 2,
};

/** An hour of the wave, and the same hour and the one after it of yesterday. */
export const rigHistory: readonly StoredSeries[] = [
  {
    fromUs: startUs - DAY - 3_600 * SECOND,
    toUs: startUs - DAY + 3_600 * SECOND,
    stepUs: SECOND,
    tagUid: waveUid,
    value: () => YESTERDAY,
  },
  { fromUs: startUs - 3_600 * SECOND, toUs: startUs - SECOND, stepUs: SECOND, tagUid: waveUid, value: wave },
];
