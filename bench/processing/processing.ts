import { AggregateWindows } from '../../src-main/processing/aggregate-windows.ts';
import { Normaliser } from '../../src-main/processing/normalise.ts';
import { compileTagRule } from '../../src-main/processing/tag-rule.ts';
import { AGGREGATE_FUNCTIONS } from '../../src-shared/domain/aggregate.ts';
import { QualityRule } from '../../src-shared/domain/quality-rule.ts';
import { Tag } from '../../src-shared/domain/tag.ts';
import { atLeast, type Benchmark, type BenchmarkRun, type Outcome, type Size } from '../benchmark.ts';
import { figure } from '../figure.ts';

const TAGS = 1_000;
const POLL_US = 100_000;
const WINDOW_US = 10_000_000;
const T0_US = 1_700_000_000_000_000;
const SCALE: Readonly<Record<Size, { readonly rounds: number; readonly polls: number }>> = {
  tiny: { rounds: 1, polls: 1_000 },
  short: { rounds: 3, polls: 5_000 },
  long: { rounds: 5, polls: 20_000 },
};

/** A device whose tags are scaled, converted, judged by two rules and kept inside their deadbands, with windows beside. */
class Work {
  readonly #normaliser: Normaliser;
  readonly #windows: AggregateWindows;
  readonly #columns = {
    timeUs: new Float64Array(TAGS),
    value: new Float64Array(TAGS),
    status: new Uint32Array(TAGS),
    cells: [],
  };
  #poll = 0;
  /** Points and values of windows. */
  made = 0;

  constructor() {
    const quality = ['range', 'rate'].map((check) =>
      QualityRule.parse(check === 'range' ? { check, low: -1e6, high: 1e6 } : { check, max_rate: 1e6 }),
    );
    const tag = { unit_from: 'Cel', unit: '[degF]', scale: 0.1, deadband: { absolute: 5 } };
    const rules = Array.from({ length: TAGS }, (_, row) =>
      compileTagRule(Tag.parse({ id: `t${row}`, address: 'x', ...tag }), row, quality),
    );
    this.#normaliser = new Normaliser({ device: 0, rules, simulated: false });
    const outputs = AGGREGATE_FUNCTIONS.map((fn, i) => ({ fn, tag: TAGS + i }));
    const windows = Array.from({ length: TAGS }, (_, row) => ({ row, windowUs: WINDOW_US, outputs }));
    this.#windows = new AggregateWindows(windows, TAGS);
  }

  /** @returns milliseconds and bytes of heap that so many polls took. */
  run(polls: number): { readonly ms: number; readonly bytes: number } {
    let bytes = 0;
    let before = process.memoryUsage().heapUsed;
    const startMs = performance.now();
    for (let i = 0; i < polls; i++) {
      this.#once();
      if (i % 10 !== 9) continue;
      // It falls when the collector ran in between: such a stretch says nothing.
      const now = process.memoryUsage().heapUsed;
      bytes += Math.max(0, now - before);
      before = process.memoryUsage().heapUsed;
    }
    return { ms: performance.now() - startMs, bytes };
  }

  readonly #count = (): void => void this.made++;

  #once(): void {
    const timeUs = T0_US + this.#poll++ * POLL_US;
    const { value, timeUs: times } = this.#columns;
    times.fill(timeUs);
    for (let row = 0; row < TAGS; row++) value[row] = 200 + ((this.#poll + row) % 7);
    this.made += this.#normaliser.normalise(this.#columns, timeUs)?.count ?? 0;
    for (let row = 0; row < TAGS; row++) this.#windows.take(row, this.#columns, row, this.#count);
  }
}

/** Normalising, quality rules and windows on one core, without driver and log. */
export const processing: Benchmark = {
  name: 'processing',
  title: 'Processing: normalise, quality rules and windows',
  missing: () => undefined,
  run({ size, say }: BenchmarkRun): Promise<Outcome> {
    const { rounds, polls } = SCALE[size];
    const work = new Work();
    work.run(200);
    const runs = Array.from({ length: rounds }, (_, round) => {
      say(`round ${round + 1} of ${rounds}`);
      return work.run(polls);
    });
    const values = TAGS * polls;
    // The first poll, and eight values of each window that ended.
    atLeast(TAGS * AGGREGATE_FUNCTIONS.length * Math.floor((polls * POLL_US) / WINDOW_US), work.made, 'points');
    return Promise.resolve({
      figures: [
        figure(
          'values',
          'values/s',
          runs.map(({ ms }) => (values * 1_000) / ms),
          [],
          { atLeast: 2_000_000 },
        ),
        figure(
          'heap for a value',
          'bytes',
          runs.map(({ bytes }) => bytes / values),
        ),
      ],
      work: [
        `${TAGS.toLocaleString('en')} tags with unit, scale, two quality rules, deadband and a window of ${AGGREGATE_FUNCTIONS.length} functions; ${work.made.toLocaleString('en')} points made of ${(values * rounds).toLocaleString('en')} readings`,
      ],
    });
  },
};
