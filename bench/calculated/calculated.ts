import { atLeast, type Benchmark, type BenchmarkRun, type Outcome, type Size } from '../benchmark.ts';
import { nodeContestant, runContestant } from '../contestant.ts';
import { figure } from '../figure.ts';
import { inTurn } from '../turns.ts';
import { type HostOrder, type HostWorkDone, RATE } from './host-work.ts';

const TAGS = 1_000;
const SCALE: Readonly<
  Record<Size, { readonly rounds: number; readonly warmSeconds: number; readonly measureSeconds: number }>
> = {
  tiny: { rounds: 1, warmSeconds: 1, measureSeconds: 2 },
  short: { rounds: 3, warmSeconds: 2, measureSeconds: 3 },
  long: { rounds: 5, warmSeconds: 5, measureSeconds: 20 },
};
/** The goal of the specification, of one core. */
const SHARE = { atMost: 0.1 } as const;

/** CPU of an acquisition host that does nothing but calculate, with the frames it is given and those it gives. */
export const calculatedTags: Benchmark = {
  name: 'calculated',
  title: 'Calculated tags: CPU of 1,000 of them at 10 Hz',
  missing: () => undefined,
  async run({ size, say }: BenchmarkRun): Promise<Outcome> {
    const { rounds, ...scale } = SCALE[size];
    const order: HostOrder = { tags: TAGS, ...scale };
    const calculate = async (): Promise<HostWorkDone> => {
      const deadlineMs = (scale.warmSeconds + scale.measureSeconds + 30) * 1_000;
      const done = await runContestant<HostWorkDone>(
        nodeContestant(new URL('calculating-host.ts', import.meta.url), order),
        deadlineMs,
      );
      if (!done.areRight) throw new Error('A calculated tag had another value than its expression gives');
      atLeast(TAGS * RATE * scale.measureSeconds * 0.8, done.points, 'calculated points');
      return done;
    };
    const { ours } = await inTurn(rounds, { ours: calculate }, say);
    const points = ours.reduce((sum, done) => sum + done.points, 0);
    return {
      figures: [
        figure(
          'CPU of the host, share of one core',
          '',
          ours.map(({ cpuSeconds, seconds }) => cpuSeconds / seconds),
          [],
          SHARE,
        ),
        figure(
          'CPU for a million calculated values',
          's',
          ours.map((done) => (done.cpuSeconds * 1e6) / done.points),
        ),
      ],
      work: [
        `${TAGS.toLocaleString('en')} expressions of two inputs and six operators, 100 batches of 200 inputs a second; ${points.toLocaleString('en')} values calculated in all, the last of each held against its expression`,
      ],
    };
  },
};
