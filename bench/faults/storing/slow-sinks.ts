import { mosquittoMissing } from '../../../src-main/testing/mosquitto-process.ts';
import { postgresMissing } from '../../../src-main/testing/postgres-programs.ts';
import { atLeast } from '../../benchmark.ts';
import { percentile } from '../../figure.ts';
import { type ServiceFigures, serviceFigures } from '../../service-figures.ts';
import { type Campaign, type CampaignOutcome, type CampaignRun, evidence } from '../campaign.ts';
import type { Tier } from '../tier.ts';
import { askOracle } from './ask-oracle.ts';
import { oracleEvidence, oracleWork } from './oracle-evidence.ts';
import { StoringRig } from './storing-rig.ts';

interface Scale {
  readonly calmS: number;
  readonly slowS: number;
  readonly drainS: number;
  /** How much later than with fast sinks the latest hundredth of the polls may be … */
  readonly laterMs: number;
  /** … and how many more of a hundred may be left out. Polling that waits for a sink would miss both by far. */
  readonly leftOut: number;
}

const SHAPE = { devices: 25, tags: 20, intervalMs: 100 };
const SCALE: Partial<Readonly<Record<Tier, Scale>>> = {
  1: { calmS: 5, slowS: 15, drainS: 90, laterMs: 300, leftOut: 5 },
  2: { calmS: 120, slowS: 300, drainS: 300, laterMs: 5, leftOut: 0.1 },
};
const DATABASE_BYTES_PER_S = 1_000;
const BROKER_LATENCY_MS = 5_000;
const WARM_S = 4;
const US = 1e6;

/** The database takes a kilobyte a second and the broker answers after five seconds: no poll may feel it. */
export const slowSinks: Campaign = {
  name: 'slow-sinks',
  title: 'A database at 1 kB/s and a broker 5 s away',
  rows: [9, 10],
  deadlineS: { 1: 300, 2: 900 },
  besideOthers: false,
  missing: () => postgresMissing('apache') ?? mosquittoMissing(),
  async run({ tier, seed, say }: CampaignRun): Promise<CampaignOutcome> {
    const { calmS, slowS, drainS, laterMs, leftOut } = SCALE[tier]!;
    const rig = await StoringRig.start({ shape: SHAPE, seed, broker: true, database: true });
    try {
      await rig.warm(WARM_S);
      const first = await serviceFigures(rig.service);
      const calmUs = Date.now() * 1_000;
      await rig.scenario().run(calmS);
      const slowUs = Date.now() * 1_000;
      const before = await serviceFigures(rig.service);
      rig.databaseLink!.rate(DATABASE_BYTES_PER_S);
      rig.brokerLink!.latency(BROKER_LATENCY_MS / 2);
      await rig.scenario().run(slowS);
      const after = await serviceFigures(rig.service);
      const endUs = Date.now() * 1_000;
      const backlog = after.balance.sinks['historian']!.queued;
      atLeast(slowS * rig.plant.pointsPerS * 0.25, backlog, 'points that wait for the slow database');
      say(`${backlog.toLocaleString('en')} points wait for the database`);
      await rig.databaseLink!.restore();
      await rig.brokerLink!.restore();
      await rig.drain(drainS);
      const [calm, slow] = [lateness(rig, calmUs, slowUs), lateness(rig, slowUs, endUs)];
      const answer = await askOracle(rig);
      const skipped = leftOutOf(before, after) - leftOutOf(first, before);
      const gate = { atMost: laterMs };
      return {
        evidence: [
          ...oracleEvidence(9, 'Slow sinks', answer),
          evidence(9, 'Slow sinks: lateness of polls, p99, more than with fast ones', 'ms', slow - calm, gate),
          evidence(9, 'Slow sinks: polls left out, more than with fast ones', '%', skipped, { atMost: leftOut }),
        ],
        work: [
          `${slowS} s of slow sinks after ${calmS} s of fast ones, ${(after.polls - before.polls).toLocaleString('en')} polls; lateness p99 ${calm.toFixed(1)} ms and ${slow.toFixed(1)} ms; ${backlog.toLocaleString('en')} points waited for the database, ${after.balance.sinks['mqtt']!.queued.toLocaleString('en')} for the broker`,
          ...oracleWork(answer),
        ],
      };
    } finally {
      await rig.dispose();
    }
  },
};

/** Polls that were skipped because the one before still ran, of a hundred. */
const leftOutOf = (from: ServiceFigures, to: ServiceFigures): number =>
  ((to.pollsSkipped - from.pollsSkipped) * 100) / (to.polls - from.polls);

/** p99 of how far polls were from their time, ms: the time since the poll before, against the interval. */
function lateness({ plant }: StoringRig, fromUs: number, toUs: number): number {
  const late = plant.tags
    .filter(({ tag }) => tag === 0)
    .flatMap(({ servedUs }) => {
      const times = servedUs.filter((us) => us >= fromUs && us < toUs);
      return times.slice(1).map((us, i) => Math.abs(us - times[i]! - (SHAPE.intervalMs / 1_000) * US) / 1_000);
    });
  return percentile(late, 0.99);
}
