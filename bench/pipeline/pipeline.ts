import { rmSync } from 'node:fs';
import { Lifetime } from '../../src-main/kernel/lifetime.ts';
import { freePort } from '../../src-main/testing/free-port.ts';
import { givenProjectFolder } from '../../src-main/testing/project-folder.ts';
import { ServiceProcess } from '../../src-main/testing/service-process.ts';
import { type Benchmark, type BenchmarkRun, type Outcome, type Size } from '../benchmark.ts';
import { CompiledPrograms, compilerMissing } from '../compile-c.ts';
import { figure } from '../figure.ts';
import { ingestFigures, ingestInTurn } from '../history/ingest.ts';
import { perMillion } from '../meter.ts';
import { plantLayout } from '../modbus/plant-layout.ts';
import { PlantProcess } from '../modbus/plant-process.ts';
import { plantProject } from '../modbus/plant-project.ts';
import { treeCpuSeconds } from '../process-tree.ts';
import { serviceFigures, settledBalance } from '../service-figures.ts';
import { libmodbusAt } from './libmodbus-at.ts';
import { rungOf } from './rung.ts';

interface Scale {
  readonly devices: number;
  readonly tagsPerDevice: number;
  /** Poll intervals, longest first; the ladder ends at the first that cannot be held. */
  readonly intervalsMs: readonly number[];
  readonly rounds: number;
  readonly warmSeconds: number;
  readonly measureSeconds: number;
  /** For log and historian alone. */
  readonly ingestSteps: number;
  readonly ingestRounds: number;
}

const SCALE: Readonly<Record<Size, Scale>> = {
  tiny: {
    devices: 5,
    tagsPerDevice: 100,
    intervalsMs: [500, 100],
    rounds: 1,
    warmSeconds: 1,
    measureSeconds: 1,
    ingestSteps: 40,
    ingestRounds: 1,
  },
  short: {
    devices: 100,
    tagsPerDevice: 100,
    intervalsMs: [1_000, 500, 200, 100, 50],
    rounds: 1,
    warmSeconds: 1.5,
    measureSeconds: 3,
    ingestSteps: 100,
    ingestRounds: 1,
  },
  long: {
    devices: 100,
    tagsPerDevice: 100,
    intervalsMs: [1_000, 500, 200, 100, 50],
    rounds: 3,
    warmSeconds: 10,
    measureSeconds: 20,
    ingestSteps: 500,
    ingestRounds: 3,
  },
};
/** The goal of the specification for one instance. */
const SUSTAINED = { atLeast: 41_000 } as const;
const PROBE = { warmSeconds: 0.5, seconds: 1.5 };

type Rung = ReturnType<typeof rungOf> & { readonly cpuSeconds: number; readonly lateP99Ms: number };

interface Climb {
  readonly rungs: readonly Rung[];
  /** CPU-seconds for a million values that C needs to only read, at the first interval and at the last one held. */
  readonly cFirst: number;
  readonly cBest: number;
}

/** The real service on a plant in C, faster and faster until it does not hold; then log and historian alone. */
export const pipeline: Benchmark = {
  name: 'pipeline',
  title: 'Acquisition → log → historian in the real service, 100 devices × 100 tags',
  missing: compilerMissing,
  async run({ size, say }: BenchmarkRun): Promise<Outcome> {
    const scale = SCALE[size];
    const lifetime = new Lifetime('pipeline benchmark');
    const programs = lifetime.add(new CompiledPrograms());
    try {
      const climbs: Climb[] = [];
      for (let round = 1; round <= scale.rounds; round++) {
        climbs.push(await climb(programs, scale, (text) => say(`round ${round} of ${scale.rounds}: ${text}`)));
      }
      const source = {
        devices: scale.devices,
        tagsPerDevice: scale.tagsPerDevice,
        steps: scale.ingestSteps,
        // Ten seconds between two polls: blocks are sealed by their age within a hundred steps.
        stepSeconds: 10,
        stepsPerBatch: 1,
        startUs: Date.now() * 1_000 - scale.ingestSteps * 10e6,
      };
      const keep = (folder: string): void => lifetime.defer(() => rmSync(folder, { recursive: true, force: true }));
      const ingest = await ingestInTurn(scale.ingestRounds, source, keep, (text) =>
        say(`log and historian alone, ${text}`),
      );
      return { figures: [...climbFigures(climbs), ...ingestFigures(ingest)], work: climbs.map(sentence) };
    } finally {
      await lifetime.dispose();
    }
  },
};

