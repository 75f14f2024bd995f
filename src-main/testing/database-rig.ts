import { deepStrictEqual } from 'node:assert';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LogAndHistorian, startLogAndHistorian } from '../historian/log-and-historian.ts';
import type { TimescaleOptions } from '../historian/timescale/timescale-options.ts';
import { systemClock } from '../kernel/clock.ts';
import { type Disposable, Lifetime } from '../kernel/lifetime.ts';
import { counterFrame } from '../log/counter-frame.ts';
import { FaultProxy } from './fault-proxy.ts';
import { type PostgresOptions, PostgresProcess } from './postgres-process.ts';
import type { PostgresKind } from './postgres-programs.ts';

/** Devices enough that every lane has some. */
const DEVICES = 8;
const TAGS = 5;
/** The longest back-off is 30 s. */
const SETTLE_MS = 45_000;
const LOOK_MS = 20;
const STEP_US = 10_000;

export interface Stored {
  readonly rows: number;
  /** Different keys, and different values: each value names its tag and its reading. */
  readonly keys: number;
  readonly values: number;
}

/** For tests: log and historian as real threads, a real database, and a network between that can be cut. */
export class DatabaseRig implements Disposable {
  readonly postgres: PostgresProcess;
  readonly proxy: FaultProxy;
  readonly database: string;
  readonly #lifetime = new Lifetime('database rig');
  readonly #folder = mkdtempSync(join(tmpdir(), 'nexus-database-rig-'));
  #running: LogAndHistorian | undefined;
  /** Points of the present: rollups do not know them yet. */
  readonly #startUs = systemClock.wallUs();
  #readings = 0;

  private constructor(postgres: PostgresProcess, proxy: FaultProxy, database: string) {
    this.postgres = postgres;
    this.proxy = proxy;
    this.database = database;
    this.#lifetime.defer(() => rmSync(this.#folder, { recursive: true, force: true }));
    this.#lifetime.add(postgres);
    this.#lifetime.add(proxy);
    this.#lifetime.defer(() => this.#running?.dispose());
  }

  /** The database is empty and nothing uses it yet. */
  static async start(kind: PostgresKind, options: PostgresOptions = {}): Promise<DatabaseRig> {
    const postgres = await PostgresProcess.start(kind, options);
    const proxy = await new FaultProxy({ host: postgres.host, port: postgres.port }).listen();
    return new DatabaseRig(postgres, proxy, await postgres.createDatabase());
  }

  get running(): LogAndHistorian {
    if (!this.#running) throw new RangeError('The rig was not opened');
    return this.#running;
  }

  /** Address of the database behind the proxy. */
  url(user = 'postgres'): string {
    return `postgres://${user}@${this.proxy.host}:${this.proxy.port}/${this.database}`;
  }

  /** Starts the two hosts, the database behind the proxy. */
  async open(options: Partial<TimescaleOptions> = {}): Promise<void> {
    const url = this.url();
    this.#running = await startLogAndHistorian(this.#folder, { historian: { database: { url, ...options } } });
    const devices = Array.from({ length: DEVICES }, (_, device) => device);
    this.#running.log.names(
      devices.map((device) => [device, `device ${device}`] as const),
      devices.flatMap((device) => tagsOf(device).map((tag) => [tag, `tag ${tag}`] as const)),
    );
  }

  async close(): Promise<void> {
    await this.#running?.dispose();
    this.#running = undefined;
  }

  /** Appends so many readings of every device; the values count on over the life of the rig. */
  append(readings: number): void {
    for (let i = 0; i < readings; i++) {
      const n = this.#readings++;
      for (let device = 0; device < DEVICES; device++)
        this.running.log.append(counterFrame(device, tagsOf(device), n, this.#startUs + n * STEP_US), TAGS);
    }
  }

  /** Points that were appended over the life of the rig. */
  get appended(): number {
    return this.#readings * DEVICES * TAGS;
  }

  /** Runs statements in its database, past the proxy. */
  sql(text: string): Promise<string[][]> {
    return this.postgres.sql(text, this.database);
  }

  /** What the database has, counted by itself. */
  async stored(): Promise<Stored> {
    const [row] = await this.sql(
      'SELECT count(*), count(DISTINCT (tag_id, time, epoch)), count(DISTINCT value) FROM nexus.samples',
    );
    const [rows = 0, keys = 0, values = 0] = row!.map(Number);
    return { rows, keys, values };
  }

  /** @throws AssertionError unless every point that was appended is accepted, stored once, and counted so. */
  async expectAllStored(): Promise<void> {
    const { log, historian } = this.running;
    const endMs = systemClock.monoMs() + SETTLE_MS;
    // The fault of one writer may be known as over later than its points are as stored.
    const isSettled = (): boolean =>
      log.counts.pending === 0 &&
      historian.counts.queued === 0 &&
      historian.progress?.totalPoints === this.appended &&
      historian.fault === undefined;
    while (!isSettled()) {
      if (systemClock.monoMs() > endMs) break;
      await systemClock.sleep(LOOK_MS);
    }
    const points = this.appended;
    deepStrictEqual({ ...historian.counts }, { delivered: points, queued: 0, dropped: 0, quarantined: 0 });
    deepStrictEqual(await this.stored(), { rows: points, keys: points, values: points });
    deepStrictEqual(historian.fault, undefined);
  }

  dispose(): Promise<void> {
    return this.#lifetime.dispose();
  }
}

const tagsOf = (device: number): number[] => Array.from({ length: TAGS }, (_, tag) => device * 100 + tag);
