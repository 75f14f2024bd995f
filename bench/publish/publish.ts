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
/** The goal of the specification for a backlog of single-point JSON. */
const SPEED = { atLeast: 0.8 } as const;
/** Of all messages, how many must lie inside the measured time. */
const LEAST_MEASURED = 0.25;
const DEADLINE_MS = 300_000;
const LOOP = 'a bare mqtt.js loop';

/** A backlog of single points as JSON with QoS 1, drained from the log: to a mosquitto, and to the embedded broker. */
export const publish: Benchmark = {
  name: 'publish',
  title: 'Publisher draining its backlog, single-point JSON, QoS 1',
  missing: mosquittoMissing,
  async run({ size, say }: BenchmarkRun): Promise<Outcome> {
    const { points, rounds } = SCALE[size];
    const lifetime = new Lifetime('publish benchmark');
    const drain = (script: string, url: string | undefined) => async (): Promise<DrainWork> => {
      const folder = mkdtempSync(join(tmpdir(), 'nexus-bench-publish-'));
      try {
        const order: DrainOrder = { folder, url, port: await freePort(), points, ...DRAIN };
        const work = await runContestant<DrainWork>(
          nodeContestant(new URL(script, import.meta.url), order),
          DEADLINE_MS,
        );
        atLeast(points * LEAST_MEASURED, work.messages, 'messages in the measured time');
        return work;
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    };
    try {
      const broker = lifetime.add(await new MosquittoProcess(await freePort()).start());
      const { ours, loop, oursEmbedded, loopEmbedded } = await inTurn(
        rounds,
        {
          ours: drain('our-contestant.ts', broker.url),
          loop: drain('mqtt-loop-contestant.ts', broker.url),
          oursEmbedded: drain('our-contestant.ts', undefined),
          loopEmbedded: drain('mqtt-loop-contestant.ts', undefined),
        },
        say,
      );
      return {
        figures: [
          ...figures('mosquitto', ours, loop, SPEED),
          ...figures('embedded broker, its thread counted', oursEmbedded, loopEmbedded),
        ],
        work: [
          `${points.toLocaleString('en')} messages a run on ${DRAIN.tags} topics, window ${DRAIN.window}; ours with ${DRAIN.live} live points/s beside the backlog`,
        ],
      };
    } finally {
      await lifetime.dispose();
    }
  },
};

function figures(broker: string, ours: readonly DrainWork[], loop: readonly DrainWork[], gate?: Gate): Figure[] {
  const speed = ({ messages, seconds }: DrainWork): number => messages / seconds;
  const cpu = ({ messages, cpuSeconds }: DrainWork): number => perMillion(cpuSeconds, messages);
  const theirs = { with: LOOP, theirs: loop.map(speed), ...(gate && { gate }) };
  return [
    figure(`To ${broker}`, 'messages/s', ours.map(speed), [theirs]),
    figure(`To ${broker}, CPU per million messages`, 's', ours.map(cpu), [{ with: LOOP, theirs: loop.map(cpu) }]),
  ];
}
