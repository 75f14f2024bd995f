import { Lifetime } from '../../src-main/kernel/lifetime.ts';
import { freePort } from '../../src-main/testing/free-port.ts';
import { givenProjectFolder } from '../../src-main/testing/project-folder.ts';
import { ServiceProcess } from '../../src-main/testing/service-process.ts';
import { atLeast, type Benchmark, type BenchmarkRun, type Outcome, type Size } from '../benchmark.ts';
import { CompiledPrograms, compilerMissing } from '../compile-c.ts';
import { figure } from '../figure.ts';
import { plantLayout } from '../modbus/plant-layout.ts';
import { PlantProcess } from '../modbus/plant-process.ts';
import { plantProject } from '../modbus/plant-project.ts';
import { treeMemory } from '../process-tree.ts';
import { serviceFigures, settledBalance } from '../service-figures.ts';
import { HostileCrowd } from './hostile-crowd.ts';

const SECONDS: Readonly<Record<Size, number>> = { tiny: 12, short: 45, long: 120 };
const DEVICES: Readonly<Record<Size, number>> = { tiny: 10, short: 100, long: 100 };
/** Row 35 of the reliability reference. */
const GATES = { lateMs: { atMost: 10 }, memoryMiB: { atMost: 40 }, skipped: { atMost: 0 } } as const;
const TAGS = 50;
const PERIOD_MS = 1_000;
const WARM_SECONDS: Readonly<Record<Size, number>> = { tiny: 2, short: 5, long: 5 };
const SLOW = 500;
const JUNK_PER_SECOND = 200;
/** What a busy machine may lose of them where only the way is tried. */
const LEAST_PER_SECOND: Readonly<Record<Size, number>> = { tiny: 20, short: 100, long: 100 };
const LOOK_MS = 1_000;
const START_DEADLINE_MS = 60_000;
const MEBIBYTE = 2 ** 20;

interface Seen {
  readonly lateP99Ms: number;
  readonly memoryMiB: number;
  readonly skipped: number;
  readonly polls: number;
  readonly told: string;
}

/** The same plant polled in peace and under attack. */
export const hostile: Benchmark = {
  name: 'hostile',
  title: `${SLOW} connections that never end their headers and ${JUNK_PER_SECOND} senseless requests a second while a plant is polled at 1 s by the real service`,
  missing: compilerMissing,
  async run({ size, minutes, say }: BenchmarkRun): Promise<Outcome> {
    const lifetime = new Lifetime('hostile benchmark');
    try {
      const programs = lifetime.add(new CompiledPrograms());
      const seconds = minutes === undefined ? SECONDS[size] : minutes * 60;
      say('in peace');
      const calm = await polled(programs, size, seconds, false);
      say('under attack');
      const attacked = await polled(programs, size, seconds, true);
      return {
        figures: [
          figure('Lateness of polls in peace, p99', 'ms', [calm.lateP99Ms]),
          figure('Lateness of polls under attack, p99', 'ms', [attacked.lateP99Ms]),
          figure('More late by the attack', 'ms', [attacked.lateP99Ms - calm.lateP99Ms], [], GATES.lateMs),
          figure('More memory by the attack', 'MiB', [attacked.memoryMiB - calm.memoryMiB], [], GATES.memoryMiB),
          figure('Polls skipped under attack', 'polls', [attacked.skipped], [], GATES.skipped),
        ],
        work: [
          `${DEVICES[size]} devices with ${TAGS} tags, ${attacked.polls.toLocaleString('en')} polls in ${seconds} s under attack (${calm.polls.toLocaleString('en')} in peace); ${attacked.told}; the balance adds up`,
        ],
      };
    } finally {
      await lifetime.dispose();
    }
  },
};

async function polled(programs: CompiledPrograms, size: Size, seconds: number, attack: boolean): Promise<Seen> {
  const devices = DEVICES[size];
  const warmMs = WARM_SECONDS[size] * 1_000;
  const own = new Lifetime('hostile run');
  try {
    const order = { layout: plantLayout(TAGS), periodMs: PERIOD_MS, warmMs };
    const plant = await PlantProcess.start(programs, { ...order, devices });
    let isRunning = true;
    own.defer(async () => void (isRunning && (await plant.stop())));
    const folder = await givenProjectFolder(
      plantProject({ ports: plant.ports, tagsPerDevice: TAGS, intervalMs: PERIOD_MS }),
    );
    own.defer(() => folder.remove());
    const service = new ServiceProcess(folder.path, await freePort());
    own.defer(async () => void (await service.kill()));
    await service.start({ deadlineMs: START_DEADLINE_MS });
    await pause(warmMs);
    const before = await serviceFigures(service);
    const crowd = attack
      ? own.add(new HostileCrowd({ port: service.port, slow: SLOW, junkPerSecond: JUNK_PER_SECOND }))
      : undefined;
    let memory = 0;
    for (const endMs = performance.now() + seconds * 1_000; performance.now() < endMs; await pause(LOOK_MS))
      memory = Math.max(memory, treeMemory(service.pid!).rss);
    crowd?.dispose();
    if (crowd) atLeast(seconds * LEAST_PER_SECOND[size], crowd.tried, 'senseless requests');
    // Slots are free again once those that were cut off are found.
    await pause(LOOK_MS);
    const after = await serviceFigures(service);
    await settledBalance(service);
    isRunning = false;
    const { lateP99Ms } = await plant.stop();
    return {
      lateP99Ms,
      memoryMiB: memory / MEBIBYTE,
      skipped: after.pollsSkipped - before.pollsSkipped,
      polls: after.polls - before.polls,
      told: crowd
        ? `${crowd.opened.toLocaleString('en')} slow connections opened, ${crowd.answered.toLocaleString('en')} of ${crowd.tried.toLocaleString('en')} senseless requests found a connection`
        : '',
    };
  } finally {
    await own.dispose();
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
