import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Lifetime } from '../../../src-main/kernel/lifetime.ts';
import { mosquittoMissing } from '../../../src-main/testing/mosquitto-process.ts';
import { randomFrom } from '../../../src-main/testing/random-from.ts';
import { atLeast } from '../../benchmark.ts';
import { compilerMissing } from '../../compile-c.ts';
import { treeMemory } from '../../process-tree.ts';
import { serviceFigures, settledBalance } from '../../service-figures.ts';
import { type Campaign, type CampaignOutcome, type CampaignRun, evidence, none } from '../campaign.ts';
import { BothSinks } from './both-sinks.ts';
import { theilSen } from './theil-sen.ts';

/** Minutes, of which the first third warms up: caches fill, and history seals its first blocks. */
const MINUTES: Readonly<Record<number, number>> = { 2: 30, 3: 480 };
const DEVICES = 200;
const TAGS = 100;
const MIB = 2 ** 20;
const MINUTE_S = 60;
const FAULT_S = 10;
/** After the end of a fault, for what it left to be caught up. */
const REST_S = 30;
const REPORT_S = 20;
/** Main thread, acquisition, log, publisher, history. */
const LEAST_THREADS = 5;
const ROW = 16;

interface Look {
  readonly hours: number;
  readonly heapMiB: number;
  readonly rssMiB: number;
  readonly fds: number;
  readonly handles: number;
}

/** The service at the load L for long, while something fails each minute: what it holds on to. */
export const soak: Campaign = {
  name: 'soak',
  title: '20,000 points/s for long, while broker or devices fail each minute: memory and handles',
  rows: [ROW],
  deadlineS: { 2: 33 * 60, 3: 8.3 * 3_600 },
  besideOthers: true,
  missing: () => compilerMissing() ?? mosquittoMissing(),
  async run({ tier, seed, say }: CampaignRun): Promise<CampaignOutcome> {
    const minutes = Number(process.env['NEXUS_SOAK_MINUTES'] ?? MINUTES[tier]);
    const random = randomFrom(seed);
    const lifetime = new Lifetime('soak campaign');
    try {
      const report = join(mkdtempSync(join(tmpdir(), 'nexus-soak-')), 'heap.json');
      lifetime.defer(() => rmSync(join(report, '..'), { recursive: true, force: true }));
      const reporter = new URL('heap-reporter.ts', import.meta.url).href;
      const env = { NODE_OPTIONS: `--import ${reporter}`, HEAP_REPORT: report };
      const { plant, broker, service } = await BothSinks.start(
        { devices: DEVICES, tags: TAGS, warmS: 10, env },
        lifetime,
      );
      const pid = service.pid!;
      const startMs = performance.now();
      const before = await serviceFigures(service);
      const faults: Readonly<Record<string, () => Promise<void>>> = {
        'the broker is killed': async () => {
          await broker.stop('SIGKILL');
          await pause(FAULT_S);
          await broker.start();
        },
        'the broker stands still': async () => {
          broker.freeze();
          await pause(FAULT_S);
          broker.resume();
        },
        'all devices fall silent': async () => {
          plant.pause();
          await pause(FAULT_S);
          plant.goOn();
        },
      };
      const looks: Look[] = [];
      let done = 0;
      for (let minute = 0; minute < minutes; minute++) {
        const beganMs = performance.now();
        const names = Object.keys(faults);
        const name = names[random(names.length)]!;
        say(`minute ${minute + 1}: ${name}`);
        await faults[name]!();
        done++;
        await pause(REST_S);
        const { bytes, handles, threads } = await heapOf(pid, report);
        atLeast(LEAST_THREADS, threads, 'threads that told their heap');
        const look = {
          hours: (performance.now() - startMs) / 3_600_000,
          heapMiB: bytes / MIB,
          rssMiB: treeMemory(pid).rss / MIB,
          fds: readdirSync(`/proc/${pid}/fd`).length,
          handles,
        };
        looks.push(look);
        say(
          `heap ${look.heapMiB.toFixed(1)} MiB, RSS ${look.rssMiB.toFixed(0)} MiB, ${look.fds} fds, ${look.handles} handles`,
        );
        await pause(MINUTE_S - (performance.now() - beganMs) / 1_000);
      }
      const after = await serviceFigures(service);
      await settledBalance(service);
      const points = after.balance.accepted - before.balance.accepted;
      atLeast(DEVICES * TAGS * minutes * MINUTE_S * 0.5, points, 'points accepted');
      const settled = looks.slice(Math.floor(looks.length / 3));
      const slope = (of: (look: Look) => number): number =>
        theilSen(settled.map((look) => ({ x: look.hours, y: of(look) })));
      const spread = (of: (look: Look) => number): number => {
        const sorted = settled.map(of).toSorted((a, b) => a - b);
        return sorted.at(-1)! - sorted[0]!;
      };
      const half = settled.length >> 1;
      const drift = (of: (look: Look) => number): number =>
        Math.abs(median(settled.slice(half).map(of)) - median(settled.slice(0, half).map(of)));
      return {
        evidence: [
          evidence(
            ROW,
            'Heap of all threads after a collection grows',
            'MiB/h',
            slope(({ heapMiB }) => heapMiB),
            { atMost: 1 },
          ),
          evidence(
            ROW,
            'RSS grows',
            'MiB/h',
            slope(({ rssMiB }) => rssMiB),
          ),
          evidence(
            ROW,
            'File descriptors, later half against earlier',
            'fds',
            drift(({ fds }) => fds),
            { atMost: 5 },
          ),
          evidence(
            ROW,
            'Handles, later half against earlier',
            'handles',
            drift(({ handles }) => handles),
            { atMost: 5 },
          ),
          evidence(
            ROW,
            'File descriptors, most against fewest',
            'fds',
            spread(({ fds }) => fds),
          ),
          none(ROW, 'Points rejected', 'points', after.balance.rejected - before.balance.rejected),
        ],
        work: [
          `${minutes} minutes, ${done} faults; ${points.toLocaleString('en')} points accepted, into log, history and broker; the balance adds up`,
          `heap ${settled.at(-1)!.heapMiB.toFixed(1)} MiB, RSS ${settled.at(-1)!.rssMiB.toFixed(0)} MiB at the end; the first third is not judged`,
        ],
      };
    } finally {
      await lifetime.dispose();
    }
  },
};

interface HeapReport {
  readonly bytes: number;
  readonly handles: number;
  readonly threads: number;
}

/** @throws Error when the service does not say in time what its heaps hold. */
async function heapOf(pid: number, file: string): Promise<HeapReport> {
  rmSync(file, { force: true });
  process.kill(pid, 'SIGUSR2');
  for (let waitedS = 0; !existsSync(file); waitedS += 0.5) {
    if (waitedS > REPORT_S) throw new Error(`The service did not tell its heap within ${REPORT_S} s`);
    await pause(0.5);
  }
  return JSON.parse(readFileSync(file, 'utf8')) as HeapReport;
}

const pause = (seconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.max(0, seconds) * 1_000));

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}
