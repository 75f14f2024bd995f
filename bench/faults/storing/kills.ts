import { mosquittoMissing } from '../../../src-main/testing/mosquitto-process.ts';
import { atLeast } from '../../benchmark.ts';
import { type Campaign, type CampaignOutcome, type CampaignRun, evidence } from '../campaign.ts';
import type { Tier } from '../tier.ts';
import { askOracle } from './ask-oracle.ts';
import { oracleEvidence, oracleWork } from './oracle-evidence.ts';
import { StoringRig } from './storing-rig.ts';

interface Scale {
  readonly shape: { readonly devices: number; readonly tags: number; readonly intervalMs: number };
  readonly kills: number;
  /** Between a start and the kill. */
  readonly livesS: readonly [number, number];
  readonly drainS: number;
  /** What is lost with a kill is at most what is read in this time. */
  readonly lossS: number;
}

/** 5,000 points a second, and 20,000 of 200 devices. */
const SCALE: Partial<Readonly<Record<Tier, Scale>>> = {
  1: { shape: { devices: 25, tags: 20, intervalMs: 100 }, kills: 10, livesS: [0.5, 2.5], drainS: 30, lossS: 0.5 },
  2: { shape: { devices: 200, tags: 100, intervalMs: 1_000 }, kills: 85, livesS: [2, 10], drainS: 240, lossS: 0.1 },
};
/** Messages on their way at once by default. */
const WINDOW = 1_000;
const WARM_S = 2;

/** kill -9 of the real service at random; every sample must then be in the history and at the subscriber. */
export const kills: Campaign = {
  name: 'kills',
  title: 'kill -9 of the real service at random',
  rows: [1, 3, 10],
  deadlineS: { 1: 420, 2: 1_500 },
  besideOthers: false,
  missing: mosquittoMissing,
  async run({ tier, seed, say }: CampaignRun): Promise<CampaignOutcome> {
    const { shape, kills: count, livesS, drainS, lossS } = SCALE[tier]!;
    const rig = await StoringRig.start({ shape, seed, broker: true });
    try {
      const scenario = rig.scenario();
      let livedS = 0;
      for (let kill = 0; kill < count; kill++) {
        const lifeS = scenario.between(...livesS);
        livedS += lifeS;
        scenario.after(lifeS).service.restart();
      }
      say(scenario.text);
      await rig.warm(WARM_S);
      await scenario.run();
      await rig.drain(drainS);
      say('every sample is looked for');
      const answer = await askOracle(rig);
      atLeast(count, rig.kills, 'kills that hit a living process');
      atLeast(livedS * rig.plant.pointsPerS * 0.25, answer.stored, 'points stored');
      atLeast(count, answer.gaps, 'gaps of a tag');
      const repeatedMessages = answer.repeats / shape.tags / rig.kills;
      const lost = answer.missing / rig.kills;
      return {
        evidence: [
          ...oracleEvidence(1, 'Killed', answer),
          evidence(1, 'Messages published again, per kill', 'messages', repeatedMessages, { atMost: WINDOW }),
          evidence(3, 'Samples read and not accepted, per kill, inside its gap', 'samples', lost, {
            atMost: lossS * rig.plant.pointsPerS,
          }),
        ],
        work: [
          `${rig.kills} kills at ${rig.plant.pointsPerS.toLocaleString('en')} points/s; ${scenario.text}`,
          ...oracleWork(answer),
        ],
      };
    } finally {
      await rig.dispose();
    }
  },
};
