import { Lifetime } from '../../src-main/kernel/lifetime.ts';
import { freePort } from '../../src-main/testing/free-port.ts';
import { givenProjectFolder } from '../../src-main/testing/project-folder.ts';
import { ServiceProcess } from '../../src-main/testing/service-process.ts';
import type { DeviceView } from '../../src-shared/contract/devices.ts';
import { atLeast, type Benchmark, type BenchmarkRun, type Outcome, type Size } from '../benchmark.ts';
import { CompiledPrograms, compilerMissing } from '../compile-c.ts';
import { figure, percentile } from '../figure.ts';
import { plantLayout } from '../modbus/plant-layout.ts';
import { PlantProcess } from '../modbus/plant-process.ts';
import { plantProject } from '../modbus/plant-project.ts';
import { settledBalance } from '../service-figures.ts';

interface Scale {
  readonly staying: number;
  readonly vanishing: number;
  readonly awaySeconds: number;
}
const SCALE: Readonly<Record<Size, Scale>> = {
  tiny: { staying: 5, vanishing: 10, awaySeconds: 8 },
  short: { staying: 50, vanishing: 200, awaySeconds: 40 },
  long: { staying: 50, vanishing: 200, awaySeconds: 120 },
};
/** The goals of the specification. */
const GATES = { lateMs: { atMost: 30 }, skipped: { atMost: 0 }, backSeconds: { atMost: 35 } } as const;
const TAGS = 20;
const PERIOD_MS = 1_000;
const WARM_SECONDS = 5;
const CONNECT_MS = 60_000;
const LOOK_MS = 100;

/** Most devices of a plant fall silent, all at once, and come back: what the others and the return see of it. */
export const vanish: Benchmark = {
  name: 'vanish',
  title: '250 devices of which 200 fall silent and come back, polled at 1 s by the real service',
  missing: compilerMissing,
  async run({ size, say }: BenchmarkRun): Promise<Outcome> {
    const { staying, vanishing, awaySeconds } = SCALE[size];
    const lifetime = new Lifetime('vanish benchmark');
    try {
      const programs = lifetime.add(new CompiledPrograms());
      const order = { layout: plantLayout(TAGS), periodMs: PERIOD_MS, warmMs: WARM_SECONDS * 1_000 };
      const stays = await PlantProcess.start(programs, { ...order, devices: staying });
      const goes = await PlantProcess.start(programs, { ...order, devices: vanishing });
      lifetime.defer(async () => void (await goes.stop()));
      const ports = [...stays.ports, ...goes.ports];
      const folder = await givenProjectFolder(plantProject({ ports, tagsPerDevice: TAGS, intervalMs: PERIOD_MS }));
      lifetime.defer(() => folder.remove());
      const service = new ServiceProcess(folder.path, await freePort());
      lifetime.defer(async () => void (await service.kill()));
      await service.start();
      await untilConnected(service, ports.length, CONNECT_MS);
      await pause(WARM_SECONDS * 1_000);
      const before = await countsOf(service, staying);
      say(`${vanishing} devices fall silent`);
      goes.pause();
      await pause(awaySeconds * 1_000);
      const dark = (await devicesOf(service)).filter(({ health }) => health.status.kind === 'offline').length;
      atLeast(vanishing, dark, 'devices told as offline');
      say('they come back');
      goes.goOn();
      const back = await untilConnected(service, ports.length, 2 * GATES.backSeconds.atMost * 1_000);
      const after = await countsOf(service, staying);
      await settledBalance(service);
      const { lateP99Ms } = await stays.stop();
      return {
        figures: [
          figure('Lateness of the others’ polls, p99', 'ms', [lateP99Ms], [], GATES.lateMs),
          figure('Polls of the others skipped', 'polls', [after.skipped - before.skipped], [], GATES.skipped),
          figure('Polls of the others failed', 'polls', [after.failed - before.failed], [], GATES.skipped),
          figure('Half of them are back', 's', [percentile(back, 0.5) / 1_000]),
          figure('All of them are back', 's', [Math.max(...back) / 1_000], [], GATES.backSeconds),
        ],
        work: [
          `${staying} devices stayed and made ${(after.polls - before.polls).toLocaleString('en')} polls while ${vanishing} accepted every connection and answered none for ${awaySeconds} s; the balance adds up`,
        ],
      };
    } finally {
      await lifetime.dispose();
    }
  },
};

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const devicesOf = (service: ServiceProcess): Promise<DeviceView[]> => service.get('/api/v1/devices');

/** Of the first devices, those that stay. */
async function countsOf(service: ServiceProcess, staying: number) {
  const own = (await devicesOf(service)).filter(({ id }) => Number(id.slice(1)) < staying);
  const sum = (of: (health: DeviceView['health']) => number): number =>
    own.reduce((total, { health }) => total + of(health), 0);
  return {
    polls: sum(({ polls }) => polls),
    skipped: sum(({ pollsSkipped }) => pollsSkipped),
    failed: sum(({ pollsFailed }) => pollsFailed),
  };
}

/** @returns when each device was seen connected, ms from now. @throws Error when not all are in time. */
async function untilConnected(service: ServiceProcess, count: number, deadlineMs: number): Promise<number[]> {
  const startMs = performance.now();
  const seenMs = new Map<string, number>();
  for (;;) {
    const devices = await devicesOf(service);
    const passedMs = performance.now() - startMs;
    for (const { id, health } of devices)
      if (/connected|degraded/.test(health.status.kind) && !seenMs.has(id)) seenMs.set(id, passedMs);
    if (seenMs.size === count) return [...seenMs.values()];
    if (passedMs > deadlineMs) throw new Error(`${seenMs.size} of ${count} devices were connected in ${deadlineMs} ms`);
    await pause(LOOK_MS);
  }
}
