import { setImmediate, setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { FaultProxy } from '../testing/fault-proxy.ts';
import { CutTally } from './cut-tally.ts';
import type { Driven } from './driven.ts';
import type { DriverTag } from './driver.ts';
import { RecordingSubscriber } from './recording-subscriber.ts';

/** A driver at a peer that this project did not write, with the fault proxy between them. */
export interface CutSetup {
  /** `libmodbus over Modbus TCP` */
  readonly peer: string;
  /** Each way at each work. */
  readonly times: number;
  readonly driven: Driven;
  readonly proxy: FaultProxy;
  /** Of a request, ms. */
  readonly timeoutMs: number;
  /** Tags that nobody writes, with what they hold. */
  readonly still: readonly (readonly [DriverTag, unknown])[];
  /** Takes whole numbers from 1 on; nobody else writes it. */
  readonly written: DriverTag;
  /** What the peer has in `written`, past the proxy. */
  readonly held: () => Promise<unknown>;
  /** Rises by one at each step; subscribed all the time where it is given. */
  readonly rising?: DriverTag;
}

const WAYS: readonly ((proxy: FaultProxy, timeoutMs: number) => void | Promise<void>)[] = [
  (proxy) => proxy.rst(),
  (proxy) => proxy.blackhole(),
  (proxy) => proxy.halfOpen(),
  (proxy, timeoutMs) => proxy.latency(timeoutMs),
  (proxy) => proxy.slice(1, 1),
  (proxy) => proxy.refuse(),
];
/** Each way takes so long: the work at a peer on this computer would be over before it can be cut. */
const LATENCY_MS = 2;
const WORKS = ['open', 'read', 'write'] as const;
type Work = (typeof WORKS)[number];
/** Opening and the first good read, on a busy machine of two cores. */
const BACK_WITHIN_MS = 5_000;
/** How long a peer may take to act on what reached it. */
const SETTLE_MS = 25;

/**
 * One test: peers, side by side, are cut in every way of the fault proxy while they are opened, read and written, and the
 * counts are printed. No value is wrong, no write is told done or not sent that was not so, and each peer is back at once.
 */
export function itStandsCuts(setups: () => Promise<readonly CutSetup[]>): void {
  it('are cut in every way of the fault proxy, and never have a wrong value', async () => {
    await Promise.all((await setups()).map(standCuts));
  });
}

async function standCuts(setup: CutSetup): Promise<void> {
  const { peer, times, proxy } = setup;
  const cuts = WAYS.length * WORKS.length * times;
  const campaign = new CutCampaign(setup);
  await campaign.measure();
  for (let cut = 0; cut < cuts; cut++)
    await campaign.cut(WAYS[cut % WAYS.length]!, WORKS[Math.floor(cut / WAYS.length) % WORKS.length]!);
  await campaign.finish();
  const { tally } = campaign;
  process.stdout.write(`${peer}: ${String(tally)}\n`);
  expect([...tally.wrong, ...tally.unexpected], peer).toEqual([]);
  expect(Math.max(...tally.backMs), peer).toBeLessThan(BACK_WITHIN_MS);
  expect(tally.readsGood, peer).toBeGreaterThan(cuts);
  expect(Math.min(tally.readsCutOff, tally.writesUnknown), peer).toBeGreaterThan(times);
  expect(proxy.open, peer).toBe(0);
}

/** What the peer has, over a connection of its own that is not cut. */
export async function heldBeside(beside: Driven, tag: DriverTag): Promise<unknown> {
  for (;;) {
    const values = await beside.read([tag]);
    if (typeof values !== 'string') return values[0];
  }
}

class CutCampaign {
  readonly tally = new CutTally();
  readonly #setup: CutSetup;
  readonly #tags: readonly DriverTag[];
  /** What `written` holds as far as it was told … */
  #told: unknown;
  /** … and what writes told unknown may make of it yet: they may still be on their way. */
  #unknown: unknown[] = [];
  #lastWritten = 0;
  #subscriber = new RecordingSubscriber();
  /** The shorter of two: a work that something else held up would have the cuts come after it. */
  readonly #lengthMs: Record<Work, number> = { open: Infinity, read: Infinity, write: Infinity };

  constructor(setup: CutSetup) {
    this.#setup = setup;
    this.#tags = [...setup.still.map(([tag]) => tag), setup.written];
  }

  /** How long each work takes where nothing is cut. */
  async measure(): Promise<void> {
    this.#told = await this.#setup.held();
    this.#setup.proxy.latency(LATENCY_MS);
    for (const work of ['open', 'read', 'write', 'open', 'read', 'write'] as const) {
      if (work === 'open') await this.#setup.driven.close();
      const startMs = performance.now();
      await (work === 'write' ? this.#write() : this.#read());
      this.#lengthMs[work] = Math.min(this.#lengthMs[work], performance.now() - startMs);
    }
    await this.#settle();
  }

  /** Cuts in the middle of the work, reads once more while the fault stands, takes it back and waits for a good read. */
  async cut(way: (typeof WAYS)[number], work: Work): Promise<void> {
    const { driven, proxy, timeoutMs } = this.#setup;
    if (work === 'open') await driven.close();
    else await this.#watch();
    proxy.latency(LATENCY_MS);
    const working = work === 'write' ? this.#write() : this.#read();
    // Spread evenly over the length of the work and a little more, never twice at the same place.
    await waitMs(((this.tally.cuts * 0.618) % 1) * this.#lengthMs[work] * 1.1);
    await way(proxy, timeoutMs);
    this.tally.cuts++;
    await working;
    if (work === 'read') await this.#read();
    await proxy.restore();
    const startMs = performance.now();
    while (!(await this.#read()) && performance.now() - startMs < BACK_WITHIN_MS) await setTimeout(10);
    this.tally.backMs.push(performance.now() - startMs);
    await this.#settle();
  }

  async finish(): Promise<void> {
    const { driven, proxy } = this.#setup;
    await driven.close();
    this.#countPushed();
    await expect.poll(() => proxy.open, { timeout: 5_000 }).toBe(0);
  }

  /** @returns whether it was a reading */
  async #read(): Promise<boolean> {
    const { driven, still } = this.#setup;
    const values = await driven.read(this.#tags);
    if (typeof values === 'string') {
      this.tally.readFailed(values);
      return false;
    }
    this.tally.readsGood++;
    still.forEach(([{ address }, wanted], i) => {
      if (!Object.is(values[i], wanted)) this.#tellWrong(address, values[i], [wanted]);
    });
    const value = values[still.length];
    if (!this.#possible.includes(value)) this.#tellWrong(this.#setup.written.address, value, this.#possible);
    return true;
  }

  async #write(): Promise<void> {
    const value = ++this.#lastWritten;
    const outcome = await this.#setup.driven.write(this.#setup.written, value);
    this.tally.wrote(outcome);
    if (outcome === 'written') this.#told = value;
    else if (outcome === 'NX_DRIVER_UNKNOWN_OUTCOME') this.#unknown.push(value);
  }

  get #possible(): readonly unknown[] {
    return [this.#told, ...this.#unknown];
  }

  /** Waits until nothing of old connections is under way, and holds what the peer has against what was told. */
  async #settle(): Promise<void> {
    const { proxy, held, written } = this.#setup;
    await expect.poll(() => proxy.open, { timeout: 5_000 }).toBe(1);
    await setTimeout(SETTLE_MS);
    const value = await held();
    if (!this.#possible.includes(value)) this.#tellWrong(`${written.address} at the peer`, value, this.#possible);
    this.#told = value;
    this.#unknown = [];
  }

  async #watch(): Promise<void> {
    const { driven, rising } = this.#setup;
    if (!rising) return;
    // What is watched already goes on until its connection ends.
    await driven.close();
    this.#countPushed();
    do this.#subscriber = new RecordingSubscriber();
    while ((await driven.subscribe([rising], this.#subscriber)) !== 'subscribed');
    await expect.poll(() => this.#subscriber.readings.length, { timeout: 5_000 }).toBeGreaterThan(0);
  }

  #countPushed(): void {
    const values = this.#subscriber.valuesOf(0);
    this.tally.pushed += values.length;
    values.forEach((value, i) => {
      if (i > 0 && value !== values[i - 1]! + 1) this.#tellWrong('pushed', value, [values[i - 1]! + 1]);
    });
  }

  #tellWrong(what: string, value: unknown, possible: readonly unknown[]): void {
    this.tally.wrong.push(
      `${this.tally.cuts}: ${what} is ${String(value)} and not ${possible.map(String).join(' or ')}`,
    );
  }
}

/** To the fraction of a millisecond, while everything else goes on. */
async function waitMs(ms: number): Promise<void> {
  const untilMs = performance.now() + ms;
  while (performance.now() < untilMs) await setImmediate();
}
