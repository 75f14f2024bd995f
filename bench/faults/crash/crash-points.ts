import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CRASH_POINTS } from '../../../src-main/kernel/crash-points.ts';
import { Lifetime } from '../../../src-main/kernel/lifetime.ts';
import { mosquittoMissing } from '../../../src-main/testing/mosquitto-process.ts';
import { postgresMissing } from '../../../src-main/testing/postgres-programs.ts';
import { type Random, randomFrom } from '../../../src-main/testing/random-from.ts';
import { atLeast } from '../../benchmark.ts';
import { freshDatabase, startBenchDatabase } from '../../timescale/bench-database.ts';
import { type Campaign, type CampaignOutcome, type CampaignRun, evidence, none } from '../campaign.ts';
import { CrashFindings } from './crash-findings.ts';
import { eachAlone, eachOfDatabase, eachTwice, type PlannedStep, sample } from './crash-plan.ts';
import { CrashStation } from './crash-station.ts';
import { crashTrials } from './deploy-crashes.ts';
import { crashTrail } from './trail-crashes.ts';

const ROUNDS = 5;
const SAMPLED = 8;
/** Of the publisher: what a crash brings twice is never more. */
const WINDOW = 1_000;
const SHOWN = 8;

/**
 * The real service ends itself at each of forty named places, alone and again while it recovers; then everything that was
 * promised is held against what others saw: the devices, a subscriber, and the log as it lay on the disk after each crash.
 */
export const crashPoints: Campaign = {
  name: 'crash-points',
  title: 'The service ends at forty named places, alone and while it recovers',
  rows: [1, 27, 33, 36],
  deadlineS: { 1: 240, 2: 1_500 },
  besideOthers: true,
  missing: () => mosquittoMissing() ?? postgresMissing('apache'),
  run,
};

async function run({ tier, seed, say }: CampaignRun): Promise<CampaignOutcome> {
  const lifetime = new Lifetime('crash points');
  const findings = new CrashFindings();
  try {
    // Hundreds of starts of the same sources: they are read and stripped of their types once.
    const cache = mkdtempSync(join(tmpdir(), 'nexus-compiled-'));
    lifetime.defer(() => rmSync(cache, { recursive: true, force: true }));
    process.env['NODE_COMPILE_CACHE'] = cache;
    const works = tier === 1 ? [sampled(seed)] : everything(seed);
    await Promise.all(works.map(async (work) => findings.add(await work(lifetime, say))));
  } finally {
    await lifetime.dispose();
  }
  return outcomeOf(findings, tier === 1 ? SAMPLED : CRASH_POINTS.length, seed);
}

type Work = (lifetime: Lifetime, say: CampaignRun['say']) => Promise<CrashFindings>;

const sampled = (seed: number): Work => {
  const random = randomFrom(seed);
  return (lifetime, say) => alongPlan(lifetime, 'file', '', sample(random, SAMPLED), say);
};

/** What may run side by side. */
function everything(seed: number): Work[] {
  const rounds = (make: (random: Random) => PlannedStep[], salt: number): PlannedStep[] => {
    const random = randomFrom(seed + salt);
    return Array.from({ length: ROUNDS }, () => make(random)).flat();
  };
  return [
    (lifetime, say) => alongPlan(lifetime, 'file, alone', '', rounds(eachAlone, 1), say),
    (lifetime, say) => alongPlan(lifetime, 'file, twice', '', rounds(eachTwice, 2), say),
    async (lifetime, say) => {
      const postgres = await startBenchDatabase(lifetime);
      const settings = `historian: { database: { url: "${await freshDatabase(postgres)}" } }\n`;
      const plan = rounds((random) => [...eachOfDatabase(random, 1), ...eachOfDatabase(random, 2)], 3);
      const findings = await alongPlan(lifetime, 'database', settings, plan, say);
      for (const twice of [false, true]) {
        say(`deploys on trial, ${twice ? 'twice in a row' : 'alone'}`);
        await crashTrials(lifetime, { rounds: ROUNDS, twice, random: randomFrom(seed + 4), findings });
        for (let round = 0; round < ROUNDS; round++) await crashTrail(lifetime, twice ? 2 : 1, findings);
      }
      return findings;
    },
  ];
}

async function alongPlan(
  lifetime: Lifetime,
  name: string,
  settings: string,
  plan: readonly PlannedStep[],
  say: CampaignRun['say'],
): Promise<CrashFindings> {
  const station = await CrashStation.start(lifetime, name, settings);
  await station.begin();
  for (const [at, step] of plan.entries()) {
    if (step === 'recover') await station.recover();
    else await station.crash(step);
    if (at % 20 === 19) say(`${name}: ${at + 1} of ${plan.length} lives`);
  }
  await station.finish();
  return station.findings;
}

function outcomeOf(findings: CrashFindings, points: number, seed: number): CampaignOutcome {
  const { crashes, stored, missing, witnessed, published, repeated, commands, executed, changes, users, trials } =
    findings;
  const reached = new Set(crashes);
  atLeast(points, reached.size, 'points reached');
  atLeast(points, crashes.length, 'crashes');
  // A life stores and publishes for a moment at least.
  atLeast(crashes.length * 10, stored, 'samples stored');
  atLeast(crashes.length * 5, witnessed, 'samples in the log after a crash');
  const shown = [...findings.faults].flatMap(([fault, sentences]) =>
    sentences.slice(0, SHOWN).map((sentence) => `${fault}: ${sentence}`),
  );
  const count = findings.count.bind(findings);
  return {
    evidence: [
      none(1, 'Samples that were in the log or at a subscriber, and that the history lost', 'samples', count('lost')),
      none(1, 'Samples doubled, mixed up or missing outside of gaps', 'samples', count('samples')),
      none(1, 'Samples that the history has and a subscriber never got', 'samples', count('unpublished')),
      none(1, 'First deliveries behind a later one of their tag', 'messages', count('inverted')),
      none(1, 'Starts after which the balance did not add up', 'starts', count('balance')),
      evidence(1, 'Messages that came twice, a crash', 'messages', repeated / crashes.length, { atMost: WINDOW }),
      none(
        27,
        'Commands executed twice, without an intent, or told as what they were not',
        'commands',
        count('commands'),
      ),
      none(33, 'Starts that found a project neither old nor new, or not whole', 'starts', count('config')),
      none(33, 'Deploys on trial that were not taken back whole', 'deploys', count('trials')),
      none(33, 'Looks at the users that did not find all who had been made', 'looks', count('users')),
      none(36, 'Looks at the audit trail that found a place which does not hold', 'looks', count('audit')),
    ],
    work: [
      `${crashes.length} crashes at ${reached.size} of ${CRASH_POINTS.length} points, seed ${seed}`,
      `${stored} samples stored, ${published} received, ${witnessed} seen in the log, ${missing} missing inside gaps`,
      `${commands} commands sent and ${executed} executed, ${changes} changes of the project, ${users} users made, ${trials} deploys taken back`,
      ...shown,
    ],
  };
}
