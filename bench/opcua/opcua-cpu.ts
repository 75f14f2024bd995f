import { Open62541Peer } from '../../src-main/testing/open62541-peer.ts';
import { hasTrixie, TRIXIE } from '../../src-main/testing/trixie.ts';
import { atLeast, type Benchmark, type BenchmarkRun, type Outcome, type Size } from '../benchmark.ts';
import { nodeContestant, runContestant } from '../contestant.ts';
import { figure } from '../figure.ts';
import { perMillion } from '../meter.ts';
import { inTurn } from '../turns.ts';
import type { SubscribeOrder, SubscribeWork } from './subscribe-work.ts';

interface Scale extends Pick<SubscribeOrder, 'items' | 'warmSeconds' | 'measureSeconds'> {
  readonly rounds: number;
}

const SCALE: Readonly<Record<Size, Scale>> = {
  tiny: { items: 500, rounds: 1, warmSeconds: 3, measureSeconds: 3 },
  short: { items: 10_000, rounds: 3, warmSeconds: 7, measureSeconds: 5 },
  long: { items: 10_000, rounds: 3, warmSeconds: 12, measureSeconds: 20 },
};
const STEP_MS = 1_000;
const PUBLISHING_MS = 500;
/** The goal of the specification: the library alone, and half as much again for all that we do. */
const CPU_OF_LIBRARY = { atMost: 1.5 } as const;

/** CPU of a subscription: ours up to the finished batch, and the bare library, at one server in C. */
export const opcuaCpu: Benchmark = {
  name: 'opcua-cpu',
  title: 'OPC UA: CPU for a million values of a subscription, 10,000 items at 1 Hz',
  missing: () => (hasTrixie() ? undefined : `there is no trixie in ${TRIXIE}: as root run scripts/trixie-peers.sh`),
  async run({ size, say }: BenchmarkRun): Promise<Outcome> {
    const { rounds, ...scale } = SCALE[size];
    const peer = await Open62541Peer.start(`counters=${scale.items}`, `interval=${STEP_MS}`);
    const run = (script: string) => async (): Promise<SubscribeWork> => {
      const order: SubscribeOrder = { ...scale, port: peer.port, publishingMs: PUBLISHING_MS };
      const deadlineMs = (scale.warmSeconds + scale.measureSeconds + 30) * 1_000;
      const work = await runContestant<SubscribeWork>(
        nodeContestant(new URL(script, import.meta.url), order),
        deadlineMs,
      );
      atLeast(scale.items * (scale.measureSeconds - 2), work.values, 'values delivered');
      return work;
    };
    try {
      const runs = await inTurn(
        rounds,
        { ours: run('our-contestant.ts'), library: run('node-opcua-contestant.ts') },
        say,
      );
      const cpu = (of: readonly SubscribeWork[]): number[] =>
        of.map(({ cpuSeconds, values }) => perMillion(cpuSeconds, values));
      const missed = runs.ours.reduce((sum, work) => sum + work.missed, 0);
      if (missed > 0) throw new Error(`${missed} steps of counters were missed`);
      const values = [...runs.ours, ...runs.library].reduce((sum, work) => sum + work.values, 0);
      return {
        figures: [
          figure('CPU per million values, subscribed', 's', cpu(runs.ours), [
            { with: 'node-opcua alone', theirs: cpu(runs.library), gate: CPU_OF_LIBRARY },
          ]),
        ],
        work: [
          `${scale.items.toLocaleString('en')} items, a change a second each; ${values.toLocaleString('en')} values delivered in all, none of ours missed`,
        ],
      };
    } finally {
      peer.dispose();
    }
  },
};
