import { LogRecords } from '../../../src-main/historian/log-records.ts';
import { numbers, PROJECT, SECOND, START } from '../../../src-main/historian/store-bench.ts';
import { TimescaleStore } from '../../../src-main/historian/timescale/timescale-store.ts';
import { systemClock } from '../../../src-main/kernel/clock.ts';
import { Lifetime } from '../../../src-main/kernel/lifetime.ts';
import { silentLogger } from '../../../src-main/kernel/logger.ts';
import { PostgresProcess } from '../../../src-main/testing/postgres-process.ts';
import { postgresMissing } from '../../../src-main/testing/postgres-programs.ts';
import { randomFrom } from '../../../src-main/testing/random-from.ts';
import { type Campaign, type CampaignOutcome, type CampaignRun, evidence, none } from '../campaign.ts';
import type { Tier } from '../tier.ts';

const BATCH = 1_000;
const BAD = 3;
const ROUNDS: Partial<Readonly<Record<Tier, number>>> = { 1: 10, 2: 100 };
/** Rows that the database refuses have values from here. */
const REFUSED_FROM = 1_000_000;
/** Statements that a batch may cost beyond those of one that is all good. */
const MORE = 12;

/** Some rows of a batch are refused by the database: the others are stored, and those are set aside with the reason. */
export const quarantine: Campaign = {
  name: 'quarantine',
  title: 'Rows that the database refuses among good ones',
  rows: [8],
  deadlineS: { 1: 150, 2: 300 },
  besideOthers: true,
  missing: () => postgresMissing('plain'),
  async run({ tier, seed }: CampaignRun): Promise<CampaignOutcome> {
    const lifetime = new Lifetime('quarantine');
    try {
      const server = lifetime.add(await PostgresProcess.start('plain', { settings: ["log_statement = 'all'"] }));
      let statements = 0;
      lifetime.add(server.logged.on((text) => (statements += text.split(/LOG: {2}(?:statement|execute)/).length - 1)));
      const name = await server.createDatabase();
      const database = { url: server.url(name), batchMs: 0, retryMs: 10 };
      const surroundings = { clock: systemClock, logger: silentLogger, changed: () => undefined };
      const store = await TimescaleStore.open({ projectUid: PROJECT, database }, surroundings);
      lifetime.defer(() => store.close());
      const log = new LogRecords();
      const random = randomFrom(seed);
      let rows = 0;
      const send = async (bad: ReadonlySet<number>): Promise<number> => {
        const before = statements;
        const value = (n: number): number => (bad.has(n) ? REFUSED_FROM + n : n);
        store.take(
          log.batch(
            numbers(BATCH).map((n) => ({ tag: 'tag a', timeUs: START + (rows + n) * SECOND, value: value(n) })),
          ),
        );
        rows += BATCH;
        await store.tend();
        // What the server logs comes through a pipe of its own.
        await server.sql('SELECT 1', name);
        await new Promise((resolve) => setTimeout(resolve, 50));
        return statements - before;
      };
      await send(new Set());
      await server.sql(`ALTER TABLE nexus.samples ADD CONSTRAINT refused CHECK (value < ${REFUSED_FROM})`, name);
      const good = await send(new Set());
      const rounds = ROUNDS[tier]!;
      let [most, wrongCounts] = [0, 0];
      for (let round = 1; round <= rounds; round++) {
        const bad = new Set<number>();
        while (bad.size < BAD) bad.add(random(BATCH));
        most = Math.max(most, (await send(bad)) - good);
        const { sealedPoints, quarantinedPoints } = store.counts();
        if (quarantinedPoints !== round * BAD || sealedPoints !== rows - round * BAD) wrongCounts++;
      }
      const stored = await server.number('SELECT count(*) FROM nexus.samples', name);
      const aside = await server.number(
        "SELECT count(*) FROM nexus.quarantine WHERE reason = 'refused' AND value >= 1000000",
        name,
      );
      return {
        evidence: [
          none(8, 'Good rows not stored beside refused ones', 'rows', rows - rounds * BAD - stored),
          none(8, 'Refused rows not set aside with their reason', 'rows', rounds * BAD - aside),
          none(8, 'Batches after which the counters were wrong', 'batches', wrongCounts),
          evidence(8, `More statements for ${BAD} refused rows in ${BATCH}, most`, 'statements', most, {
            atMost: MORE,
          }),
        ],
        work: [
          `${rounds} batches of ${BATCH} rows with ${BAD} refused ones at random places, seed ${seed}; a good batch takes ${good} statements`,
        ],
      };
    } finally {
      await lifetime.dispose();
    }
  },
};
