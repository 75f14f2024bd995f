import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { modbusTcp } from '../../src-main/drivers/all.ts';
import { systemClock } from '../../src-main/kernel/clock.ts';
import { atLeast, type Benchmark, type BenchmarkRun, type Outcome, type Size } from '../benchmark.ts';
import { CompiledPrograms, compilerMissing } from '../compile-c.ts';
import { nodeContestant, runContestant } from '../contestant.ts';
import { figure } from '../figure.ts';
import { perMillion } from '../meter.ts';
import { inTurn } from '../turns.ts';
import { type PlantLayout, plantLayout, writePlan } from './plant-layout.ts';
import { type PlantCounts, PlantProcess } from './plant-process.ts';
import { type ReadOrder, type ReadWork, SETTLE_MS } from './read-work.ts';

interface Scale {
  readonly devices: number;
  readonly tagsPerDevice: number;
  readonly rounds: number;
  readonly paced: Pace;
  readonly fullSpeed: Pace;
}
type Pace = Pick<ReadOrder, 'periodMs' | 'warmSeconds' | 'measureSeconds'>;

const SCALE: Readonly<Record<Size, Scale>> = {
  tiny: {
    devices: 5,
    tagsPerDevice: 100,
    rounds: 2,
    paced: { periodMs: 100, warmSeconds: 1, measureSeconds: 1 },
    fullSpeed: { periodMs: 0, warmSeconds: 0.5, measureSeconds: 0.5 },
  },
  short: {
    devices: 100,
    tagsPerDevice: 100,
    rounds: 3,
    paced: { periodMs: 1_000, warmSeconds: 2, measureSeconds: 3 },
    fullSpeed: { periodMs: 0, warmSeconds: 1, measureSeconds: 1 },
  },
  long: {
    devices: 100,
    tagsPerDevice: 100,
    rounds: 5,
    paced: { periodMs: 1_000, warmSeconds: 10, measureSeconds: 20 },
    fullSpeed: { periodMs: 0, warmSeconds: 3, measureSeconds: 5 },
  },
};
/** The goals of the specification: Modbus TCP at 1 s. */
const GATES = {
  cpuOfC: { atMost: 2.5 },
  /** Three times better. */
  cpuOfLoop: { atMost: 1 / 3 },
  speedOfLoop: { atLeast: 3 },
  lateMs: { atMost: 5 },
} as const;

type Contestant = 'ours' | 'ours in trains' | 'libmodbus in C' | 'modbus-serial loop';
/** What a device that takes several requests may be set to. */
const IN_FLIGHT = 8;
type Run = ReadWork & PlantCounts;

