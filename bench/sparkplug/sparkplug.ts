import { atLeast, type Benchmark, type BenchmarkRun, type Outcome, type Size } from '../benchmark.ts';
import { nodeContestant, runContestant } from '../contestant.ts';
import { figure } from '../figure.ts';
import { inTurn } from '../turns.ts';
import type { EncodeOrder, EncodeWork } from './encode-order.ts';

const METRICS_PER_MESSAGE = 100;
const SCALE: Readonly<Record<Size, { readonly metrics: number; readonly rounds: number }>> = {
  tiny: { metrics: 200_000, rounds: 1 },
  short: { metrics: 2_000_000, rounds: 3 },
  long: { metrics: 10_000_000, rounds: 7 },
};
/** The goal of the specification. */
const SPEED = { atLeast: 2_000_000 } as const;
const DEADLINE_MS = 120_000;

/** Metrics of data messages from columns to bytes, in one thread. */
export const sparkplug: Benchmark = {
  name: 'sparkplug',
  title: 'Encoding Sparkplug B data messages',
  missing: () => undefined,
  async run({ size, say }: BenchmarkRun): Promise<Outcome> {
    const { metrics, rounds } = SCALE[size];
    const order: EncodeOrder = { metrics, metricsPerMessage: METRICS_PER_MESSAGE };
    const encode = (script: string) => async (): Promise<EncodeWork> => {
      const work = await runContestant<EncodeWork>(
        nodeContestant(new URL(script, import.meta.url), order),
        DEADLINE_MS,
      );
      atLeast(metrics, work.metrics, 'metrics');
      return work;
    };
    const contestants = { ours: encode('our-contestant.ts'), theirs: encode('package-contestant.ts') };
    const { ours, theirs } = await inTurn(rounds, contestants, say);
    const speed = ({ metrics: done, seconds }: EncodeWork): number => done / seconds;
    const lengthOf = ({ metrics: done, bytes }: EncodeWork): number => bytes / done;
    return {
      figures: [
        figure(
          'Encode',
          'metrics/s',
          ours.map(speed),
          [{ with: 'sparkplug-payload', theirs: theirs.map(speed) }],
          SPEED,
        ),
        figure('Bytes per metric', 'B', ours.map(lengthOf), [
          { with: 'sparkplug-payload', theirs: theirs.map(lengthOf) },
        ]),
      ],
      work: [
        `${metrics.toLocaleString('en')} metrics a run in messages of ${METRICS_PER_MESSAGE}, by alias, half Double and half Int32`,
      ],
    };
  },
};
