import { AGGREGATE_FUNCTIONS } from '../../src-shared/domain/aggregate.ts';
import { atLeast, type Benchmark, type BenchmarkRun, type Outcome, type Size } from '../benchmark.ts';
import { type Figure, figure } from '../figure.ts';
import { heapSites, heapTaken } from '../heap-meter.ts';
import { DeviceWork, type DeviceWorkOptions, TAGS, WINDOW_POLLS } from './device-work.ts';

const SCALE: Readonly<Record<Size, { readonly rounds: number; readonly polls: number }>> = {
  tiny: { rounds: 1, polls: 1_000 },
  short: { rounds: 3, polls: 5_000 },
  long: { rounds: 5, polls: 20_000 },
};
/** After so many polls the compiler has done its work. */
const WARM_POLLS = 2_000;
/** The smallest object has 16 bytes, so not one value in eight costs one. What is left is what a poll and its batch cost. */
const NOTHING = { atMost: 2 } as const;

const STRETCHES: readonly (DeviceWorkOptions & { readonly label: string })[] = [
  { label: 'rules and deadband, no point', hasDeadband: true, hasWindows: false },
  { label: 'rules, every reading a point', hasDeadband: false, hasWindows: false },
  { label: 'sent by the device, rules and deadband', hasDeadband: true, hasWindows: false, isPushed: true },
  { label: 'rules, deadband and windows', hasDeadband: true, hasWindows: true },
];

/** @returns bytes of heap for a value, in each round. */
function heapOf(work: DeviceWork, rounds: number, polls: number): readonly number[] {
  work.run(WARM_POLLS);
  return Array.from({ length: rounds }, () => heapTaken(() => work.run(polls)) / (TAGS * polls));
}

function valuesPerSecond(work: DeviceWork, polls: number): number {
  const startMs = performance.now();
  work.run(polls);
  return (TAGS * polls * 1_000) / (performance.now() - startMs);
}

/** Normalising, quality rules and windows on one core, without driver and log. */
export const processing: Benchmark = {
  name: 'processing',
  title: 'Processing: normalise, quality rules and windows',
  missing: () => undefined,
  async run({ size, say }: BenchmarkRun): Promise<Outcome> {
    const { rounds, polls } = SCALE[size];
    // The first look takes more than the others.
    heapTaken(() => {});
    const heap: Figure[] = [];
    const sites: string[] = [];
    let work!: DeviceWork;
    for (const { label, ...options } of STRETCHES) {
      say(`heap: ${label}`);
      work = new DeviceWork(options);
      heap.push(figure(`Heap for a value: ${label}`, 'bytes', heapOf(work, rounds, polls), [], NOTHING));
      const found = (await heapSites(() => work.run(polls))).slice(0, 3);
      const named = found.map(({ name, bytes }) => `${name} ${(bytes / polls).toFixed(0)}`);
      sites.push(`Bytes of a poll of ${TAGS.toLocaleString('en')} values, ${label}: ${named.join(', ')}`);
    }
    const allowance = heapTaken(() => {});
    const before = work.made;
    const speed = Array.from({ length: rounds }, (_, round) => {
      say(`round ${round + 1} of ${rounds}`);
      return valuesPerSecond(work, polls);
    });
    const made = work.made - before;
    // Eight values of each window that ended.
    const windows = Math.floor((polls * rounds) / WINDOW_POLLS) - 1;
    atLeast(TAGS * AGGREGATE_FUNCTIONS.length * windows, made, 'points');
    return {
      figures: [figure('Values', 'values/s', speed, [], { atLeast: 2_000_000 }), ...heap],
      work: [
        `${TAGS.toLocaleString('en')} tags with unit, scale, two quality rules, deadband and a window of ${AGGREGATE_FUNCTIONS.length} functions; ${made.toLocaleString('en')} points made of ${(TAGS * polls * rounds).toLocaleString('en')} readings`,
        `The looks at the heap take ${allowance} bytes of ${(TAGS * polls).toLocaleString('en')} values, and are counted`,
        ...sites,
      ],
    };
  },
};
