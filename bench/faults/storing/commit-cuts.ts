import { until } from '../../../src-main/historian/log-and-historian.ts';
import { Lifetime } from '../../../src-main/kernel/lifetime.ts';
import { DatabaseRig } from '../../../src-main/testing/database-rig.ts';
import type { Direction, Fate } from '../../../src-main/testing/fault-proxy.ts';
import { hasPostgres, type PostgresKind, postgresMissing } from '../../../src-main/testing/postgres-programs.ts';
import { randomFrom } from '../../../src-main/testing/random-from.ts';
import { atLeast } from '../../benchmark.ts';
import { type Campaign, type CampaignOutcome, type CampaignRun, none } from '../campaign.ts';
import type { Tier } from '../tier.ts';

/** Answers to a commit of points that never arrive, by the kind of the database. */
const CUTS: Partial<Readonly<Record<Tier, Readonly<Record<PostgresKind, number>>>>> = {
  1: { apache: 20, plain: 20 },
  2: { apache: 500, plain: 100 },
};
/** What the server sends last after it has committed: that a COPY or a COMMIT is complete, and that it is idle. */
const COPIED = Buffer.from('COPY ');
const COMMITTED = Buffer.from('COMMIT');
const READY = Buffer.from([0x5a, 0, 0, 0, 5, 0x49]);
/** Of the answers that tell of a commit of points, the share in percent that never arrives. */
const SHARE = 70;
const DEADLINE_MS = 120_000;
const PAUSE_MS = 2;

const tellsOfCommit = (chunk: Buffer): boolean =>
  chunk.subarray(-READY.length).equals(READY) && (chunk.includes(COPIED) || chunk.includes(COMMITTED));

/** The link is cut between a COMMIT and its answer: the historian cannot know, and must neither lose nor double. */
export const commitCuts: Campaign = {
  name: 'commit-cuts',
  title: 'The link to the database is cut between a COMMIT and its answer',
  rows: [7],
  deadlineS: { 1: 200, 2: 400 },
  besideOthers: true,
  missing: () => postgresMissing('plain'),
  async run({ tier, seed, say }: CampaignRun): Promise<CampaignOutcome> {
    const kinds = (['apache', 'plain'] as const).filter(hasPostgres);
    let [wrong, cuts] = [0, 0];
    const work: string[] = [];
    for (const kind of kinds) {
      const wanted = CUTS[tier]![kind];
      say(`${wanted} cuts, ${kind}`);
      const { made, points, fault } = await cutRun(kind, wanted, seed);
      cuts += made;
      if (fault !== undefined) wrong++;
      work.push(
        `${made} answers to a COMMIT of points and one of the tables cut off (${kind}), ${points.toLocaleString('en')} points${fault === undefined ? ', each there once' : `: ${fault} (seed ${seed})`}`,
      );
    }
    atLeast(CUTS[tier]!.plain, cuts, 'cuts');
    return { evidence: [none(7, 'Databases with points lost or doubled after cut commits', 'databases', wrong)], work };
  },
};

async function cutRun(kind: PostgresKind, wanted: number, seed: number) {
  const lifetime = new Lifetime('commit cuts');
  try {
    const rig = lifetime.add(await DatabaseRig.start(kind));
    const random = randomFrom(seed);
    let [made, ofTables, isOpen] = [0, 0, false];
    rig.proxy.judge((chunk: Buffer, direction: Direction): Fate => {
      if (direction === 'to device' || !tellsOfCommit(chunk)) return 'pass';
      // Once: whether its tables are there it looks at again after 5 s.
      if (!isOpen) return ofTables++ === 0 ? 'drop' : 'pass';
      if (made >= wanted || random(100) >= SHARE) return 'pass';
      made++;
      return 'drop';
    });
    await rig.open({ batchMs: 1, retryMs: 1 });
    await until(() => rig.running.historian.product !== '');
    isOpen = true;
    atLeast(1, ofTables, 'answers to the COMMIT of the tables');
    const endMs = performance.now() + DEADLINE_MS;
    while (made < wanted && performance.now() < endMs) {
      rig.append(1);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    atLeast(wanted, made, `commits cut off within ${DEADLINE_MS / 1_000} s`);
    await rig.proxy.restore();
    const fault = await rig.expectAllStored().then(() => undefined, String);
    return { made, points: rig.appended, fault };
  } finally {
    await lifetime.dispose();
  }
}
