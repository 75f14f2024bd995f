import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { mosquittoMissing } from '../../../src-main/testing/mosquitto-process.ts';
import { atLeast } from '../../benchmark.ts';
import { treeMemory } from '../../process-tree.ts';
import { BUILT_SERVICE, buildProduct } from '../../ready/build-product.ts';
import { type Campaign, type CampaignOutcome, type CampaignRun, evidence } from '../campaign.ts';
import type { Tier } from '../tier.ts';
import { askOracle } from './ask-oracle.ts';
import { oracleEvidence, oracleWork } from './oracle-evidence.ts';
import { StoringRig } from './storing-rig.ts';

interface Scale {
  readonly shape: { readonly devices: number; readonly tags: number; readonly intervalMs: number };
  readonly warmS: number;
  /** Away without a kill, then with kills; the memory is watched in the first part. */
  readonly quietS: number;
  readonly killedS: number;
  readonly kills: number;
  /** From the link's return until no more waits than comes in within a second. */
  readonly backlogS: number;
  readonly strict: boolean;
}

const SCALE: Partial<Readonly<Record<Tier, Scale>>> = {
  1: {
    shape: { devices: 25, tags: 20, intervalMs: 100 },
    warmS: 4,
    quietS: 10,
    killedS: 10,
    kills: 1,
    backlogS: 60,
    strict: false,
  },
  2: {
    shape: { devices: 200, tags: 100, intervalMs: 1_000 },
    warmS: 60,
    quietS: 360,
    killedS: 240,
    kills: 5,
    backlogS: 480,
    strict: true,
  },
};
const SEGMENT = /\.seg(\.zst)?$/;
const WINDOW = 1_000;
const MEBIBYTE = 1_048_576;
const GATES = { growth: { atMost: 30 }, disk: { atMost: 25 }, restart: { atMost: 2 } } as const;

/** The link to the broker is cut, the service is killed meanwhile, and the link comes back; the judge never leaves. */
export const brokerOutage: Campaign = {
  name: 'broker-outage',
  title: 'The broker is away, and the service is killed meanwhile',
  rows: [4, 5, 10],
  deadlineS: { 1: 300, 2: 1_500 },
  besideOthers: false,
  missing: mosquittoMissing,
  async run({ tier, seed, say }: CampaignRun): Promise<CampaignOutcome> {
    const { shape, warmS, quietS, killedS, kills, backlogS, strict } = SCALE[tier]!;
    // Memory and starts are those of what is installed: from the sources each start takes the types off first.
    if (strict) buildProduct();
    const rig = await StoringRig.start({ shape, seed, broker: true, entry: strict ? BUILT_SERVICE : undefined });
    try {
      await rig.warm(warmS);
      const memory = (): number => treeMemory(rig.service.pid!).rss / MEBIBYTE;
      const logBytes = (): number => bytesIn(join(rig.folder, '.nexus', 'log'));
      const before = { memory: memory(), bytes: logBytes(), accepted: (await rig.service.balance()).accepted };
      await rig.scenario().at(0).brokerLink.refuse().run(quietS);
      const away = { memory: memory(), bytes: logBytes(), accepted: (await rig.service.balance()).accepted };
      const killed = rig.scenario();
      for (let kill = 0; kill < kills; kill++)
        killed.after(killed.between(1, (killedS / kills) * 0.8)).service.restart();
      say(killed.text);
      await killed.run(killedS);
      const backlog = (await rig.sink('mqtt')).queued;
      const made = (await rig.service.balance()).accepted - before.accepted;
      // Restarts leave pauses; half of the time at full load is the least.
      atLeast((quietS + killedS) * rig.plant.pointsPerS * 0.5, made, 'points accepted meanwhile');
      say(`${backlog.toLocaleString('en')} points wait; the broker is back`);
      await rig.brokerLink!.restore();
      const goneS = await rig.untilQueued('mqtt', rig.plant.pointsPerS, backlogS * 2);
      await rig.drain(backlogS);
      const answer = await askOracle(rig);
      atLeast(kills, rig.kills, 'kills that hit a living process');
      const perPoint = (away.bytes - before.bytes) / (away.accepted - before.accepted);
      const gate = <G>(limit: G): G | undefined => (strict ? limit : undefined);
      return {
        evidence: [
          ...oracleEvidence(4, 'Broker away', answer),
          evidence(4, 'Broker back until its backlog is gone', 's', goneS, { atMost: backlogS }),
          evidence(4, 'Broker away: growth of the RSS', 'MiB', away.memory - before.memory, gate(GATES.growth)),
          evidence(4, 'Broker away: RSS', 'MiB', away.memory),
          evidence(4, 'Broker away: disk for a point that waits', 'bytes', perPoint, gate(GATES.disk)),
          evidence(5, 'Messages published again, per kill', 'messages', answer.repeats / shape.tags / rig.kills, {
            atMost: WINDOW,
          }),
          evidence(
            5,
            'Restart with the backlog until the next point is accepted, longest',
            's',
            Math.max(...rig.restartS),
            gate(GATES.restart),
          ),
        ],
        work: [
          `Away for ${quietS + killedS} s at ${rig.plant.pointsPerS.toLocaleString('en')} points/s, ${backlog.toLocaleString('en')} points waited, ${rig.kills} kills meanwhile (${killed.text})`,
          ...oracleWork(answer),
        ],
      };
    } finally {
      await rig.dispose();
    }
  },
};

/** Bytes of the log's segments, closed ones compressed. */
function bytesIn(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).reduce((sum, name) => {
    if (!SEGMENT.test(name)) return sum;
    return sum + (statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0);
  }, 0);
}
