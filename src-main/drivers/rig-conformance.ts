import { expect } from 'vitest';
import type { TypedCell } from '../../src-shared/domain/point-batch.ts';
import { isGood } from '../../src-shared/domain/quality.ts';
import type { ErrorCode } from '../../src-shared/errors/error-codes.ts';
import { systemClock } from '../kernel/clock.ts';
import type { Lifetime } from '../kernel/lifetime.ts';
import { FaultProxy } from '../testing/fault-proxy.ts';
import type { Driver, DriverManifest, DriverTag, ReadingColumns, Simulator, WriteValue } from './driver.ts';

/** What a protocol brings to be put through the suite. */
export interface ConformanceSetup<Connection> {
  readonly manifest: DriverManifest<Connection>;
  /** The connection of a device at this place whose request timeout is `REQUEST_TIMEOUT_MS`. */
  readonly connectionAt: (host: string, port: number) => Connection;
  /** Numeric tags of several areas, in no particular order, at least ten. */
  readonly tags: readonly DriverTag[];
  /** The driver gets a place to share things with others of its endpoint, and is alone there. */
  readonly isSharing?: boolean;
  /** Where readings have the time of the peer: how far its clock may be from ours, µs. */
  readonly clockSkewUs?: number;
  /** What lies between driver and simulator; the fault proxy over TCP where it is left out. */
  readonly wire?: (simulator: Simulator) => FaultProxy;
  /** What a refused connection is told as, where it is not NX_NET_REFUSED. */
  readonly refusedCode?: ErrorCode;
  /** At any point of an answer, and of a write: 50 unless said. Drivers that rest after each take too long for so many. */
  readonly resets?: number;
  /** Needed where the manifest says `write`. */
  readonly writing?: WritingSetup;
}

export interface WritingSetup {
  /** Every data type of the manifest at least once; apart from the `tags` above. The first one takes numbers 0–50. */
  readonly tags: readonly { readonly tag: DriverTag; readonly values: readonly WriteValue[] }[];
  /** What the driver has to refuse before anything is sent. */
  readonly refused: readonly { readonly tag: DriverTag; readonly value: WriteValue; readonly code: ErrorCode }[];
  /** A tag that the driver would write and the simulated device does not have. */
  readonly absent: DriverTag;
}

export const REQUEST_TIMEOUT_MS = 300;
/** How much later than its deadline a wait may end on a busy machine of two cores. */
export const MARGIN_MS = 250;

function makeColumns(count: number): ReadingColumns {
  const cells: TypedCell[] = [];
  return { timeUs: new Float64Array(count), value: new Float64Array(count), status: new Uint32Array(count), cells };
}

/** The driver under test and everything between it and its simulator. */
export class Rig<Connection> {
  readonly manifest: DriverManifest<Connection>;
  readonly connection: Connection;
  readonly driver: Driver;
  readonly simulator: Simulator;
  readonly proxy: FaultProxy;
  readonly tags: readonly DriverTag[];
  readonly refusedCode: ErrorCode;
  readonly writing: WritingSetup;
  readonly clockSkewUs: number;
  readonly resets: number;
  /** Every value is this plus its tag's index: a reading tells when it was made and whose it is. */
  readonly level: { current: number };
  readonly never = new AbortController().signal;

  constructor(
    setup: ConformanceSetup<Connection>,
    simulator: Simulator,
    proxy: FaultProxy,
    level: { current: number },
  ) {
    this.manifest = setup.manifest;
    this.connection = setup.connectionAt(proxy.host, proxy.port);
    this.simulator = simulator;
    this.proxy = proxy;
    this.tags = setup.tags;
    this.refusedCode = setup.refusedCode ?? 'NX_NET_REFUSED';
    this.writing = writingOf(setup);
    this.clockSkewUs = setup.clockSkewUs ?? 0;
    this.resets = setup.resets ?? 50;
    this.level = level;
    const shared = setup.isSharing ? new Map<string, unknown>() : undefined;
    this.driver = setup.manifest.create(this.connection, { clock: systemClock, shared });
  }

  async read(signal: AbortSignal = this.never, tags = this.tags): Promise<ReadingColumns> {
    const into = makeColumns(tags.length);
    await this.driver.read(this.driver.plan(tags), into, signal);
    return into;
  }

  /** What the device has for this tag now; a truth value is 1 or 0. */
  async valueOf(tag: DriverTag): Promise<WriteValue> {
    const { value, status, cells } = await this.read(this.never, [tag]);
    expect([...status].every(isGood)).toBe(true);
    const exact = cells[0]?.value;
    return exact === undefined || exact instanceof Uint8Array ? value[0]! : exact;
  }

  /** `written`, or the code that the write was rejected with. */
  async write(tag: DriverTag, value: WriteValue, signal: AbortSignal = this.never): Promise<string> {
    return this.driver.write(tag, value, signal).then(
      () => 'written',
      (error: { readonly code?: unknown }) => String(error.code),
    );
  }

  /** Requests that have reached the device. */
  get requests(): number {
    return this.simulator.frames().length;
  }

  /** Reads and holds every value against the level of now. */
  async readRight(): Promise<void> {
    const { value, status } = await this.read();
    expect([...value]).toEqual(this.tags.map((_, index) => this.level.current + index));
    expect([...status].every(isGood)).toBe(true);
  }

  async failedRead(): Promise<{ readonly code: unknown; readonly tookMs: number }> {
    const startMs = performance.now();
    const code = await this.read().then(
      () => 'a reading',
      (error: { readonly code?: unknown }) => error.code,
    );
    return { code, tookMs: performance.now() - startMs };
  }
}

function writingOf<Connection>({ manifest, writing }: ConformanceSetup<Connection>): WritingSetup {
  if (writing) return writing;
  expect(manifest.capabilities).not.toContain('write');
  return { tags: [], refused: [], absent: { address: '' } };
}

export async function makeRig<Connection>(
  setup: ConformanceSetup<Connection>,
  lifetime: Lifetime,
): Promise<Rig<Connection>> {
  const { manifest, connectionAt, tags } = setup;
  const level = { current: 10 };
  const connection = connectionAt('127.0.0.1', 1);
  const writable = writingOf(setup).tags.map(({ tag }) => tag);
  const isText = writable.map((tag) => manifest.describeAddress(tag, connection).dataType === 'string');
  const simulator = await manifest.simulate({
    connection,
    tags: [...tags, ...writable],
    value: (index) => (index < tags.length ? level.current + index : isText[index - tags.length] ? '' : 0),
    clock: systemClock,
    port: 0,
  });
  lifetime.defer(() => simulator.close());
  const proxy = lifetime.add(await (setup.wire?.(simulator) ?? new FaultProxy(simulator)).listen());
  const rig = new Rig(setup, simulator, proxy, level);
  lifetime.defer(() => rig.driver.close());
  return rig;
}
