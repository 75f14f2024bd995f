import { modbusTcp } from '../drivers/all.ts';
import { systemClock } from '../kernel/clock.ts';
import { type Disposable, Lifetime } from '../kernel/lifetime.ts';
import type { ServiceProcess } from './service-process.ts';

export interface CountingShape {
  readonly devices: number;
  readonly tags: number;
  readonly intervalMs: number;
}

/** What the history of a service holds of the samples that a counting plant handed out. */
export interface SampleCheck {
  readonly stored: number;
  /** Older than the newest stored one of their tag, and not stored; each inside a recorded gap, or named in `faults`. */
  readonly missing: number;
  /** The most gaps that one tag has. */
  readonly gaps: number;
  /** Samples of another tag, samples that are there twice, samples that are missing outside of every gap. */
  readonly faults: readonly string[];
  /** `topic sample` of all that is stored. */
  readonly seen: ReadonlySet<string>;
}

/** What one simulated device handed out: `servedUs[tag][n]` is when sample n of a tag was read. */
interface Ledger {
  readonly port: number;
  readonly servedUs: readonly number[][];
}
interface History {
  readonly rows: readonly { readonly value: number | null }[];
  readonly gaps: readonly { readonly fromUs: number; readonly toUs: number }[];
}

/** Tags of a device stay below it. */
const TAGS_AT_MOST = 100;
/** Two processes read the same wall clock, each with its own rounding. */
const ROUNDING_US = 5_000;

/** Simulated devices that count: value = n · 100 + tag names the tag and the sample, so that a lost or doubled one shows. */
export class CountingPlant implements Disposable {
  readonly #shape: CountingShape;
  readonly #lifetime = new Lifetime('counting plant');
  readonly #ledgers: Ledger[] = [];

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

  /** Reads the history of every tag of the last hour and holds it against what was handed out. */
  async check(service: ServiceProcess): Promise<SampleCheck> {
    let [stored, missing, gaps] = [0, 0, 0];
    const faults: string[] = [];
    const all = new Set<string>();
    for (const [device, { servedUs }] of this.#ledgers.entries()) {
      for (let tag = 0; tag < this.#shape.tags; tag++) {
        const topic = `kill/d${device}/t${tag}`;
        const history = await service.get<History>(`/api/v1/history?topic=${topic}&from=now-1h&to=now`);
        const seen = samplesOf(history, tag, (text) => faults.push(`${topic}: ${text}`));
        const newest = [...seen].reduce((most, value) => Math.max(most, value), -1);
        const lost = servedUs[tag]!.flatMap((us, n) => (seen.has(n * 100 + tag) || n * 100 + tag > newest ? [] : [us]));
        const outside = lost.filter(
          (us) => !history.gaps.some((gap) => us >= gap.fromUs - ROUNDING_US && us <= gap.toUs + ROUNDING_US),
        );
        if (outside.length > 0) faults.push(`${topic}: missing outside of every gap, read at ${outside.join(', ')}`);
        for (const value of seen) all.add(`${topic} ${value}`);
        stored += seen.size;
        missing += lost.length;
        gaps = Math.max(gaps, history.gaps.length);
      }
    }
    return { stored, missing, gaps, faults, seen: all };
  }

  dispose(): Promise<void> {
    return this.#lifetime.dispose();
  }

  async #addDevice(): Promise<void> {
    const tags = Array.from({ length: this.#shape.tags }, (_, tag) => ({ address: `HR${tag * 2}:uint32` }));
    const servedUs = tags.map(() => [] as number[]);
    const simulator = await modbusTcp.simulate({
      connection: modbusTcp.connection.parse({ host: '127.0.0.1' }) as never,
      tags,
      value: (tag) => {
        servedUs[tag]!.push(systemClock.wallUs());
        return (servedUs[tag]!.length - 1) * 100 + tag;
      },
      clock: systemClock,
      port: 0,
    });
    this.#lifetime.defer(() => simulator.close());
    this.#ledgers.push({ port: simulator.port, servedUs });
  }

  #file(index: number, port: number): string {
    const { tags, intervalMs } = this.#shape;
    const lines = Array.from(
      { length: tags },
      (_, tag) => `  - { id: t${tag}, address: "HR${tag * 2}", data_type: uint32 }`,
    );
    return `id: d${index}\nprotocol: modbus-tcp\nuns_prefix: kill/d${index}\npoll_interval: ${intervalMs}ms
connection: { host: 127.0.0.1, port: ${port} }\ntags:\n${lines.join('\n')}\n`;
  }
}

/** The samples of one tag; what does not belong there is told. */
function samplesOf({ rows }: History, tag: number, tell: (fault: string) => void): Set<number> {
  const seen = new Set<number>();
  for (const { value } of rows) {
    if (value === null) continue;
    if (value % TAGS_AT_MOST !== tag) tell(`sample ${value} of another tag`);
    if (seen.has(value)) tell(`sample ${value} twice`);
    seen.add(value);
  }
  return seen;
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
