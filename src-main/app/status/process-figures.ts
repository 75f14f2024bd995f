import { stat } from 'node:fs/promises';
import type { SystemStatus } from '../../../src-shared/contract/system.ts';
import { BusyShare } from '../../diagnostics/busy-share.ts';
import type { Clock } from '../../kernel/clock.ts';
import { type Disposable, Lifetime } from '../../kernel/lifetime.ts';
import type { EngineHosts } from '../engine-hosts.ts';

const MEASURE_MS = 10_000;

/** What this process takes: processor, memory, and the disk that the historian fills. */
export class ProcessFigures implements Disposable {
  readonly #clock: Clock;
  readonly #lifetime = new Lifetime('process figures');
  readonly #polling: BusyShare;
  readonly #database: string | undefined;
  readonly #startedMs: number;
  #before: { readonly atMs: number; readonly cpuUs: number };
  #databaseBytes: number | null = null;

  /** @param database file of the embedded historian, where there is one. */
  constructor(clock: Clock, hosts: EngineHosts, database: string | undefined) {
    this.#clock = clock;
    this.#database = database;
    this.#startedMs = clock.monoMs();
    this.#before = { atMs: this.#startedMs, cpuUs: cpuUs() };
    this.#polling = this.#lifetime.add(
      new BusyShare(clock, () => hosts.all.filter(({ kind }) => kind === 'acquisition')),
    );
    void this.#measure();
    this.#lifetime.add(clock.every(MEASURE_MS, () => void this.#measure()));
  }

  /** The processor is counted from the call before. */
  take(): SystemStatus['process'] {
    const now = { atMs: this.#clock.monoMs(), cpuUs: cpuUs() };
    const { atMs, cpuUs: before } = this.#before;
    this.#before = now;
    const passedUs = (now.atMs - atMs) * 1_000;
    return {
      cpuPercent: passedUs > 0 ? (100 * (now.cpuUs - before)) / passedUs : 0,
      rssBytes: process.memoryUsage.rss(),
      uptimeS: (now.atMs - this.#startedMs) / 1_000,
      pollingLoad: this.#polling.share,
      historianBytes: this.#databaseBytes,
    };
  }

  dispose(): Promise<void> {
    return this.#lifetime.dispose();
  }

  async #measure(): Promise<void> {
    if (this.#database === undefined) return;
    // Beside the database lies what was not merged into it yet; either may be missing for a moment.
    const sizes = await Promise.all(
      [this.#database, `${this.#database}-wal`].map((path) =>
        stat(path).then(
          ({ size }) => size,
          () => undefined,
        ),
      ),
    );
    if (sizes[0] !== undefined) this.#databaseBytes = sizes[0] + (sizes[1] ?? 0);
  }
}

function cpuUs(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}
