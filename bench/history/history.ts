import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atLeast, type Benchmark, type BenchmarkRun, type Outcome, type Size } from '../benchmark.ts';
import { nodeContestant, runContestant } from '../contestant.ts';
import { type Figure, figure, percentile } from '../figure.ts';
import { inTurn } from '../turns.ts';
import { burstFigure, ingestFigures, ingestInTurn, ingestOurs, PLAIN_TABLE, sizeFigure } from './ingest.ts';
import type { LastOrder, LastWork } from './last-order.ts';
import { type PointSource, pointsOf } from './point-source.ts';
import { PENS, type QueryOrder, type QueryWork } from './query-order.ts';

interface Scale {
  readonly devices: number;
  readonly hours: number;
  readonly ingestRounds: number;
  readonly queryRounds: number;
  readonly repeats: number;
  /** Of the burst: the tags are 1,000. */
  readonly burstSeconds: number;
  /** Points of a store that is opened; 0: not measured. */
  readonly opened: number;
}

const SCALE: Readonly<Record<Size, Scale>> = {
  tiny: { devices: 1, hours: 1, ingestRounds: 1, queryRounds: 2, repeats: 5, burstSeconds: 100, opened: 0 },
  short: { devices: 1, hours: 24, ingestRounds: 1, queryRounds: 3, repeats: 30, burstSeconds: 1_000, opened: 0 },
  long: { devices: 10, hours: 24, ingestRounds: 3, queryRounds: 5, repeats: 200, burstSeconds: 1_000, opened: 100e6 },
};
const TAGS_PER_DEVICE = 10;
const QUERY = { buckets: 1_000, penBuckets: 1_440 };
const BURST = { devices: 10, tagsPerDevice: 100 };
const QUERY_DEADLINE_MS = 300_000;
/** The goals of the specification for the embedded historian and for queries. */
const GATES = {
  speed: { atLeast: 200_000 },
  burst: { atLeast: 1_000_000 },
  openedMs: { atMost: 300 },
  lastMs: { atMost: 20 },
  bytes: { atMost: 12 },
  oneTagMs: { atMost: 20 },
  eightPensMs: { atMost: 100 },
  /** Of the figures of the plain table. */
  oneTagOfPlain: { atMost: 1.3 },
} as const;

function sourceOf(devices: number, tagsPerDevice: number, steps: number): PointSource {
  // Whole minutes, so that the buckets of a trend fall on them.
  const startUs = Math.floor(Date.now() / 60_000) * 60e6 - steps * 1e6;
  return { devices, tagsPerDevice, steps, stepSeconds: 1, stepsPerBatch: 10, startUs };
}

/** The embedded historian: how fast it takes points, what it needs for them, how fast it answers. */
export const history: Benchmark = {
  name: 'history',
  title: 'Embedded historian: 24 h of tags at 1 Hz, taken and asked for',
  missing: () => undefined,
  async run({ size, say }: BenchmarkRun): Promise<Outcome> {
    const scale = SCALE[size];
    const source = sourceOf(scale.devices, TAGS_PER_DEVICE, scale.hours * 3_600);
    const burstSource = sourceOf(BURST.devices, BURST.tagsPerDevice, scale.burstSeconds);
    const folders: string[] = [];
    try {
      const ingest = await ingestInTurn(scale.ingestRounds, source, (folder) => folders.push(folder), say);
      const order = { source, repeats: scale.repeats, ...QUERY };
      const asking = (folder: string, script: string) => (): Promise<QueryWork> =>
        runContestant(
          nodeContestant(new URL(script, import.meta.url), { folder, ...order } satisfies QueryOrder),
          QUERY_DEADLINE_MS,
        );
      const contestants = {
        ours: asking(ingest.folders.ours, 'query-contestant.ts'),
        plain: asking(ingest.folders.plain, 'plain-query-contestant.ts'),
      };
      const { ours, plain } = await inTurn(scale.queryRounds, contestants, (text) => say(`queries, ${text}`));
      for (const { counted } of [...ours, ...plain])
        atLeast(source.steps, counted, 'points behind the buckets of one tag');
      const keep = (folder: string): void => void folders.push(folder);
      const burst = await ingestInTurn(scale.ingestRounds, burstSource, keep, (text) => say(`burst, ${text}`));
      const last = await lastInTurn(scale, burstSource, burst.folders, say);
      return {
        figures: [
          ...ingestFigures(ingest, GATES.speed),
          burstFigure(burst, GATES.burst),
          sizeFigure(ingest, GATES.bytes),
          ...queryFigures(ours, plain),
          ...lastFigures(last),
          ...(scale.opened === 0 ? [] : [await openedFigure(scale, keep, say)]),
        ],
        work: [
          `${pointsOf(source).toLocaleString('en')} points of ${scale.devices * TAGS_PER_DEVICE} tags over ${scale.hours} h, taken ${scale.ingestRounds} ×; each query asked ${scale.repeats * scale.queryRounds} ×`,
          `The burst: ${pointsOf(burstSource).toLocaleString('en')} points of ${BURST.devices * BURST.tagsPerDevice} tags`,
        ],
      };
    } finally {
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    }
  },
};

