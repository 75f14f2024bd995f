import { type CDPSession, chromium, type Page } from '@playwright/test';
import { chromiumPath } from '../../scripts/peers.ts';
import { Lifetime } from '../../src-main/kernel/lifetime.ts';
import { freePort } from '../../src-main/testing/free-port.ts';
import { givenProjectFolder } from '../../src-main/testing/project-folder.ts';
import { ServiceProcess } from '../../src-main/testing/service-process.ts';
import { atLeast, type Benchmark, type BenchmarkRun, type Outcome, type Size } from '../benchmark.ts';
import { figure } from '../figure.ts';
import { treeMemory } from '../process-tree.ts';
import { BUILT_SERVICE, buildProduct } from '../ready/build-product.ts';

/** Minutes of a run; the first half fills what is bounded: the samples that a trend keeps, the lines of the log. */
const MINUTES: Readonly<Record<Size, number>> = { tiny: 0.5, short: 10, long: 120 };
const LOOKS = 40;
const MIB = 2 ** 20;
/** The specification: the heap of a page grows by less than 5 MB in an hour. */
const GATE = { atMost: 5 } as const;

/** A page with a watch table and a trend side by side is left alone: how its heap grows. */
export const soak: Benchmark = {
  name: 'soak',
  title: 'The demo plant with its watch table and a trend, looked at for a long time',
  missing: () => (chromiumPath() === undefined ? 'Chromium is not installed' : undefined),
  async run({ size, minutes = MINUTES[size], say }: BenchmarkRun): Promise<Outcome> {
    const lifetime = new Lifetime('soak benchmark');
    try {
      buildProduct();
      const service = await demoService(lifetime);
      const page = await openPages(service, lifetime);
      const devtools = await page.context().newCDPSession(page);
      const everyMs = (minutes * 60_000) / LOOKS;
      const looks: Look[] = [];
      for (let at = 0; at < LOOKS; at++) {
        await new Promise((resolve) => setTimeout(resolve, everyMs));
        looks.push(await look(devtools, page, service.pid!));
        const { heapMiB, serviceMiB } = looks.at(-1)!;
        if (at % 4 === 3) say(`heap of the page ${heapMiB.toFixed(1)} MiB, service ${serviceMiB.toFixed(0)} MiB`);
      }
      atLeast(1, new Set(looks.map(({ shown }) => shown)).size - 1, 'changes of what the page shows');
      const settled = looks.slice(LOOKS / 2);
      return {
        figures: [
          figure('heap of the page grows', 'MiB/h', [slopePerHour(settled, ({ heapMiB }) => heapMiB)], [], GATE),
          figure(
            'heap of the page',
            'MiB',
            settled.map(({ heapMiB }) => heapMiB),
          ),
          figure(
            'elements of the page',
            '',
            settled.map(({ nodes }) => nodes),
          ),
          figure('memory of the service grows', 'MiB/h', [slopePerHour(settled, ({ serviceMiB }) => serviceMiB)]),
        ],
        work: [`${minutes} min; slopes are those of the second half, each look after a collection of garbage`],
      };
    } finally {
      await lifetime.dispose();
    }
  },
};

interface Look {
  readonly hours: number;
  readonly heapMiB: number;
  readonly nodes: number;
  /** What stands in its table. */
  readonly shown: string;
  readonly serviceMiB: number;
}

async function demoService(lifetime: Lifetime): Promise<ServiceProcess> {
  const folder = await givenProjectFolder({
    'nexus.yaml': 'project: { name: Soak }\naccess: { login: off }\nlog: { level: error }\n',
  });
  lifetime.defer(() => folder.remove());
  const service = new ServiceProcess(folder.path, await freePort(), BUILT_SERVICE);
  lifetime.defer(async () => void (await service.kill()));
  await service.start();
  return service;
}

/** As a newcomer gets them: one click opens both. */
async function openPages(service: ServiceProcess, lifetime: Lifetime): Promise<Page> {
  const browser = await chromium.launch({
    executablePath: chromiumPath()!,
    args: ['--no-sandbox', '--disable-gpu', '--lang=en-US'],
  });
  lifetime.defer(() => browser.close());
  const page = await browser.newPage({ viewport: { width: 1_440, height: 900 } });
  await page.goto(`http://127.0.0.1:${service.port}/`);
  await page.getByRole('button', { name: /Start the demo plant/ }).click();
  await page.getByRole('region', { name: 'Pens' }).waitFor();
  return page;
}

async function look(devtools: CDPSession, page: Page, pid: number): Promise<Look> {
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  const nodes = await page.locator('*').count();
  const shown = await page.getByRole('grid').first().innerText();
  return {
    hours: performance.now() / 3_600_000,
    heapMiB: usedSize / MIB,
    nodes,
    shown,
    serviceMiB: treeMemory(pid).rss / MIB,
  };
}

/** The slope of the line of least squares. */
function slopePerHour(looks: readonly Look[], valueOf: (look: Look) => number): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [hours, values] = [mean(looks.map((one) => one.hours)), mean(looks.map(valueOf))];
  const over = looks.reduce((sum, one) => sum + (one.hours - hours) * (valueOf(one) - values), 0);
  return over / looks.reduce((sum, one) => sum + (one.hours - hours) ** 2, 0);
}
