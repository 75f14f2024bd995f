import type { Campaign } from '../campaign.ts';
import { DECODER_CAMPAIGNS } from './files/decoder-campaigns.ts';
import { liveFuzz } from './live-fuzz.ts';
import { modbusTcpRogue } from './modbus/modbus-tcp-rogue.ts';

export const FUZZ_CAMPAIGNS: readonly Campaign[] = [
  ...DECODER_CAMPAIGNS,
  liveFuzz({
    name: 'fuzz-modbus-tcp',
    rogue: modbusTcpRogue,
    sizes: { 1: { frames: 10_000, lanes: 1 }, 2: { frames: 100_000, lanes: 1 }, 3: { frames: 1_000_000, lanes: 2 } },
    deadlineS: { 1: 120, 2: 600, 3: 3_600 },
  }),
];
