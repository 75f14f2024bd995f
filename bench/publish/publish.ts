import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Lifetime } from '../../src-main/kernel/lifetime.ts';
import { freePort } from '../../src-main/testing/free-port.ts';
import { MosquittoProcess, mosquittoMissing } from '../../src-main/testing/mosquitto-process.ts';
import { atLeast, type Benchmark, type BenchmarkRun, type Outcome, type Size } from '../benchmark.ts';
import { nodeContestant, runContestant } from '../contestant.ts';
import { type Figure, figure, type Gate } from '../figure.ts';
import { perMillion } from '../meter.ts';
import { inTurn } from '../turns.ts';
import type { DrainOrder, DrainWork } from './drain-order.ts';

interface Scale {
  readonly points: number;
  readonly rounds: number;
}

const SCALE: Readonly<Record<Size, Scale>> = {
  tiny: { points: 60_000, rounds: 1 },
  short: { points: 120_000, rounds: 2 },
  long: { points: 600_000, rounds: 5 },
};
const DRAIN = { tags: 100, window: 1_000, live: 1_000 };
/** The goal of the specification for single-point JSON; for a backlog with live points beside it 0.8. */
const SPEED = { atLeast: 0.9 } as const;
/** A batch holds so many points: as many more are drained, so that it takes long enough to be measured. */
const BATCH_FACTOR = 5;
/** Of all points, how many must lie inside the measured time. */
const LEAST_MEASURED = 0.25;
const DEADLINE_MS = 300_000;
const LOOP = 'a bare mqtt.js loop';

/** A backlog drained from the log with QoS 1: single points and batches to a mosquitto, single points to the embedded broker. */
export const publish: Benchmark = {
  name: 'publish',
  title: 'Publisher draining its backlog, QoS 1: single-point JSON and json-batch',
  missing: mosquittoMissing,
  async run({ size, say }: BenchmarkRun): Promise<Outcome> {
    const { points, rounds } = SCALE[size];
    const lifetime = new Lifetime('publish benchmark');
    const drain =
      (script: string, url: string | undefined, payload: DrainOrder['payload'] = 'json') =>
      async (): Promise<DrainWork> => {
        const folder = mkdtempSync(join(tmpdir(), 'nexus-bench-publish-'));
        try {
          const drained = payload === 'json' ? points : points * BATCH_FACTOR;
          const order: DrainOrder = { folder, url, port: await freePort(), payload, points: drained, ...DRAIN };
          const work = await runContestant<DrainWork>(
            nodeContestant(new URL(script, import.meta.url), order),
            DEADLINE_MS,
          );
          atLeast(drained * LEAST_MEASURED, work.points, 'points in the measured time');
          return work;
        } finally {
          rmSync(folder, { recursive: true, force: true });
        }
      };
    try {
      const broker = lifetime.add(await new MosquittoProcess(await freePort()).start());
      const { ours, loop, batches, loopBatches, oursEmbedded, loopEmbedded } = await inTurn(
        rounds,
        {
          ours: drain('our-contestant.ts', broker.url),
          loop: drain('mqtt-loop-contestant.ts', broker.url),
          batches: drain('our-contestant.ts', broker.url, 'json-batch'),
          loopBatches: drain('mqtt-loop-contestant.ts', broker.url, 'json-batch'),
          oursEmbedded: drain('our-contestant.ts', undefined),
          loopEmbedded: drain('mqtt-loop-contestant.ts', undefined),
        },
        say,
      );
      return {
        figures: [
          ...figures('mosquitto', ours, loop, SPEED),
          ...figures('mosquitto, json-batch', batches, loopBatches),
          ...figures('embedded broker, its thread counted', oursEmbedded, loopEmbedded),
        ],
        work: [
          `${points.toLocaleString('en')} points a run on ${DRAIN.tags} topics (json-batch: ${BATCH_FACTOR} times as many, ${DRAIN.tags} a message), window ${DRAIN.window}; ours with ${DRAIN.live} live points/s beside the backlog`,
        ],
      };
    } finally {
      await lifetime.dispose();
    }
  },
};

function figures(broker: string, ours: readonly DrainWork[], loop: readonly DrainWork[], gate?: Gate): Figure[] {
  const speed = ({ points, seconds }: DrainWork): number => points / seconds;
  const cpu = ({ points, cpuSeconds }: DrainWork): number => perMillion(cpuSeconds, points);
  const theirs = { with: LOOP, theirs: loop.map(speed), ...(gate && { gate }) };
  return [
    figure(`To ${broker}`, 'points/s', ours.map(speed), [theirs]),
    figure(`To ${broker}, CPU per million points`, 's', ours.map(cpu), [{ with: LOOP, theirs: loop.map(cpu) }]),
  ];
}
