import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLogAndHistorian } from '../../src-main/historian/log-and-historian.ts';
import { Lifetime } from '../../src-main/kernel/lifetime.ts';
import type { PostgresProcess } from '../../src-main/testing/postgres-process.ts';
import { atLeast } from '../benchmark.ts';
import { type Figure, figure } from '../figure.ts';
import { freshDatabase } from './bench-database.ts';
import { nameOf } from './database-name.ts';
import { PacedPlant } from './paced-plant.ts';

const PER_SECOND = 20_000;
const LIVE_MS = 2_000;
const LOOK_MS = 10;
const DEADLINE_MS = 300_000;
const GATES = { drain: { atLeast: 60_000 }, faults: { atMost: 0 } } as const;

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** 20,000 points a second while the database is not there, and after it is back. */
export async function awayFigures(
  postgres: PostgresProcess,
  awaySeconds: number,
  say: (text: string) => void,
): Promise<{ readonly figures: Figure[]; readonly work: string }> {
  const lifetime = new Lifetime('away');
  try {
    const folder = mkdtempSync(join(tmpdir(), 'nexus-bench-away-'));
    lifetime.defer(() => rmSync(folder, { recursive: true, force: true }));
    const url = await freshDatabase(postgres);
    const { log, historian } = lifetime.add(await startLogAndHistorian(folder, { historian: { database: { url } } }));
    const plant = new PacedPlant(log, PER_SECOND);
    lifetime.defer(() => plant.stop());
    await wait(LIVE_MS);
    say(`the database is away for ${awaySeconds} s`);
    await postgres.stop('immediate');
    await wait(awaySeconds * 1_000);
    const backlog = historian.counts.queued;
    const deliveredBefore = historian.counts.delivered;
    atLeast(PER_SECOND * awaySeconds * 0.95, backlog, 'points that wait');
    say(`the database is back; ${backlog.toLocaleString('en')} points wait`);
    const backMs = performance.now();
    await postgres.start();
    const until = async (holds: () => boolean): Promise<number> => {
      while (!holds()) {
        if (performance.now() - backMs > DEADLINE_MS) throw new Error(`${historian.counts.queued} points still wait`);
        await wait(LOOK_MS);
        await historian.refresh().catch(() => undefined);
      }
      return performance.now();
    };
    const firstMs = await until(() => historian.counts.delivered > deliveredBefore);
    const deliveredAtFirst = historian.counts.delivered;
    // Nothing is left of it when no more waits than comes in within a second.
    const goneMs = await until(() => historian.counts.queued < PER_SECOND);
    const drained = historian.counts.delivered - deliveredAtFirst;
    plant.stop();
    await until(() => log.counts.pending === 0 && historian.counts.queued === 0);
    const count = (what: string): Promise<number> => postgres.number(`SELECT ${what} FROM nexus.samples`, nameOf(url));
    const rows = await count('count(*)');
    const keys = await count('count(DISTINCT (tag_id, time, epoch))');
    const { accepted } = log.counts;
    return {
      figures: [
        figure('Database back → first points stored', 's', [(firstMs - backMs) / 1_000]),
        figure(
          'Drained, with 20,000 points/s coming in',
          'points/s',
          [(drained * 1_000) / (goneMs - firstMs)],
          [],
          GATES.drain,
        ),
        figure('Points lost or doubled', 'points', [Math.abs(accepted - keys) + (rows - keys)], [], GATES.faults),
      ],
      work:
        `Away for ${awaySeconds} s at ${PER_SECOND.toLocaleString('en')} points/s, ${backlog.toLocaleString('en')} points waited; ` +
        `count(*) = count(DISTINCT key) = ${keys.toLocaleString('en')} = what the log accepted`,
    };
  } finally {
    await lifetime.dispose();
  }
}
