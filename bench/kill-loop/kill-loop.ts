import { systemClock } from '../../src-main/kernel/clock.ts';
import { Lifetime } from '../../src-main/kernel/lifetime.ts';
import { CountingPlant, killAtRandom } from '../../src-main/testing/counting-plant.ts';
import { freePort } from '../../src-main/testing/free-port.ts';
import { postgresMissing } from '../../src-main/testing/postgres-programs.ts';
import { givenProjectFolder } from '../../src-main/testing/project-folder.ts';
import { ServiceProcess } from '../../src-main/testing/service-process.ts';
import { atLeast, type Benchmark, type BenchmarkRun, type Outcome, type Size } from '../benchmark.ts';
import { figure } from '../figure.ts';
import { settledBalance } from '../service-figures.ts';
import { freshDatabase, startBenchDatabase } from '../timescale/bench-database.ts';
import { nameOf } from '../timescale/database-name.ts';

/** 25 devices × 20 tags at 100 ms: 5,000 points a second. */
const PLANT = { devices: 25, tags: 20, intervalMs: 100 };
const MINUTES: Readonly<Record<Size, number>> = { tiny: 0.2, short: 1, long: 10 };
/** How long the service lives between its start and its kill. */
const LIVES_MS = { atLeast: 2_000, atMost: 10_000 };
/** Shares of the most that could be done that must have been done. */
const LEAST = { kills: 0.8, stored: 0.5 };
const NONE = { atMost: 0 } as const;
const FAULTS_SHOWN = 5;

/** kill -9 of the real service again and again; then every sample is looked for. */
export const killLoop: Benchmark = {
  name: 'kill-loop',
  title: 'kill -9 of the real service at random, at 5,000 points/s',
  missing: () => undefined,
  async run({ size, minutes = MINUTES[size], say }: BenchmarkRun): Promise<Outcome> {
    const lifetime = new Lifetime('kill loop');
    try {
      const file = await killRun('a file', '', minutes, say);
      if (postgresMissing('apache') !== undefined) return outcomeOf([file]);
      const postgres = await startBenchDatabase(lifetime);
      const url = await freshDatabase(postgres);
      const settings = `historian: { database: { url: "${url}" } }\n`;
      const database = await killRun('TimescaleDB', settings, minutes, say);
      atLeast(1, await postgres.number('SELECT count(*) FROM nexus.samples', nameOf(url)), 'rows in the database');
      return outcomeOf([file, database]);
    } finally {
      await lifetime.dispose();
    }
  },
};

/** @param settings lines of nexus.yaml. */
async function killRun(
  store: string,
  settings: string,
  minutes: number,
  say: (text: string) => void,
): Promise<Outcome> {
  const lifetime = new Lifetime('kill loop');
  try {
    const plant = lifetime.add(await CountingPlant.start(PLANT));
    const folder = await givenProjectFolder({
      'nexus.yaml': `project: { name: Kill loop }\naccess: { login: off }\nlog: { level: error }\n${settings}`,
      ...plant.files(),
    });
    lifetime.defer(() => folder.remove());
    const service = new ServiceProcess(folder.path, await freePort());
    lifetime.defer(async () => void (await service.kill()));
    say(`history in ${store}: kills for ${minutes} minutes`);
    const kills = await killAtRandom(service, minutes * 60_000, LIVES_MS);
    await service.start();
    await systemClock.sleep(1_000);
    say('every sample is looked for');
    const { stored, missing, gaps, faults } = await plant.check(service);
    const { accepted, rejected } = await settledBalance(service);
    const perSecond = (PLANT.devices * PLANT.tags * 1_000) / PLANT.intervalMs;
    atLeast(Math.floor((minutes * 60_000 * LEAST.kills) / LIVES_MS.atMost), kills, 'kills');
    atLeast(minutes * 60 * perSecond * LEAST.stored, stored, 'samples stored');
    return {
      figures: [
        figure(
          `In ${store}: samples doubled, mixed up or missing outside of gaps`,
          'faults',
          [faults.length],
          [],
          NONE,
        ),
        figure(`In ${store}: points rejected`, 'points', [rejected], [], NONE),
        figure(`In ${store}: samples lost with a kill, inside its gap`, 'samples', [missing / kills]),
      ],
      work: [
        `History in ${store}: ${kills} kills in ${minutes} minutes, ${stored} samples stored, ${missing} missing inside gaps, at most ${gaps} gaps of one tag`,
        `Balance to the point: ${accepted} accepted, ${rejected} rejected, and as many known at every sink`,
        ...faults.slice(0, FAULTS_SHOWN),
      ],
    };
  } finally {
    await lifetime.dispose();
  }
}

function outcomeOf(runs: readonly Outcome[]): Outcome {
  return { figures: runs.flatMap(({ figures }) => figures), work: runs.flatMap(({ work }) => work) };
}
