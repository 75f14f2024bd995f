import { AggregateWindows } from '../../src-main/processing/aggregate-windows.ts';
import { Normaliser } from '../../src-main/processing/normalise.ts';
import { PushedNormaliser } from '../../src-main/processing/normalise-pushed.ts';
import { compileTagRule } from '../../src-main/processing/tag-rule.ts';
import { AGGREGATE_FUNCTIONS } from '../../src-shared/domain/aggregate.ts';
import type { PointBatch } from '../../src-shared/domain/point-batch.ts';
import { QualityRule } from '../../src-shared/domain/quality-rule.ts';
import { Tag } from '../../src-shared/domain/tag.ts';

/** Tags of the device. */
export const TAGS = 1_000;
const POLL_US = 100_000;
const WINDOW_US = 10_000_000;
/** Polls of a window. */
export const WINDOW_POLLS = WINDOW_US / POLL_US;
const T0_US = 1_700_000_000_000_000;

/** What is done with the readings of a device whose tags have a unit, a scale and two quality rules. */
export interface DeviceWorkOptions {
  /** True: each change stays inside its deadband. Otherwise every reading is a point. */
  readonly hasDeadband: boolean;
  /** With a window of all functions on each tag. */
  readonly hasWindows: boolean;
  /** The device sends its values by itself; otherwise it is polled. */
  readonly isPushed?: true;
}

/** Polls of one device, without driver and log. */
export class DeviceWork {
  readonly #normalise: (timeUs: number) => PointBatch | undefined;
  readonly #windows: AggregateWindows | undefined;
  readonly #columns = {
    timeUs: new Float64Array(TAGS),
    value: new Float64Array(TAGS),
    status: new Uint32Array(TAGS),
    cells: [],
    receivedUs: 0,
  };
  #poll = 0;
  /** Points and values of windows. */
  made = 0;

  constructor({ hasDeadband, hasWindows, isPushed }: DeviceWorkOptions) {
    const quality = ['range', 'rate'].map((check) =>
      QualityRule.parse(check === 'range' ? { check, low: -1e6, high: 1e6 } : { check, max_rate: 1e6 }),
    );
    const tag = { unit_from: 'Cel', unit: '[degF]', scale: 0.1, ...(hasDeadband && { deadband: { absolute: 5 } }) };
    const rules = Array.from({ length: TAGS }, (_, row) =>
      compileTagRule(Tag.parse({ id: `t${row}`, address: 'x', ...tag }), row, quality),
    );
    const columns = this.#columns;
    if (isPushed) {
      const normaliser = new PushedNormaliser({ device: 0, rules, simulated: false });
      const delivery = { ...columns, count: TAGS, row: Uint32Array.from({ length: TAGS }, (_, row) => row) };
      this.#normalise = (timeUs) => normaliser.take(delivery, timeUs);
    } else {
      const normaliser = new Normaliser({ device: 0, rules, simulated: false });
      this.#normalise = (timeUs) => normaliser.normalise(columns, timeUs);
    }
    const outputs = AGGREGATE_FUNCTIONS.map((fn, i) => ({ fn, tag: TAGS + i }));
    const windows = Array.from({ length: TAGS }, (_, row) => ({ row, windowUs: WINDOW_US, graceUs: 0, outputs }));
    this.#windows = hasWindows ? new AggregateWindows(windows, TAGS) : undefined;
  }

  run(polls: number): void {
    for (let i = 0; i < polls; i++) this.#once();
  }

  readonly #count = (): void => void this.made++;

  #once(): void {
    const timeUs = T0_US + this.#poll++ * POLL_US;
    const { value, timeUs: times } = this.#columns;
    times.fill(timeUs);
    this.#columns.receivedUs = timeUs;
    for (let row = 0; row < TAGS; row++) value[row] = 200 + ((this.#poll + row) % 7);
    this.made += this.#normalise(timeUs)?.count ?? 0;
    if (!this.#windows) return;
    for (let row = 0; row < TAGS; row++) this.#windows.take(row, this.#columns, row, this.#count);
  }
}
