import { rmSync } from 'node:fs';
import { atLeast, type Benchmark, type BenchmarkRun, type Outcome, type Size } from '../benchmark.ts';
import { nodeContestant, runContestant } from '../contestant.ts';
import { type Figure, figure, percentile } from '../figure.ts';
import { inTurn } from '../turns.ts';
import { ingestFigures, ingestInTurn, PLAIN_TABLE, sizeFigure } from './ingest.ts';
import { type PointSource, pointsOf } from './point-source.ts';
import { PENS, type QueryOrder, type QueryWork } from './query-order.ts';

interface Scale {
  readonly devices: number;
  readonly hours: number;
  readonly ingestRounds: number;
  readonly queryRounds: number;
  readonly repeats: number;
}

const SCALE: Readonly<Record<Size, Scale>> = {
  tiny: { devices: 1, hours: 1, ingestRounds: 1, queryRounds: 2, repeats: 5 },
  short: { devices: 1, hours: 24, ingestRounds: 1, queryRounds: 3, repeats: 30 },
  long: { devices: 10, hours: 24, ingestRounds: 3, queryRounds: 5, repeats: 200 },
};
const TAGS_PER_DEVICE = 10;
const QUERY = { buckets: 1_000, penBuckets: 1_440 };
const QUERY_DEADLINE_MS = 300_000;
/** The goals of the specification for the embedded historian and for queries. */
const GATES = {
  speed: { atLeast: 200_000 },
  bytes: { atMost: 12 },
  oneTagMs: { atMost: 20 },
  eightPensMs: { atMost: 100 },
  /** Of the figures of the plain table. */
  oneTagOfPlain: { atMost: 1.3 },
} as const;

function sourceOf({ devices, hours }: Scale): PointSource {
  const steps = hours * 3_600;
  // Whole minutes, so that the buckets of a trend fall on them.
  const startUs = Math.floor(Date.now() / 60_000) * 60e6 - steps * 1e6;
  return { devices, tagsPerDevice: TAGS_PER_DEVICE, steps, stepSeconds: 1, stepsPerBatch: 10, startUs };
}

/** The embedded historian: how fast it takes points, what it needs for them, how fast it answers. */
export const history: Benchmark = {
  name: 'history',
  title: 'Embedded historian: 24 h of tags at 1 Hz, taken and asked for',
  missing: () => undefined,
  async run({ size, say }: BenchmarkRun): Promise<Outcome> {
    const scale = SCALE[size];
    const source = sourceOf(scale);
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
      return {
        figures: [...ingestFigures(ingest, GATES.speed), sizeFigure(ingest, GATES.bytes), ...queryFigures(ours, plain)],
        work: [
          `${pointsOf(source).toLocaleString('en')} points of ${scale.devices * TAGS_PER_DEVICE} tags over ${scale.hours} h, taken ${scale.ingestRounds} ×; each query asked ${scale.repeats * scale.queryRounds} ×`,
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
