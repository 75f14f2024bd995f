import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { Disposable } from '../../kernel/lifetime.ts';
import type {
  Driver,
  DriverParts,
  DriverTag,
  PlanSummary,
  PushedReadings,
  ReadingColumns,
  ReadPlan,
  Subscriber,
  Subscription,
} from '../driver.ts';
import { Calculator } from './calculator.ts';
import { expressionRules } from './expression-rules.ts';
import { StateFile } from './state-file.ts';

/** How often it says that it lives; its device is this gateway. */
const ALIVE_MS = 1_000;
/** What is counted since is lost when the process is killed. */
const KEEP_MS = 5_000;

const NOTHING: PushedReadings = {
  count: 0,
  row: new Uint32Array(0),
  timeUs: new Float64Array(0),
  value: new Float64Array(0),
  status: new Uint32Array(0),
  cells: [],
};

interface CalculatedPlan extends ReadPlan {
  readonly tags: readonly DriverTag[];
  /** Undefined where the tags only are planned. */
  readonly calculator: Calculator | undefined;
}

/** A device whose values are calculated from those of others: its link is the feed of the thread it runs in. */
export class CalculatedDriver implements Driver {
  readonly #parts: DriverParts;
  #running: Disposable[] = [];
  #calculator: Calculator | undefined;
  #file: StateFile | undefined;

  constructor(parts: DriverParts) {
    this.#parts = parts;
  }

  async open(): Promise<void> {}

  plan(tags: readonly DriverTag[]): ReadPlan {
    const isRunning = this.#parts.feed !== undefined && tags.every(({ made }) => made !== undefined);
    const calculator = isRunning ? new Calculator(tags, () => this.#parts.clock.wallUs()) : undefined;
    const plan: CalculatedPlan = { tags, calculator, summary: summaryOf(tags) };
    return plan;
  }

  async subscribe(plan: ReadPlan, subscriber: Subscriber): Promise<Subscription> {
    const { calculator, tags } = plan as CalculatedPlan;
    const { clock, feed, folder } = this.#parts;
    this.#stop();
    if (calculator && feed) {
      await this.#restore(calculator, tags, folder);
      const deliver = (readings: PushedReadings | undefined): void =>
        readings ? subscriber.deliver(readings) : subscriber.alive();
      this.#running = [
        feed.listen(calculator.inputs, (batch, isSnapshot) => {
          const readings = calculator.take(batch, isSnapshot);
          // The first values may all still be on their way: it is at work all the same.
          if (isSnapshot) subscriber.deliver(readings ?? NOTHING);
          else if (readings) subscriber.deliver(readings);
        }),
        clock.every(ALIVE_MS, () => subscriber.alive()),
        clock.every(KEEP_MS, () => void this.#keep()),
        ...calculator.paces.map((paceMs) => clock.every(paceMs, () => deliver(calculator.tick(paceMs)))),
      ];
      this.#calculator = calculator;
    }
    return { silenceMs: ALIVE_MS };
  }

  faults(plan: ReadPlan): ReadonlyMap<number, string> {
    return (plan as CalculatedPlan).calculator?.reasons() ?? new Map();
  }

  /** Nobody polls it. */
  async read(_plan: ReadPlan, _into: ReadingColumns): Promise<void> {}

  async write(): Promise<void> {
    throw new NexusError('NX_ADDRESS_READ_ONLY', 'A calculated tag cannot be written: its value is made of others.');
  }

  async close(): Promise<void> {
    this.#stop();
    await this.#keep();
    this.#calculator = undefined;
  }

  #stop(): void {
    for (const each of this.#running.splice(0)) void each.dispose();
  }

  async #restore(calculator: Calculator, tags: readonly DriverTag[], folder: string | undefined): Promise<void> {
    const device = tags[0]?.made?.device;
    if (folder === undefined || device === undefined) return;
    this.#file ??= new StateFile(folder, device);
    if (this.#calculator !== calculator) calculator.restore(await this.#file.read());
  }

  async #keep(): Promise<void> {
    if (this.#calculator) await this.#file?.write(this.#calculator.keep());
  }
}

function summaryOf(tags: readonly DriverTag[]): PlanSummary {
  const named = new Set(tags.flatMap(({ address }) => expressionRules.references(address).map(({ name }) => name)));
  const expressions = tags.length === 1 ? '1 expression' : `${tags.length} expressions`;
  const text = `${expressions} over ${named.size === 1 ? '1 tag' : `${named.size} tags`}, calculated in this gateway`;
  return { requests: tags.length === 0 ? [] : [{ text, tags: tags.length }] };
}
