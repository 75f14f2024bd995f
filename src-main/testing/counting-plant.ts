import { modbusTcp } from '../drivers/all.ts';
import type { Simulator, SimulatorFault } from '../drivers/simulator.ts';
import { systemClock } from '../kernel/clock.ts';
import { type Disposable, Lifetime } from '../kernel/lifetime.ts';
import { type JudgedTag, judgeSamples, type SampleVerdict } from './oracle/judge-samples.ts';
import { storedSamples } from './oracle/stored-samples.ts';
import type { ServiceProcess } from './service-process.ts';

export interface CountingShape {
  readonly devices: number;
  readonly tags: number;
  readonly intervalMs: number;
}

/** What the history of a service holds of the samples that a counting plant handed out. */
export interface SampleCheck extends SampleVerdict {
  /** `topic sample` of all that is stored. */
  readonly seen: ReadonlySet<string>;
}

/** One tag of a plant; `servedUs[n]` is when sample n of it was read, µs since 1970. */
export interface CountingTag {
  readonly topic: string;
  readonly tag: number;
  readonly servedUs: readonly number[];
}

/** What one simulated device handed out: `servedUs[tag][n]` is when sample n of a tag was read. */
interface Ledger {
  readonly port: number;
  readonly servedUs: readonly number[][];
}

/** Not the usual one: what still looks for a device of another test, at a port that was its, is handed out no sample. */
const UNIT = 101 + (process.pid % 140);

/** Simulated devices that count: value = n · 100 + tag names the tag and the sample, so that a lost or doubled one shows. */
export class CountingPlant implements Disposable {
  readonly #shape: CountingShape;
  readonly #lifetime = new Lifetime('counting plant');
  readonly #ledgers: Ledger[] = [];
  readonly #simulators: Simulator[] = [];

  private constructor(shape: CountingShape) {
    this.#shape = shape;
  }

  static async start(shape: CountingShape): Promise<CountingPlant> {
    const plant = new CountingPlant(shape);
    for (let device = 0; device < shape.devices; device++) await plant.#addDevice();
    return plant;
  }

  /** `devices/<id>.yaml` of every device, for a project. */
  files(): Record<string, string> {
    return Object.fromEntries(
      this.#ledgers.map(({ port }, index) => [`devices/d${index}.yaml`, this.#file(index, port)]),
    );
  }

  /** When each sample of each tag was read, µs since 1970 by the clock of this process, by device. */
  get servedUs(): readonly (readonly (readonly number[])[])[] {
    return this.#ledgers.map(({ servedUs }) => servedUs);
  }

  get tags(): readonly CountingTag[] {
    return this.#ledgers.flatMap(({ servedUs }, device) =>
      servedUs.map((served, tag) => ({ topic: `kill/d${device}/t${tag}`, tag, servedUs: served })),
    );
  }

  /** Points a second that a service reads which keeps up. */
  get pointsPerS(): number {
    const { devices, tags, intervalMs } = this.#shape;
    return (devices * tags * 1_000) / intervalMs;
  }

  /** All devices at once: `unplug`, `silent`, `rst` …, and `none`. */
  async setFault(fault: SimulatorFault): Promise<void> {
    await Promise.all(this.#simulators.map((simulator) => simulator.setFault(fault)));
  }

  /** Reads the history of every tag of the last two hours and holds it against what was handed out, whatever the order. */
  async check(service: ServiceProcess): Promise<SampleCheck> {
    const judged: JudgedTag[] = [];
    const seen = new Set<string>();
    for (const each of this.tags) {
      const found = await storedSamples(service, each.topic, each.tag, 'by number');
      for (const n of found.stored.rising) seen.add(`${each.topic} ${n * 100 + each.tag}`);
      judged.push({ ...each, ...found });
    }
    return { ...judgeSamples(judged), seen };
  }

  dispose(): Promise<void> {
    return this.#lifetime.dispose();
  }

  async #addDevice(): Promise<void> {
    const tags = Array.from({ length: this.#shape.tags }, (_, tag) => ({ address: `HR${tag * 2}:uint32` }));
    const servedUs = tags.map(() => [] as number[]);
    const simulator = await modbusTcp.simulate({
      connection: modbusTcp.connection.parse({ host: '127.0.0.1', unit_id: UNIT }) as never,
      tags,
      value: (tag) => {
        servedUs[tag]!.push(systemClock.wallUs());
        return (servedUs[tag]!.length - 1) * 100 + tag;
      },
      clock: systemClock,
      port: 0,
    });
    this.#lifetime.defer(() => simulator.close());
    this.#simulators.push(simulator);
    this.#ledgers.push({ port: simulator.port, servedUs });
  }

  /** Patient: an answer that a busy machine gives late was handed out all the same. */
  #file(index: number, port: number): string {
    const { tags, intervalMs } = this.#shape;
    const lines = Array.from(
      { length: tags },
      (_, tag) => `  - { id: t${tag}, address: "HR${tag * 2}", data_type: uint32 }`,
    );
    return `id: d${index}\nprotocol: modbus-tcp\nuns_prefix: kill/d${index}\npoll_interval: ${intervalMs}ms
connection: { host: 127.0.0.1, port: ${port}, unit_id: ${UNIT}, request_timeout: 10s }\ntags:\n${lines.join('\n')}\n`;
  }
}

/** Starts and kills at random moments until the time is up. @returns the kills that hit a living process. */
export async function killAtRandom(
  service: ServiceProcess,
  forMs: number,
  livesMs: { readonly atLeast: number; readonly atMost: number },
): Promise<number> {
  const endMs = systemClock.monoMs() + forMs;
  let hits = 0;
  while (systemClock.monoMs() < endMs) {
    await service.start();
    await systemClock.sleep(livesMs.atLeast + Math.random() * (livesMs.atMost - livesMs.atLeast));
    if (await service.kill()) hits++;
  }
  return hits;
}
