import { Lifetime } from '../../src-main/kernel/lifetime.ts';
import { freePort } from '../../src-main/testing/free-port.ts';
import { MosquittoProcess, mosquittoMissing } from '../../src-main/testing/mosquitto-process.ts';
import { givenProjectFolder } from '../../src-main/testing/project-folder.ts';
import { ServiceProcess } from '../../src-main/testing/service-process.ts';
import type { Benchmark, BenchmarkRun, Outcome, Size } from '../benchmark.ts';
import { CompiledPrograms, compilerMissing } from '../compile-c.ts';
import { digits, type Figure, figure, type Gate, spreadOf } from '../figure.ts';
import { plantLayout } from '../modbus/plant-layout.ts';
import { PlantProcess } from '../modbus/plant-process.ts';
import { plantProject } from '../modbus/plant-project.ts';
import { startBareNode } from './bare-node.ts';
import { BUILT_SERVICE, buildProduct } from './build-product.ts';
import { type Start, startService } from './start-service.ts';

interface Scale {
  readonly rounds: number;
  /** How long each start runs before its memory is read. */
  readonly settleMs: number;
}

const SCALE: Readonly<Record<Size, Scale>> = {
  tiny: { rounds: 1, settleMs: 500 },
  short: { rounds: 2, settleMs: 1_500 },
  long: { rounds: 5, settleMs: 30_000 },
};

interface Case {
  readonly name: string;
  readonly devices: number;
  readonly tagsPerDevice: number;
  readonly publishes: boolean;
}

const caseOf = (devices: number, tagsPerDevice: number, publishes: boolean): Case => ({
  name: `${(devices * tagsPerDevice).toLocaleString('en')} tags${publishes ? ', publishing' : ''}`,
  devices,
  tagsPerDevice,
  publishes,
});
/** Nothing; a small plant; P100: 100 devices × 50 tags at 1 s. */
const CASES = [false, true].flatMap((publishes) => [
  caseOf(0, 0, publishes),
  caseOf(20, 50, publishes),
  caseOf(100, 50, publishes),
]);
const INTERVAL_MS = 1_000;
/** The goals of the specification; those of an empty plant hold without devices and publishing. */
const GATES = {
  readyMs: { atMost: 1_500 },
  emptyReadyMs: { atMost: 500 },
  rssMiB: { atMost: 250 },
  idleRssMiB: { atMost: 130 },
  idleCpuPercent: { atMost: 0.5 },
} as const;

/** How fast the service as it is installed is ready, and what it needs: the built program on an existing project. */
export const ready: Benchmark = {
  name: 'ready',
  title: 'From spawn to ready and to the first good value; memory of the process tree',
  missing: () => compilerMissing() ?? mosquittoMissing(),
  async run({ size, say }: BenchmarkRun): Promise<Outcome> {
    const { rounds, settleMs } = SCALE[size];
    say('the product is built');
    buildProduct();
    const lifetime = new Lifetime('ready benchmark');
    try {
      const programs = lifetime.add(new CompiledPrograms());
      const broker = lifetime.add(await new MosquittoProcess(await freePort()).start());
      const services: ServiceProcess[] = [];
      for (const each of CASES) services.push(await givenService(lifetime, programs, broker.url, each));
      const starts: Start[][] = CASES.map(() => []);
      const bare: Awaited<ReturnType<typeof startBareNode>>[] = [];
      for (let round = 1; round <= rounds; round++) {
        bare.push(await startBareNode(settleMs));
        for (const [i, each] of CASES.entries()) {
          say(`round ${round} of ${rounds}: ${each.name}`);
          starts[i]!.push(await startService(services[i]!, each.devices > 0, settleMs));
        }
      }
      return {
        figures: CASES.flatMap((each, i) => figuresOf(each, starts[i]!, bare)),
        work: [
          `${rounds} starts of each, ${settleMs / 1_000} s alone before the memory was read`,
          `PSS: ${CASES.map(({ name }, i) => `${name} ${digits(spreadOf(starts[i]!.map(({ pssMiB }) => pssMiB)).median)} MiB`).join('; ')}`,
        ],
      };
    } finally {
      await lifetime.dispose();
    }
  },
};

/** A service on a project that was started once before: it has its identities and a log. */
async function givenService(
  lifetime: Lifetime,
  programs: CompiledPrograms,
  brokerUrl: string,
  { devices, tagsPerDevice, publishes, name }: Case,
): Promise<ServiceProcess> {
  const plant = await PlantProcess.start(programs, {
    layout: plantLayout(tagsPerDevice),
    devices,
    periodMs: 0,
    warmMs: 0,
  });
  lifetime.defer(async () => void (await plant.stop()));
  const clientId = `nexus-${name.replaceAll(/\W+/g, '-')}`;
  const settings = publishes ? `mqtt: { enabled: true, url: "${brokerUrl}", client_id: ${clientId} }\n` : '';
  const files = plantProject({ ports: plant.ports, tagsPerDevice, intervalMs: INTERVAL_MS, settings });
  const folder = await givenProjectFolder(files);
  lifetime.defer(() => folder.remove());
  const service = new ServiceProcess(folder.path, await freePort(), BUILT_SERVICE);
  lifetime.defer(async () => void (await service.kill()));
  await startService(service, devices > 0, 0);
  return service;
}

function figuresOf(
  { name, devices, publishes }: Case,
  starts: readonly Start[],
  bare: readonly { readonly readyMs: number; readonly rssMiB: number }[],
): Figure[] {
  const isEmpty = devices === 0;
  const memory: Gate = isEmpty && !publishes ? GATES.idleRssMiB : GATES.rssMiB;
  const besideBare = (pick: (run: (typeof bare)[number]) => number) => [
    { with: 'a bare Node', theirs: bare.map(pick) },
  ];
  const figures = [
    figure(
      `${name}: ready`,
      'ms',
      starts.map(({ readyMs }) => readyMs),
      besideBare(({ readyMs }) => readyMs),
      isEmpty ? GATES.emptyReadyMs : GATES.readyMs,
    ),
    figure(
      `${name}: RSS`,
      'MiB',
      starts.map(({ rssMiB }) => rssMiB),
      besideBare(({ rssMiB }) => rssMiB),
      memory,
    ),
  ];
  if (isEmpty) {
    const cpu = starts.map(({ cpuPercent }) => cpuPercent);
    figures.push(figure(`${name}: idle CPU`, '% of a core', cpu, [], publishes ? undefined : GATES.idleCpuPercent));
  } else
    figures.push(
      figure(
        `${name}: first good value`,
        'ms',
        starts.map(({ firstValueMs }) => firstValueMs),
      ),
    );
  return figures;
}