/** CPU of reading values over Modbus TCP: ours, a loop of modbus-serial, and C with libmodbus, on one plant in C. */
export const modbusCpu: Benchmark = {
  name: 'modbus-cpu',
  title: 'Modbus TCP: CPU for a million values, 100 devices × 100 tags',
  missing: compilerMissing,
  async run({ size, say }: BenchmarkRun): Promise<Outcome> {
    const scale = SCALE[size];
    const layout = plantLayout(scale.tagsPerDevice);
    const programs = new CompiledPrograms();
    const folder = mkdtempSync(join(tmpdir(), 'nexus-bench-modbus-'));
    const plan = join(folder, 'plan.txt');
    writePlan(layout, plan);
    const reader = programs.compile(new URL('libmodbus-contestant.c', import.meta.url), ['libmodbus']);
    const commands: Readonly<Record<Contestant, (order: ReadOrder) => readonly string[]>> = {
      ours: (order) => nodeContestant(new URL('our-contestant.ts', import.meta.url), order),
      'ours in trains': (order) =>
        nodeContestant(new URL('our-contestant.ts', import.meta.url), { ...order, inFlight: IN_FLIGHT }),
      'libmodbus in C': ({ ports, periodMs, warmSeconds, measureSeconds }) => [
        reader,
        plan,
        ...[periodMs, warmSeconds, measureSeconds, ...ports].map(String),
      ],
      'modbus-serial loop': (order) => nodeContestant(new URL('modbus-serial-contestant.ts', import.meta.url), order),
    };
    const compete = (pace: Pace): Promise<Record<Contestant, Run[]>> => {
      const run = (name: Contestant) => () => readPlant(programs, layout, scale, pace, commands[name]);
      const contestants = {
        ours: run('ours'),
        'ours in trains': run('ours in trains'),
        'libmodbus in C': run('libmodbus in C'),
        'modbus-serial loop': run('modbus-serial loop'),
      };
      return inTurn(scale.rounds, contestants, (text) =>
        say(`${pace.periodMs > 0 ? 'by schedule' : 'full speed'}, ${text}`),
      );
    };
    try {
      return outcome(scale, layout, await compete(scale.paced), await compete(scale.fullSpeed));
    } finally {
      programs.dispose();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function readPlant(
  programs: CompiledPrograms,
  layout: PlantLayout,
  { devices, tagsPerDevice }: Scale,
  pace: Pace,
  command: (order: ReadOrder) => readonly string[],
): Promise<Run> {
  const plant = await PlantProcess.start(programs, {
    layout,
    devices,
    periodMs: pace.periodMs,
    warmMs: SETTLE_MS,
  });
  let work: ReadWork;
  try {
    const deadlineMs = (pace.warmSeconds + pace.measureSeconds + 20) * 1_000 + SETTLE_MS;
    work = await runContestant<ReadWork>(command({ ports: plant.ports, tagsPerDevice, ...pace }), deadlineMs);
  } catch (error) {
    await plant.stop();
    throw error;
  }
  const counts = await plant.stop();
  const polls = pace.periodMs > 0 ? (pace.measureSeconds * 1_000) / pace.periodMs - 1 : 1;
  atLeast(polls * devices * tagsPerDevice, work.values, 'values read');
  if (work.pollSum !== layout.sum)
    throw new Error(`The values of a poll add up to ${work.pollSum}, not to ${layout.sum}`);
  return { ...work, ...counts };
}

function outcome(
  { devices, tagsPerDevice }: Scale,
  layout: PlantLayout,
  paced: Record<Contestant, Run[]>,
  fast: Record<Contestant, Run[]>,
): Outcome {
  const cpu = (runs: readonly Run[]): number[] => runs.map(({ cpuSeconds, values }) => perMillion(cpuSeconds, values));
  const user = (runs: readonly Run[]): number[] =>
    runs.map(({ userSeconds, values }) => perMillion(userSeconds, values));
  const speed = (runs: readonly Run[]): number[] => runs.map(({ values, seconds }) => values / seconds);
  const late = (runs: readonly Run[]): number[] => runs.map(({ lateP99Ms }) => lateP99Ms);
  const others = (runs: Record<Contestant, Run[]>, pick: (of: readonly Run[]) => number[]) => ({
    c: { with: 'libmodbus in C', theirs: pick(runs['libmodbus in C']) },
    loop: { with: 'modbus-serial loop', theirs: pick(runs['modbus-serial loop']) },
  });
  const pacedCpu = others(paced, cpu);
  // The kernel splits user and system by its ticks: only a process that is busy has a split worth printing.
  const [fastCpu, fastUser, fastSpeed] = [others(fast, cpu), others(fast, user), others(fast, speed)];
  const driver = modbusTcp.create(modbusTcp.connection.parse({ host: '127.0.0.1' }), { clock: systemClock });
  const { requests } = driver.plan(layout.tags.map(({ address }) => ({ address }))).summary;
  const read = [...Object.values(paced), ...Object.values(fast)].flat().reduce((sum, { values }) => sum + values, 0);
  return {
    figures: [
      figure('CPU per million values, by schedule', 's', cpu(paced.ours), [
        { ...pacedCpu.c, gate: GATES.cpuOfC },
        { ...pacedCpu.loop, gate: GATES.cpuOfLoop },
      ]),
      figure(`… with ${IN_FLIGHT} requests in flight`, 's', cpu(paced['ours in trains']), [
        { ...pacedCpu.c, gate: GATES.cpuOfC },
        { ...pacedCpu.loop, gate: GATES.cpuOfLoop },
      ]),
      figure('CPU per million values, full speed', 's', cpu(fast.ours), [fastCpu.c, fastCpu.loop]),
      figure(`… with ${IN_FLIGHT} requests in flight`, 's', cpu(fast['ours in trains']), [fastCpu.c, fastCpu.loop]),
      figure('CPU per million values, full speed, outside of the kernel', 's', user(fast.ours), [
        fastUser.c,
        fastUser.loop,
      ]),
      figure('Values, full speed', 'values/s', speed(fast.ours), [
        fastSpeed.c,
        { ...fastSpeed.loop, gate: GATES.speedOfLoop },
      ]),
      figure(`… with ${IN_FLIGHT} requests in flight`, 'values/s', speed(fast['ours in trains']), [
        fastSpeed.c,
        { ...fastSpeed.loop, gate: GATES.speedOfLoop },
      ]),
      figure(
        'Lateness of polls, p99',
        'ms',
        late(paced.ours),
        [{ with: 'modbus-serial loop', theirs: late(paced['modbus-serial loop']) }],
        GATES.lateMs,
      ),
      figure(
        'Requests per device and poll',
        'requests',
        [requests.length],
        [{ with: 'the fewest possible', theirs: [layout.blocks.length], gate: { atMost: 1 } }],
      ),
    ],
    work: [
      `${devices} devices × ${tagsPerDevice} tags; ${read.toLocaleString('en')} values read in all, the sum of each last poll was right`,
    ],
  };
}
