import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PostgresProcess } from '../../src-main/testing/postgres-process.ts';
import { atLeast } from '../benchmark.ts';
import { nodeContestant, runContestant } from '../contestant.ts';
import { type Figure, figure, percentile } from '../figure.ts';
import { BATCH_POINTS } from './bare-batches.ts';
import { BatchTimes } from './batch-times.ts';
import { freshDatabase } from './bench-database.ts';
import type { CopyWork, PacedOrder } from './copy-order.ts';

const PER_SECOND = 40_000;
const GATES = { batchMs: { atMost: 60 }, cores: { atMost: 0.25 } } as const;
const GRACE_MS = 60_000;

/** A plant of 40,000 points a second: how long a batch takes, and what of a core it costs us. */
export async function pacedFigures(
  postgres: PostgresProcess,
  seconds: number,
  rounds: number,
  say: (text: string) => void,
): Promise<Figure[]> {
  const slowest: number[] = [];
  const cores: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    say(`${PER_SECOND.toLocaleString('en')} points/s for ${seconds} s, round ${round} of ${rounds}`);
    const folder = mkdtempSync(join(tmpdir(), 'nexus-bench-paced-'));
    try {
      const url = await freshDatabase(postgres);
      const times = await BatchTimes.of(postgres, url);
      const order: PacedOrder = { folder, url, perSecond: PER_SECOND, seconds };
      const command = nodeContestant(new URL('paced-contestant.ts', import.meta.url), order);
      const work = await runContestant<CopyWork>(command, seconds * 1_000 + GRACE_MS);
      atLeast(PER_SECOND * seconds, work.points, 'points');
      atLeast(((seconds - 3) * PER_SECOND) / BATCH_POINTS, times.ms.length, 'batches in the log of the server');
      slowest.push(percentile(times.ms, 0.99));
      cores.push(work.cpuSeconds / work.seconds);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  const at = `at ${PER_SECOND.toLocaleString('en')} points/s`;
  return [
    figure(`A batch ${at}, by the server’s log, p99`, 'ms', slowest, [], GATES.batchMs),
    figure(`CPU of ours ${at}, log and historian`, 'cores', cores, [], GATES.cores),
  ];
}
