import { Lifetime } from '../../src-main/kernel/lifetime.ts';
import { freePort } from '../../src-main/testing/free-port.ts';
import { MosquittoProcess, mosquittoMissing } from '../../src-main/testing/mosquitto-process.ts';
import { givenProjectFolder } from '../../src-main/testing/project-folder.ts';
import { ServiceProcess } from '../../src-main/testing/service-process.ts';
import { atLeast, type Benchmark, type BenchmarkRun, type Outcome, type Size } from '../benchmark.ts';
import { CompiledPrograms, compilerMissing } from '../compile-c.ts';
import { figure } from '../figure.ts';
import { plantLayout } from '../modbus/plant-layout.ts';
import { PlantProcess } from '../modbus/plant-process.ts';
import { PLANT_PREFIX, plantProject } from '../modbus/plant-project.ts';
import { treeMemory } from '../process-tree.ts';
import { settledBalance } from '../service-figures.ts';
import { JudgeProcess } from './judge-process.ts';

interface Scale {
  readonly devices: number;
  readonly liveSeconds: number;
  readonly awaySeconds: number;
}

const SCALE: Readonly<Record<Size, Scale>> = {
  tiny: { devices: 10, liveSeconds: 2, awaySeconds: 3 },
  short: { devices: 100, liveSeconds: 15, awaySeconds: 60 },
  long: { devices: 100, liveSeconds: 60, awaySeconds: 600 },
};
const TAGS = 100;
const INTERVAL_MS = 500;
const WARM_MS = 3_000;
/** Of the ten minutes away, at most eight until nothing is left of them. */
const GATES = { ageMs: { atMost: 250 }, growth: { atMost: 30 }, drain: { atMost: 0.8 } } as const;
const DEADLINE_MS = 900_000;
const MEBIBYTE = 1_048_576;

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** 20,000 points a second: how old they are at a subscriber, and what becomes of a broker's absence. */
export const outage: Benchmark = {
  name: 'outage',
  title: 'Points at a subscriber, and a broker that goes away and comes back',
  missing: () => compilerMissing() ?? mosquittoMissing(),
  async run({ size, minutes, say }: BenchmarkRun): Promise<Outcome> {
    const scale = SCALE[size];
    const awaySeconds = minutes === undefined ? scale.awaySeconds : minutes * 60;
    const lifetime = new Lifetime('outage benchmark');
    const programs = lifetime.add(new CompiledPrograms());
    try {
      say('one message a point, live');
      const live = await liveRun(programs, scale);
      const away = await awayRun(programs, { ...scale, awaySeconds }, say);
      const kept = { with: 'the time away', theirs: [awaySeconds], gate: GATES.drain };
      return {
        figures: [
          figure('Answer of the device → subscriber, JSON, p50', 'ms', [live.ageMs.p50]),
          figure('Answer of the device → subscriber, JSON, p99', 'ms', [live.ageMs.p99], [], GATES.ageMs),
          figure('As long with the broker there: growth of the RSS', 'MiB', [away.growthBefore / MEBIBYTE]),
          figure('Broker away: growth of the RSS', 'MiB', [away.growth / MEBIBYTE], [], GATES.growth),
          figure('Broker back → backlog gone, json-batch', 's', [away.drainSeconds], [kept]),
          figure('Drained', 'points/s', [away.drainedPoints / away.drainSeconds]),
        ],
        work: [
          `${scale.devices} devices × ${TAGS} tags at ${INTERVAL_MS} ms; ${live.points.toLocaleString('en')} points live in ${scale.liveSeconds} s; ` +
            `away for ${awaySeconds} s, ${away.backlog.toLocaleString('en')} points waited; ${away.firsts.toLocaleString('en')} points arrived in order, all that were accepted, ${away.repeats} of them twice`,
        ],
      };
    } finally {
      await lifetime.dispose();
    }
  },
};

interface Rig {
  readonly service: ServiceProcess;
  readonly broker: MosquittoProcess;
  readonly stopPlant: () => Promise<unknown>;
}

