import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLogAndHistorian } from '../../src-main/historian/log-and-historian.ts';
import type { PostgresProcess } from '../../src-main/testing/postgres-process.ts';
import { atLeast } from '../benchmark.ts';
import { nodeContestant, runContestant } from '../contestant.ts';
import { type Figure, figure, percentile } from '../figure.ts';
import type { LastOrder, LastWork } from '../history/last-order.ts';
import { type PointSource, pointsOf } from '../history/point-source.ts';
import { PENS, type QueryOrder, type QueryWork } from '../history/query-order.ts';
import { inTurn } from '../turns.ts';
import { freshDatabase } from './bench-database.ts';
import { nameOf } from './database-name.ts';
import { fillLog } from './fill-log.ts';

const BUCKETS = { buckets: 1_000, penBuckets: 1_440 };
const DEADLINE_MS = 600_000;
const LOOK_MS = 100;
const GATES = { oneTagMs: { atMost: 90 }, eightPensMs: { atMost: 100 }, lastMs: { atMost: 20 } } as const;
const BY_HAND = 'SQL by hand over the points';

export interface AskScale {
  readonly rounds: number;
  readonly repeats: number;
}

/** A screen of trend, from points and from what is kept beside them. */
export async function screenFigures(
  postgres: PostgresProcess,
  source: PointSource,
  { rounds, repeats }: AskScale,
  say: (text: string) => void,
): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'nexus-bench-screen-'));
  try {
    const url = await freshDatabase(postgres);
    say(`${pointsOf(source).toLocaleString('en')} points are stored and rolled up`);
    await fillLog(folder, source);
    await storeWhole(postgres, folder, url, pointsOf(source));
    const order: QueryOrder = { folder, source, url, repeats, ...BUCKETS };
    const ask = (script: string) => (): Promise<QueryWork> => runContestant(contestant(script, order), DEADLINE_MS);
    const contestants = { ours: ask('../history/query-contestant.ts'), hand: ask('sql-contestant.ts') };
    const { ours, hand } = await inTurn(rounds, contestants, (text) => say(`a screen of trend, ${text}`));
    for (const { counted } of [...ours, ...hand])
      atLeast(source.steps, counted, 'points behind the buckets of one tag');
    const middle = ({ oneTagMs }: QueryWork): number => percentile(oneTagMs, 0.5);
    const slowest = ({ eightPensMs }: QueryWork): number => percentile(eightPensMs, 0.99);
    const oneTag = { with: BY_HAND, theirs: hand.map(middle) };
    const pens = { with: BY_HAND, theirs: hand.map(slowest) };
    return [
      figure(`One tag in ${BUCKETS.buckets} buckets, p50`, 'ms', ours.map(middle), [oneTag], GATES.oneTagMs),
      figure(
        `${PENS} pens in ${BUCKETS.penBuckets} buckets each, p99`,
        'ms',
        ours.map(slowest),
        [pens],
        GATES.eightPensMs,
      ),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param url of a database that has a value of each tag of the source. */
export async function lastFigures(
  url: string,
  source: PointSource,
  { rounds, repeats }: AskScale,
  say: (text: string) => void,
): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'nexus-bench-last-'));
  try {
    const order: LastOrder = { folder, source, url, repeats };
    const ask = (script: string) => (): Promise<LastWork> => runContestant(contestant(script, order), DEADLINE_MS);
    const contestants = { ours: ask('../history/last-contestant.ts'), hand: ask('sql-last-contestant.ts') };
    const { ours, hand } = await inTurn(rounds, contestants, (text) => say(`last values, ${text}`));
    const tags = source.devices * source.tagsPerDevice;
    for (const { found } of [...ours, ...hand]) atLeast(tags, found, 'tags with a last value');
    const slowest = ({ lastMs }: LastWork): number => percentile(lastMs, 0.99);
    const beside = { with: 'one LATERAL by hand', theirs: hand.map(slowest) };
    return [
      figure(`Last values of ${tags.toLocaleString('en')} tags, p99`, 'ms', ours.map(slowest), [beside], GATES.lastMs),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Has a log stored, and waits until the minutes, hours and days of it are worked out. */
async function storeWhole(postgres: PostgresProcess, folder: string, url: string, points: number): Promise<void> {
  const running = await startLogAndHistorian(folder, { historian: { database: { url } } });
  const endMs = performance.now() + DEADLINE_MS;
  const waiting = `SELECT (SELECT count(*) FROM nexus.rollup_late) + (SELECT count(*) FROM nexus.rollup_invalid)
    + (SELECT ${points} - count(*) FROM nexus.samples)`;
  try {
    while (
      (await running.historian.refresh())?.deliveredPoints !== points ||
      (await postgres.number(waiting, nameOf(url))) > 0
    ) {
      if (performance.now() > endMs) throw new Error('The points were not stored and rolled up in time');
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  } finally {
    await running.dispose();
  }
}

const contestant = (script: string, order: object): readonly string[] =>
  nodeContestant(new URL(script, import.meta.url), order);
