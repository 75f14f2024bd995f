import { Lifetime } from '../../src-main/kernel/lifetime.ts';
import { freePort } from '../../src-main/testing/free-port.ts';
import { givenProjectFolder } from '../../src-main/testing/project-folder.ts';
import { ServiceProcess } from '../../src-main/testing/service-process.ts';
import { hasTrixie, TRIXIE } from '../../src-main/testing/trixie.ts';
import type { DeviceView } from '../../src-shared/contract/devices.ts';
import { atLeast, type Benchmark, type BenchmarkRun, type Outcome, type Size } from '../benchmark.ts';
import { CompiledPrograms, compilerMissing } from '../compile-c.ts';
import { figure } from '../figure.ts';
import { perMillion } from '../meter.ts';
import { treeCpuSeconds, treeMemory } from '../process-tree.ts';
import { BUILT_SERVICE, buildProduct } from '../ready/build-product.ts';
import { serviceFigures, settledBalance } from '../service-figures.ts';
import { type MixedCounts, MixedPlant, pinTo, TAGS } from './mixed-plant.ts';
import { mixedProject } from './mixed-project.ts';

interface Scale extends MixedCounts {
  readonly warmSeconds: number;
  readonly measureSeconds: number;
}
const SCALE: Readonly<Record<Size, Scale>> = {
  tiny: { modbus: 16, s7: 3, opcua: 2, warmSeconds: 3, measureSeconds: 3 },
  short: { modbus: 800, s7: 150, opcua: 50, warmSeconds: 10, measureSeconds: 15 },
  long: { modbus: 800, s7: 150, opcua: 50, warmSeconds: 30, measureSeconds: 60 },
};
/** The goals of the specification for one instance on one core. */
const GATES = {
  share: { atLeast: 0.98 },
  skipped: { atMost: 0 },
  lateMs: { atMost: 20 },
  memory: { atMost: 450 },
} as const;
const START_MS = 60_000;
const CONNECT_MS = 90_000;
const MEBIBYTE = 1_048_576;

/** The reference plant P1000 on one instance: 800 Modbus × 20, 150 S7 × 100, 50 OPC UA × 200 tags at 1 s. */
export const p1000: Benchmark = {
  name: 'p1000',
  title: 'P1000: 41,000 tags of three protocols at 1 s on one instance and one core',
  missing: () =>
    compilerMissing() ??
    (hasTrixie() ? undefined : `there is no trixie in ${TRIXIE}: as root run scripts/trixie-peers.sh ${TRIXIE}`),
  async run({ size, say }: BenchmarkRun): Promise<Outcome> {
    const scale = SCALE[size];
    const lifetime = new Lifetime('p1000 benchmark');
    const wait = (seconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
    try {
      // The plant, and whatever else this process starts but the service, has the other core.
      pinTo(1, process.pid);
      say('the plant starts');
      const programs = lifetime.add(new CompiledPrograms());
      const plant = lifetime.add(await MixedPlant.start(programs, scale, scale.warmSeconds * 1_000));
      const folder = await givenProjectFolder(mixedProject(plant));
      lifetime.defer(() => folder.remove());
      buildProduct();
      const service = new ServiceProcess(folder.path, await freePort(), BUILT_SERVICE);
      lifetime.defer(async () => void (await service.kill()));
      say('the service starts');
      const startMs = performance.now();
      await service.start({ deadlineMs: START_MS, onSpawn: (pid) => pinTo(0, pid) });
      const startSeconds = (performance.now() - startMs) / 1_000;
      const connectSeconds = await untilConnected(service, scale);
      say(`all connected ${connectSeconds.toFixed(1)} s after the start`);
      await wait(scale.warmSeconds);
      const before = await serviceFigures(service);
      const cpuBefore = treeCpuSeconds(service.pid!);
      say('measuring');
      await wait(scale.measureSeconds);
      const cpuSeconds = treeCpuSeconds(service.pid!) - cpuBefore;
      const after = await serviceFigures(service);
      const { rss, pss } = treeMemory(service.pid!);
      await settledBalance(service);
      const late = await plant.stopModbus();
      const seconds = (after.atMs - before.atMs) / 1_000;
      const points = after.balance.accepted - before.balance.accepted;
      const nominal = scale.modbus * TAGS.modbus + scale.s7 * TAGS.s7 + scale.opcua * TAGS.opcua;
      const polls = after.polls - before.polls;
      atLeast(1, points, 'points');
      return {
        figures: [
          figure('Points that arrive', 'points/s', [points / seconds]),
          figure('… of what the plant has to give', '×', [points / seconds / nominal], [], GATES.share),
          figure('Polls skipped', 'polls', [after.pollsSkipped - before.pollsSkipped], [], GATES.skipped),
          figure('Polls failed', 'polls', [after.pollsFailed - before.pollsFailed], [], GATES.skipped),
          figure('Lateness of Modbus polls, p99', 'ms', [late.lateP99Ms], [], GATES.lateMs),
          figure('RSS of the process tree', 'MiB', [rss / MEBIBYTE], [], GATES.memory),
          figure('PSS of the process tree', 'MiB', [pss / MEBIBYTE]),
          figure('CPU', '% of a core', [(cpuSeconds / seconds) * 100]),
          figure('CPU per million points', 's', [perMillion(cpuSeconds, points)]),
          figure('Start to the printed address', 's', [startSeconds]),
          figure('Start to the last device connected', 's', [startSeconds + connectSeconds]),
        ],
        work: [
          `${scale.modbus} Modbus × ${TAGS.modbus}, ${scale.s7} S7 × ${TAGS.s7}, ${scale.opcua} OPC UA × ${TAGS.opcua} tags; ` +
            `${points.toLocaleString('en')} points and ${polls.toLocaleString('en')} polls in ${seconds.toFixed(1)} s, into log and embedded historian; the balance adds up`,
        ],
      };
    } finally {
      await lifetime.dispose();
    }
  },
};

/** @returns seconds. @throws Error with what is missing when not every device is connected in time. */
async function untilConnected(service: ServiceProcess, { modbus, s7, opcua }: MixedCounts): Promise<number> {
  const startMs = performance.now();
  for (;;) {
    const devices = await service.get<DeviceView[]>('/api/v1/devices');
    const good = devices.filter(({ health }) => /connected|degraded/.test(health.status.kind));
    const passedMs = performance.now() - startMs;
    if (good.length === modbus + s7 + opcua) return passedMs / 1_000;
    if (passedMs > CONNECT_MS) {
      const first = devices.find(({ health }) => !/connected|degraded/.test(health.status.kind));
      throw new Error(`${good.length} of ${devices.length} devices connected; ${JSON.stringify(first?.health)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