async function climb(programs: CompiledPrograms, scale: Scale, say: (text: string) => void): Promise<Climb> {
  const rungs: Rung[] = [];
  let cFirst = Number.NaN;
  let cBest = Number.NaN;
  for (const intervalMs of scale.intervalsMs) {
    say(`polls every ${intervalMs} ms`);
    const rung = await hold(programs, scale, intervalMs);
    rungs.push(rung);
    if (!rung.isHeld) break;
    cBest = await libmodbusAt(programs, scale, intervalMs, PROBE);
    if (rungs.length === 1) cFirst = cBest;
  }
  if (!rungs[0]!.isHeld)
    throw new Error(`Not even polls every ${scale.intervalsMs[0]} ms were held: ${rungs[0]!.text}`);
  return { rungs, cFirst, cBest };
}

/** The service at one interval, on a project and a log of its own. */
async function hold(programs: CompiledPrograms, scale: Scale, intervalMs: number): Promise<Rung> {
  const { devices, tagsPerDevice, warmSeconds, measureSeconds } = scale;
  const lifetime = new Lifetime('rung');
  const wait = (seconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
  try {
    const plant = await PlantProcess.start(programs, {
      layout: plantLayout(tagsPerDevice),
      devices,
      periodMs: intervalMs,
      warmMs: warmSeconds * 1_000,
    });
    let counts: ReturnType<PlantProcess['stop']> | undefined;
    const stopPlant = (): ReturnType<PlantProcess['stop']> => (counts ??= plant.stop());
    lifetime.defer(async () => void (await stopPlant()));
    const folder = await givenProjectFolder(plantProject({ ports: plant.ports, tagsPerDevice, intervalMs }));
    lifetime.defer(() => folder.remove());
    const service = new ServiceProcess(folder.path, await freePort());
    lifetime.defer(async () => void (await service.kill()));
    await service.start();
    await wait(warmSeconds);
    const before = await serviceFigures(service);
    const cpuSeconds = treeCpuSeconds(service.pid!);
    await wait(measureSeconds);
    const usedSeconds = treeCpuSeconds(service.pid!) - cpuSeconds;
    const after = await serviceFigures(service);
    await settledBalance(service);
    await service.kill();
    const { lateP99Ms } = await stopPlant();
    return { ...rungOf({ devices, tagsPerDevice, intervalMs }, before, after), cpuSeconds: usedSeconds, lateP99Ms };
  } finally {
    await lifetime.dispose();
  }
}

function climbFigures(climbs: readonly Climb[]) {
  const first = climbs.map(({ rungs }) => rungs[0]!);
  const best = climbs.map(({ rungs }) => rungs.findLast(({ isHeld }) => isHeld)!);
  const cpu = (rung: Rung): number => perMillion(rung.cpuSeconds, rung.points);
  const c = (pick: (of: Climb) => number) => [{ with: 'libmodbus in C that only reads', theirs: climbs.map(pick) }];
  return [
    figure(
      'Points that the service sustains',
      'points/s',
      best.map(({ perSecond }) => perSecond),
      [],
      SUSTAINED,
    ),
    figure(
      'CPU per million points at the longest interval',
      's',
      first.map(cpu),
      c(({ cFirst }) => cFirst),
    ),
    figure(
      'CPU per million points at the shortest interval held',
      's',
      best.map(cpu),
      c(({ cBest }) => cBest),
    ),
    figure(
      'Lateness of polls at the longest interval, p99',
      'ms',
      first.map(({ lateP99Ms }) => lateP99Ms),
    ),
  ];
}

const sentence = ({ rungs }: Climb): string => rungs.map(({ text }) => text).join('; ');