function queryFigures(ours: readonly QueryWork[], plain: readonly QueryWork[]): Figure[] {
  const middle = ({ oneTagMs }: QueryWork): number => percentile(oneTagMs, 0.5);
  const slowest = ({ eightPensMs }: QueryWork): number => percentile(eightPensMs, 0.99);
  const oneTag = { with: PLAIN_TABLE, theirs: plain.map(middle), gate: GATES.oneTagOfPlain };
  const pens = { with: PLAIN_TABLE, theirs: plain.map(slowest) };
  return [
    figure(`One tag in ${QUERY.buckets} buckets, p50`, 'ms', ours.map(middle), [oneTag], GATES.oneTagMs),
    figure(`${PENS} pens in ${QUERY.penBuckets} buckets each, p99`, 'ms', ours.map(slowest), [pens], GATES.eightPensMs),
  ];
}

interface LastRuns {
  readonly ours: readonly LastWork[];
  readonly plain: readonly LastWork[];
}

const opening = (folder: string, source: PointSource, repeats: number, script: string): Promise<LastWork> =>
  runContestant(
    nodeContestant(new URL(script, import.meta.url), { folder, source, repeats } satisfies LastOrder),
    QUERY_DEADLINE_MS,
  );

async function lastInTurn(
  { queryRounds, repeats }: Scale,
  source: PointSource,
  folders: { readonly ours: string; readonly plain: string },
  say: (text: string) => void,
): Promise<LastRuns> {
  const contestants = {
    ours: () => opening(folders.ours, source, repeats, 'last-contestant.ts'),
    plain: () => opening(folders.plain, source, repeats, 'plain-last-contestant.ts'),
  };
  const runs = await inTurn(queryRounds, contestants, (text) => say(`last values, ${text}`));
  const tags = source.devices * source.tagsPerDevice;
  for (const { found } of [...runs.ours, ...runs.plain]) atLeast(tags, found, 'tags with a last value');
  return runs;
}

function lastFigures({ ours, plain }: LastRuns): Figure[] {
  const slowest = ({ lastMs }: LastWork): number => percentile(lastMs, 0.99);
  const beside = { with: PLAIN_TABLE, theirs: plain.map(slowest) };
  return [figure('Last values of 1,000 tags, p99', 'ms', ours.map(slowest), [beside], GATES.lastMs)];
}

/** A store that is large, opened anew by a process that has just begun. */
async function openedFigure(
  { opened, queryRounds }: Scale,
  keep: (folder: string) => void,
  say: (text: string) => void,
): Promise<Figure> {
  const { devices, tagsPerDevice } = BURST;
  const source = sourceOf(devices, tagsPerDevice, opened / devices / tagsPerDevice);
  const folder = mkdtempSync(join(tmpdir(), 'nexus-bench-opened-'));
  keep(folder);
  say(`a store of ${opened.toLocaleString('en')} points is made`);
  await ingestOurs(folder, source);
  const runs: LastWork[] = [];
  for (let round = 0; round < queryRounds; round++) runs.push(await opening(folder, source, 1, 'last-contestant.ts'));
  const name = `${opened / 1e6} million points, opened`;
  return figure(
    name,
    'ms',
    runs.map(({ openedMs }) => openedMs),
    [],
    GATES.openedMs,
  );
}
