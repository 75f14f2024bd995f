import type { Campaign } from '../../campaign.ts';
import type { Tier } from '../../tier.ts';
import { restingMemory } from '../resting-memory.ts';
import { FrameTally } from './frame-tally.ts';
import { rogueBroker, WAYS } from './rogue-broker.ts';
import { rogueClient } from './rogue-client.ts';

/** Of each of both sides. */
const FRAMES: Partial<Readonly<Record<Tier, number>>> = { 1: 10_000, 3: 1_000_000 };
/** Code is compiled before memory is counted. */
const WARM = 1_000;
const MEBIBYTE = 2 ** 20;

type Side = (tally: FrameTally, seed: number, steps: number) => Promise<void>;

const campaign = (name: string, title: string, who: string, side: Side): Campaign => ({
  ...{ name, title, rows: [21], besideOthers: true },
  deadlineS: { 1: 180, 3: 2 * 3_600 },
  missing: () => undefined,
  run: async ({ tier, seed }) => {
    const tally = new FrameTally();
    const unwatch = tally.watch();
    await side(tally, seed ^ 1, WARM);
    const before = restingMemory();
    await side(tally, seed, FRAMES[tier]!);
    const grown = (restingMemory().held - before.held) * MEBIBYTE;
    unwatch();
    return tally.outcome(who, { frames: FRAMES[tier]!, ways: WAYS, grown });
  },
});

export const MQTT_CAMPAIGNS: readonly Campaign[] = [
  campaign('fuzz-mqtt-broker', 'A rogue broker sends our links what no broker may', 'a rogue broker', rogueBroker),
  campaign(
    'fuzz-mqtt-client',
    'Rogue clients tell the embedded broker what no client may',
    'rogue clients',
    rogueClient,
  ),
];