/** The real service on a plant in C, publishing to a mosquitto. */
async function startRig(
  programs: CompiledPrograms,
  devices: number,
  payload: string,
  lifetime: Lifetime,
  before: (broker: MosquittoProcess) => Promise<void>,
): Promise<Rig> {
  const broker = await new MosquittoProcess(await freePort()).start();
  lifetime.defer(() => broker.stop());
  await before(broker);
  const plant = await PlantProcess.start(programs, {
    layout: plantLayout(TAGS),
    devices,
    periodMs: INTERVAL_MS,
    warmMs: WARM_MS,
  });
  let stopped: Promise<unknown> | undefined;
  const stopPlant = (): Promise<unknown> => (stopped ??= plant.stop());
  lifetime.defer(async () => void (await stopPlant()));
  const settings = `mqtt: { enabled: true, url: "${broker.url}", payload: ${payload} }\n`;
  const folder = await givenProjectFolder(
    plantProject({ ports: plant.ports, tagsPerDevice: TAGS, intervalMs: INTERVAL_MS, settings }),
  );
  lifetime.defer(() => folder.remove());
  const service = new ServiceProcess(folder.path, await freePort());
  lifetime.defer(async () => void (await service.kill()));
  await service.start();
  return { service, broker, stopPlant };
}

async function liveRun(programs: CompiledPrograms, { devices, liveSeconds }: Scale) {
  const lifetime = new Lifetime('live');
  try {
    const { service, broker } = await startRig(programs, devices, 'json', lifetime, () => Promise.resolve());
    await wait(WARM_MS);
    // Two devices stand for all: a judge that has to parse 20,000 messages a second would measure itself.
    const judge = await JudgeProcess.start({ url: broker.url, filter: `${PLANT_PREFIX}/d1/#` });
    lifetime.defer(() => judge.kill());
    const before = await service.balance();
    await wait(liveSeconds * 1_000);
    const { ageMs, firsts } = await judge.stop();
    const { sinks } = await settledBalance(service);
    const points = sinks['mqtt']!.delivered - before.sinks['mqtt']!.delivered;
    atLeast(devices * TAGS * liveSeconds * (1_000 / INTERVAL_MS) * 0.95, points, 'points published');
    atLeast(TAGS * liveSeconds, firsts, 'points judged');
    return { ageMs, points };
  } finally {
    await lifetime.dispose();
  }
}

async function awayRun(programs: CompiledPrograms, { devices, awaySeconds }: Scale, say: (text: string) => void) {
  const lifetime = new Lifetime('away');
  try {
    let judge: JudgeProcess | undefined;
    const rig = await startRig(programs, devices, 'json-batch', lifetime, async (broker) => {
      judge = await JudgeProcess.start({ url: broker.url, filter: `${PLANT_PREFIX}/#` });
      const own = judge;
      lifetime.defer(() => own.kill());
    });
    const { service, broker, stopPlant } = rig;
    await wait(2 * WARM_MS);
    const rss = (): number => treeMemory(service.pid!).rss;
    const rssAtStart = rss();
    say(`the broker is there for ${awaySeconds} s`);
    // Heaps and the historian's tail grow for a while after every start: that is not the broker's absence.
    await wait(awaySeconds * 1_000);
    const rssBefore = rss();
    say(`the broker is away for ${awaySeconds} s`);
    await broker.stop();
    let rssMost = 0;
    for (let second = 0; second < awaySeconds; second++) {
      await wait(1_000);
      rssMost = Math.max(rssMost, rss());
    }
    const queued = async (): Promise<number> => (await service.balance()).sinks['mqtt']!.queued;
    const delivered = async (): Promise<number> => (await service.balance()).sinks['mqtt']!.delivered;
    const backlog = await queued();
    atLeast(devices * TAGS * awaySeconds, backlog, 'points that wait');
    const deliveredBefore = await delivered();
    say(`the broker is back; ${backlog.toLocaleString('en')} points wait`);
    const backMs = performance.now();
    await broker.start();
    // Nothing is left of it when no more waits than comes in within a second.
    while ((await queued()) > devices * TAGS * (1_000 / INTERVAL_MS)) {
      if (performance.now() - backMs > DEADLINE_MS) throw new Error(`${await queued()} points still wait`);
      rssMost = Math.max(rssMost, rss());
      await wait(100);
    }
    const drainSeconds = (performance.now() - backMs) / 1_000;
    const drainedPoints = (await delivered()) - deliveredBefore;
    await stopPlant();
    const endMs = performance.now() + 30_000;
    while ((await queued()) > 0 && performance.now() < endMs) await wait(100);
    const balance = await settledBalance(service);
    await wait(1_000);
    const { firsts, repeats } = await judge!.stop();
    const { delivered: all, dropped, quarantined } = balance.sinks['mqtt']!;
    if (firsts !== balance.accepted || all !== balance.accepted || dropped + quarantined > 0)
      throw new Error(`${balance.accepted} points accepted, ${all} delivered, ${firsts} arrived in order`);
    return {
      growthBefore: rssBefore - rssAtStart,
      growth: rssMost - rssBefore,
      backlog,
      drainSeconds,
      drainedPoints,
      firsts,
      repeats,
    };
  } finally {
    await lifetime.dispose();
  }
}
