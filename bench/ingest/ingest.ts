import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Lifetime } from '../../src-main/kernel/lifetime.ts';
import { freePort } from '../../src-main/testing/free-port.ts';
import { MosquittoProcess, mosquittoMissing } from '../../src-main/testing/mosquitto-process.ts';
import { postgresMissing } from '../../src-main/testing/postgres-programs.ts';
import { atLeast, type Benchmark, type BenchmarkRun, type Outcome, type Size } from '../benchmark.ts';
import { nodeContestant, runContestant } from '../contestant.ts';
import { figure } from '../figure.ts';
import { perMillion } from '../meter.ts';
import type { DrainWork } from '../publish/drain-order.ts';
import { freshDatabase, startBenchDatabase } from '../timescale/bench-database.ts';
import { inTurn } from '../turns.ts';
import { fillSession } from './fill-session.ts';
import { DEVICES, type IngestOrder, TAGS } from './ingest-order.ts';

interface Scale {
  readonly messages: number;
  readonly rounds: number;
}

const SCALE: Readonly<Record<Size, Scale>> = {
  tiny: { messages: 100_000, rounds: 1 },
  short: { messages: 150_000, rounds: 2 },
  long: { messages: 600_000, rounds: 5 },
};
/** Of all messages, how many must lie inside the measured time. */
const LEAST_MEASURED = 0.25;
const DEADLINE_MS = 120_000;
const BROKER = ['max_queued_messages 2000000', 'max_inflight_messages 0', 'persistence false'];

/** Messages of other gateways that wait at a broker, taken into the log, beside mqtt.js that receives and discards. */
export const ingestRemote: Benchmark = {
  name: 'ingest',
  title: 'Remote source: single-point JSON, QoS 1, through one mosquitto into the log',
  missing: () => mosquittoMissing() ?? postgresMissing('apache'),
  async run({ size, say }: BenchmarkRun): Promise<Outcome> {
    const { messages, rounds } = SCALE[size];
    const lifetime = new Lifetime('ingest benchmark');
    const postgres = await startBenchDatabase(lifetime);
    const drain =
      (script: string, isStored = false) =>
      async (): Promise<DrainWork> => {
        const database = isStored ? await freshDatabase(postgres) : undefined;
        const folder = mkdtempSync(join(tmpdir(), 'nexus-bench-ingest-'));
        const broker = await new MosquittoProcess(await freePort(), BROKER).start();
        try {
          const order: IngestOrder = {
            folder,
            url: broker.url,
            clientId: 'bench-reader',
            messages,
            ...(database !== undefined && { database }),
          };
          await fillSession(order.url, order.clientId, messages);
          const command = nodeContestant(new URL(script, import.meta.url), order);
          const work = await runContestant<DrainWork>(command, DEADLINE_MS);
          atLeast(messages * LEAST_MEASURED, work.points, 'messages in the measured time');
          return work;
        } finally {
          await broker.dispose();
          rmSync(folder, { recursive: true, force: true });
        }
      };
    const contestants = {
      ours: drain('our-contestant.ts'),
      stored: drain('stored-contestant.ts', true),
      library: drain('mqtt-js-contestant.ts'),
    };
    const runs = inTurn(rounds, contestants, say);
    await Promise.allSettled([runs]);
    await lifetime.dispose();
    const { ours, stored, library } = await runs;
    const speed = ({ points: count, seconds }: DrainWork): number => count / seconds;
    const cpu = ({ points: count, cpuSeconds }: DrainWork): number => perMillion(cpuSeconds, count);
    const yardstick = 'mqtt.js, receiving and discarding';
    return {
      figures: [
        figure(
          'Points accepted by the log',
          'points/s',
          ours.map(speed),
          [{ with: yardstick, theirs: library.map(speed), gate: { atLeast: 0.9 } }],
          { atLeast: 60_000 },
        ),
        figure(
          'Points stored in TimescaleDB',
          'points/s',
          stored.map(speed),
          [{ with: yardstick, theirs: library.map(speed), gate: { atLeast: 0.9 } }],
          { atLeast: 60_000 },
        ),
        figure('CPU per million points', 's', ours.map(cpu), [{ with: yardstick, theirs: library.map(cpu) }], {
          atMost: 10,
        }),
      ],
      work: [`${messages.toLocaleString('en')} messages a run on ${TAGS} topics of ${DEVICES} devices`],
    };
  },
};
