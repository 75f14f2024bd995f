import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PostgresProcess } from '../../src-main/testing/postgres-process.ts';
import { atLeast } from '../benchmark.ts';
import { nodeContestant, runContestant } from '../contestant.ts';
import { type Figure, figure } from '../figure.ts';
import { type PointSource, pointsOf } from '../history/point-source.ts';
import { perMillion } from '../meter.ts';
import { inTurn } from '../turns.ts';
import { BARE_TABLE } from './bare-table.ts';
import { freshDatabase } from './bench-database.ts';
import type { BareOrder, CopyWork, DrainOrder } from './copy-order.ts';
import { nameOf } from './database-name.ts';
import { fillLog } from './fill-log.ts';
import { psqlCopy, writeCopyFile } from './psql-copy.ts';

const DEADLINE_MS = 300_000;
/** Of all points, how many must lie inside the measured time. */
const LEAST_MEASURED = 0.5;
const GATES = {
  speed: { atLeast: 200_000 },
  ofBare: { atLeast: 0.9 },
  ofPsql: { atLeast: 0.7 },
  replay: { atLeast: 0.9 },
} as const;
const BARE = 'a bare loop of binary COPY';
const STAGE = 'a bare loop of stage + ON CONFLICT';

const speed = ({ points, seconds }: CopyWork): number => points / seconds;

export interface IntakeFigures {
  readonly figures: readonly Figure[];
  /** Of a database that has the source. */
  readonly url: string;
}

/** How fast a log goes into the database, for the first time and again, each beside the shortest loop that does it. */
export async function intakeFigures(
  postgres: PostgresProcess,
  source: PointSource,
  rounds: number,
  say: (text: string) => void,
): Promise<IntakeFigures> {
  const points = pointsOf(source);
  const folder = mkdtempSync(join(tmpdir(), 'nexus-bench-timescale-'));
  const file = join(folder, 'rows.copy');
  /** Of the last round. */
  const filled = { ours: '', bare: '', psql: '' };
  const fresh = async (name: keyof typeof filled): Promise<string> =>
    (filled[name] = await freshDatabase(postgres, filled[name] || undefined));
  /** A log that nobody has read, so that each run has the same to do. */
  const drain = async (url: string, stored: number): Promise<CopyWork> => {
    const own = mkdtempSync(join(folder, 'log-'));
    await fillLog(own, source);
    const order: DrainOrder = { folder: own, points, url, stored };
    const work = await runContestant<CopyWork>(contestant('drain-contestant.ts', order), DEADLINE_MS);
    rmSync(own, { recursive: true });
    const kept = await postgres.number('SELECT count(*) FROM nexus.samples', nameOf(url));
    if (kept !== points) throw new Error(`${points} points were delivered, ${kept} are in the table`);
    return work;
  };
  const bare = (url: string, way: BareOrder['way']): Promise<CopyWork> =>
    runContestant<CopyWork>(contestant('bare-contestant.ts', { url, source, way } satisfies BareOrder), DEADLINE_MS);
  try {
    say('the rows are written for psql');
    writeCopyFile(file, source);
    const first = await inTurn(
      rounds,
      {
        ours: async () => drain(await fresh('ours'), 0),
        bare: async () => bare(await fresh('bare'), 'copy'),
        psql: async () => {
          const url = await fresh('psql');
          await postgres.sql(BARE_TABLE, nameOf(url));
          return psqlCopy(postgres, url, file, source);
        },
      },
      say,
    );
    let times = 0;
    const again = await inTurn(
      rounds,
      { ours: () => drain(filled.ours, points * ++times), bare: () => bare(filled.bare, 'stage') },
      (text) => say(`again, ${text}`),
    );
    for (const work of [...first.ours, ...again.ours]) atLeast(points * LEAST_MEASURED, work.points, 'points measured');
    const cpu = (work: CopyWork): number => perMillion(work.cpuSeconds, work.points);
    const figures = [
      figure(
        'Log → hypertable',
        'points/s',
        first.ours.map(speed),
        [
          { with: BARE, theirs: first.bare.map(speed), gate: GATES.ofBare },
          { with: String.raw`psql \copy binary`, theirs: first.psql.map(speed), gate: GATES.ofPsql },
        ],
        GATES.speed,
      ),
      figure('… CPU of ours per million points', 's', first.ours.map(cpu), [
        { with: BARE, theirs: first.bare.map(cpu) },
      ]),
      figure('The same log again, nothing doubled', 'points/s', again.ours.map(speed), [
        { with: STAGE, theirs: again.bare.map(speed), gate: GATES.replay },
      ]),
    ];
    return { figures, url: filled.ours };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const contestant = (script: string, order: object): readonly string[] =>
  nodeContestant(new URL(script, import.meta.url), order);
