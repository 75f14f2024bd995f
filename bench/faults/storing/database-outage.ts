import { Lifetime } from '../../../src-main/kernel/lifetime.ts';
import { mosquittoMissing } from '../../../src-main/testing/mosquitto-process.ts';
import { postgresMissing } from '../../../src-main/testing/postgres-programs.ts';
import { atLeast } from '../../benchmark.ts';
import { awayFigures } from '../../timescale/away-figures.ts';
import { startBenchDatabase } from '../../timescale/bench-database.ts';
import { type Campaign, type CampaignOutcome, type CampaignRun, type Evidence, evidence } from '../campaign.ts';
import type { Tier } from '../tier.ts';
import { askOracle } from './ask-oracle.ts';
import { oracleEvidence, oracleWork } from './oracle-evidence.ts';
import { StoringRig } from './storing-rig.ts';

interface Scale {
  readonly warmS: number;
  readonly awayS: number;
  /** From the database's return until no more waits than comes in within a second. */
  readonly backlogS: number;
  /** Away for so long at 20,000 points a second into the historian alone: what it stores when the database is back. */
  readonly fullLoadS?: number;
}

const SHAPE = { devices: 25, tags: 20, intervalMs: 100 };
const SCALE: Partial<Readonly<Record<Tier, Scale>>> = {
  1: { warmS: 4, awayS: 20, backlogS: 60 },
  2: { warmS: 10, awayS: 60, backlogS: 60, fullLoadS: 600 },
};
/** Of what would be read in the time without an outage. */
const LEAST_POLLED = 0.5;

/** The database is killed and comes back; polling goes on, and every row is there once. */
export const databaseOutage: Campaign = {
  name: 'database-outage',
  title: 'The database of the history is killed and comes back',
  rows: [6, 10],
  deadlineS: { 1: 300, 2: 1_500 },
  besideOthers: false,
  missing: () => postgresMissing('apache') ?? mosquittoMissing(),
  async run({ tier, seed, say }: CampaignRun): Promise<CampaignOutcome> {
    const { warmS, awayS, backlogS, fullLoadS } = SCALE[tier]!;
    const rig = await StoringRig.start({ shape: SHAPE, seed, broker: true, database: true });
    try {
      await rig.warm(warmS);
      const { produced } = await rig.service.balance();
      await rig.scenario().at(0).database.kill().run(awayS);
      const away = await rig.service.balance();
      const backlog = away.sinks['historian']!.queued;
      atLeast(awayS * rig.plant.pointsPerS * LEAST_POLLED, backlog, 'rows that wait');
      const polledShare = (away.produced - produced) / (awayS * rig.plant.pointsPerS);
      say(`${backlog.toLocaleString('en')} rows wait; the database is back`);
      await rig.postgres!.start();
      const goneS = await rig.untilQueued('historian', rig.plant.pointsPerS, backlogS * 2);
      await rig.drain(backlogS);
      const answer = await askOracle(rig);
      const full = fullLoadS === undefined ? undefined : await fullLoad(fullLoadS, say);
      return {
        evidence: [
          ...oracleEvidence(6, 'Database away', answer),
          evidence(6, 'Database away: points read of those that were due', '%', polledShare * 100, {
            atLeast: LEAST_POLLED * 100,
          }),
          evidence(6, 'Database back until its backlog is gone', 's', goneS, { atMost: backlogS }),
          ...(full?.evidence ?? []),
        ],
        work: [
          `Away for ${awayS} s at ${rig.plant.pointsPerS.toLocaleString('en')} points/s, ${backlog.toLocaleString('en')} rows waited, seed ${seed}`,
          ...oracleWork(answer),
          ...(full?.work ?? []),
        ],
      };
    } finally {
      await rig.dispose();
    }
  },
};

/** At the reference load, for as long as is promised: the benchmark of the historian. */
async function fullLoad(awayS: number, say: (text: string) => void): Promise<{ evidence: Evidence[]; work: string[] }> {
  const lifetime = new Lifetime('database outage');
  try {
    const { figures, work } = await awayFigures(await startBenchDatabase(lifetime), awayS, say);
    return {
      evidence: figures.map((figure) => ({ row: 6, ...figure, name: `Full load: ${figure.name}` })),
      work: [work],
    };
  } finally {
    await lifetime.dispose();
  }
}
