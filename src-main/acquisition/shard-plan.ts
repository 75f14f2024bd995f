import type { DeviceJob } from './acquisition-messages.ts';

/** One thread reads more than a million values a second (bench); up to here a second one would only cost memory. */
const POINTS_OF_ONE_HOST = 5_000;
const MOST_HOSTS = 4;

/** What is assigned together: devices of one endpoint share its queue, so they share a host. */
interface Endpoint {
  readonly shard: number;
  /** Points per second by device. */
  readonly rates: Map<string, number>;
}

/**
 * How many hosts a plant is spread over unless the project says it. One processor is left to the engine's main thread,
 * so a machine with two gets one host: log, historian and publisher have threads of their own besides, and a second
 * poller would take turns with them without reading any faster.
 */
export function hostCount(pointsPerSecond: number, processors: number): number {
  if (pointsPerSecond <= POINTS_OF_ONE_HOST) return 1;
  return Math.max(1, Math.min(processors - 1, MOST_HOSTS));
}

/** Points per second of a device when everything is well, and polls are as fast as they may be. */
export function pointRate(job: DeviceJob): number {
  return job.tags.reduce(
    (rate, tag) => rate + 1_000 / (tag.bounds?.fastestMs ?? tag.pollIntervalMs ?? job.pollIntervalMs),
    0,
  );
}

/** Which host polls which device. What was placed stays where it is, as long as its endpoint stays. */
export class ShardPlan {
  readonly #hosts: (pointsPerSecond: number) => number;
  readonly #endpoints = new Map<string, Endpoint>();
  readonly #endpointOf = new Map<string, string>();

  /** @param hosts how many hosts may be used for so many points per second. */
  constructor(hosts: (pointsPerSecond: number) => number) {
    this.#hosts = hosts;
  }

  /** Points per second by shard. */
  get rates(): readonly number[] {
    const rates: number[] = [];
    for (const { shard, rates: own } of this.#endpoints.values()) {
      while (rates.length <= shard) rates.push(0);
      for (const rate of own.values()) rates[shard]! += rate;
    }
    return rates;
  }

  shardOf(id: string): number | undefined {
    return this.#endpoints.get(this.#endpointOf.get(id) ?? '')?.shard;
  }

  /**
   * Takes new devices, and devices under another description.
   * @param gone devices that leave at the same time.
   */
  change(jobs: readonly DeviceJob[], gone: readonly string[]): void {
    const moved = jobs.filter((job) => this.#endpointOf.get(job.id) !== job.endpoint);
    for (const id of [...gone, ...moved.map((job) => job.id)]) this.#drop(id);
    for (const job of jobs) this.#endpoints.get(job.endpoint)?.rates.set(job.id, pointRate(job));
    const unplaced = Map.groupBy(
      jobs.filter((job) => !this.#endpoints.has(job.endpoint)),
      (job) => job.endpoint,
    );
    this.#place(unplaced);
    for (const job of jobs) this.#endpointOf.set(job.id, job.endpoint);
  }

  /** The heaviest first, each to the host with the least to do. */
  #place(unplaced: ReadonlyMap<string, readonly DeviceJob[]>): void {
    const come = [...unplaced].map(([endpoint, jobs]) => {
      const rates = new Map(jobs.map((job) => [job.id, pointRate(job)] as const));
      return { endpoint, rates, total: sum(rates.values()) };
    });
    const loads = [...this.rates];
    const hosts = this.#hosts(sum(loads) + sum(come.map(({ total }) => total)));
    while (loads.length < hosts) loads.push(0);
    for (const { endpoint, rates, total } of come.toSorted((a, b) => b.total - a.total)) {
      const shard = loads.indexOf(Math.min(...loads));
      loads[shard]! += total;
      this.#endpoints.set(endpoint, { shard, rates });
    }
  }

  #drop(id: string): void {
    const key = this.#endpointOf.get(id);
    if (key === undefined) return;
    this.#endpointOf.delete(id);
    const { rates } = this.#endpoints.get(key)!;
    rates.delete(id);
    if (rates.size === 0) this.#endpoints.delete(key);
  }
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
