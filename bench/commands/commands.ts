import { Lifetime } from '../../src-main/kernel/lifetime.ts';
import { mosquittoMissing } from '../../src-main/testing/mosquitto-process.ts';
import type { Benchmark, BenchmarkRun, Outcome, Size } from '../benchmark.ts';
import { CompiledPrograms, compilerMissing } from '../compile-c.ts';
import { runContestant } from '../contestant.ts';
import { figure } from '../figure.ts';
import { settledBalance } from '../service-figures.ts';
import { BURST, type Burst, burst } from './burst.ts';
import { DEVICE, REGISTER, startCommandBench, TAG } from './command-bench.ts';
import { CommandSender } from './command-sender.ts';
import { verifiedWrites } from './verified-writes.ts';

interface Scale {
  readonly rounds: number;
  readonly writes: number;
}

const SCALE: Readonly<Record<Size, Scale>> = {
  tiny: { rounds: 1, writes: 100 },
  short: { rounds: 3, writes: 500 },
  long: { rounds: 5, writes: 3_000 },
};
/** The goal of the reliability reference: refused at once. */
const REFUSAL = { atMost: 100 } as const;
const WRITER_DEADLINE_MS = 60_000;

/** A burst of commands over mosquitto, and writes that are read back, to a libmodbus server. */
export const commands: Benchmark = {
  name: 'commands',
  title: `Commands over MQTT: a burst of ${BURST.commands.toLocaleString('en')}, and verified writes`,
  missing: () => compilerMissing() ?? mosquittoMissing(),
  async run({ size, say }: BenchmarkRun): Promise<Outcome> {
    const { rounds, writes } = SCALE[size];
    const lifetime = new Lifetime('commands benchmark');
    try {
      const bench = await startCommandBench(lifetime);
      const programs = lifetime.add(new CompiledPrograms());
      const writer = programs.compile(new URL('libmodbus-writer.c', import.meta.url), ['libmodbus']);
      const sender = lifetime.add(await CommandSender.connect(bench.brokerUrl, `nexus/cmd/response/${DEVICE}/${TAG}`));
      // The first write warms the path, and shows that the device is there.
      await verifiedWrites(sender, 1, 'first');
      const bursts: Burst[] = [];
      const [ours, inC]: [number[], number[]] = [[], []];
      for (let round = 1; round <= rounds; round++) {
        say(`round ${round} of ${rounds}: burst`);
        bursts.push(await burst(bench, sender, `burst${round}`));
        say(`round ${round} of ${rounds}: verified writes`);
        ours.push(await verifiedWrites(sender, writes, `write${round}`));
        const order = [bench.peer.port, bench.peer.unit, REGISTER, writes].map(String);
        const c = await runContestant<{ writes: number; seconds: number }>([writer, ...order], WRITER_DEADLINE_MS);
        inC.push(c.writes / c.seconds);
      }
      const { rejected } = await settledBalance(bench.service);
      const echo = { with: 'as many echoes over the same broker', theirs: bursts.map(({ echoMs }) => echoMs) };
      return {
        figures: [
          figure(
            'Last byte sent → last of the BUSY answers',
            'ms',
            bursts.map(({ lastRefusalMs }) => lastRefusalMs),
            [echo],
            REFUSAL,
          ),
          figure(
            'duration_ms of the slowest BUSY answer',
            'ms',
            bursts.map(({ slowestMs }) => slowestMs),
            [],
            REFUSAL,
          ),
          figure('Verified writes to one device', 'writes/s', ours, [
            { with: 'libmodbus in C, one after another', theirs: inC },
          ]),
        ],
        work: [
          `${rounds} bursts: each of the ${BURST.commands} commands has one answer and its entries in the journal, ${BURST.refused} are BUSY`,
          `${rounds * writes} writes, all read back by the service; ${rejected} points rejected`,
        ],
      };
    } finally {
      await lifetime.dispose();
    }
  },
};
