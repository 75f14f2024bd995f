import type { PointBatch } from '../../../src-shared/domain/point-batch.ts';
import type { Driver, PushedReadings } from '../../drivers/driver.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import { PushedNormaliser } from '../../processing/normalise-pushed.ts';
import type { DeviceEntry } from '../tags/tag-directory.ts';
import { ReplayClock } from './replay-clock.ts';
import type { PlannedTag } from './replay-plan.ts';

type Take = (batch: PointBatch, isSnapshot: boolean) => void;

/**
 * Tags that are made of others, as one configuration makes them: their drivers and processing as they run in the engine,
 * by a clock that stands at the time of what they are given.
 */
export class MadeWorld {
  readonly #clock: ReplayClock;
  readonly #lifetime = new Lifetime('replayed calculations');
  readonly #listeners: Take[] = [];
  readonly #told: (batch: PointBatch) => void;
  #isReady = false;

  private constructor(startUs: number, told: (batch: PointBatch) => void) {
    this.#clock = new ReplayClock(startUs);
    this.#told = told;
  }

  /**
   * @param tags those that are made; all others that they need are given to `take`
   * @param told takes the points that come of it
   */
  static async open(
    tags: readonly PlannedTag[],
    startUs: number,
    told: (batch: PointBatch) => void,
    signal: AbortSignal,
  ): Promise<MadeWorld> {
    const world = new MadeWorld(startUs, told);
    const devices = Map.groupBy(tags, ({ entry }) => entry.device);
    for (const [device, own] of devices) await world.#run(device, own, signal);
    return world;
  }

  /** Begins, with the values that stood before. @param before of the tags that have one */
  begin(before: PointBatch): void {
    for (const take of this.#listeners) take(before, true);
    this.#isReady = true;
  }

  /** Takes points of one time. */
  take(batch: PointBatch): void {
    this.#clock.advance(batch.receivedUs);
    this.#feed(batch);
  }

  /** Time goes on, without anything new. */
  advance(toUs: number): void {
    this.#clock.advance(toUs);
  }

  close(): Promise<void> {
    return this.#lifetime.dispose();
  }

  async #run(device: DeviceEntry, tags: readonly PlannedTag[], signal: AbortSignal): Promise<void> {
    const { manifest, connection } = device.device;
    const feed = {
      listen: (_tags: readonly number[], take: Take) => {
        this.#listeners.push(take);
        return { dispose: () => void this.#listeners.splice(this.#listeners.indexOf(take), 1) };
      },
    };
    const driver: Driver = manifest.create(connection, { clock: this.#clock, feed });
    this.#lifetime.defer(() => driver.close());
    const rules = tags.map(({ rule }) => rule);
    const normaliser = new PushedNormaliser({ device: device.number, rules, simulated: false });
    const deliver = (readings: PushedReadings): void => {
      if (readings.count === 0) return;
      const batch = normaliser.take(readings, this.#clock.wallUs());
      if (!batch) return;
      this.#told(batch);
      this.#feed(batch);
    };
    await driver.open(signal);
    const plan = driver.plan(tags.map((tag) => tag.driver));
    await driver.subscribe!(plan, { deliver, alive: () => undefined, ended: () => undefined }, signal);
  }

  /** Devices that are made of one another take what the others made. */
  #feed(batch: PointBatch): void {
    for (const take of this.#listeners) take(batch, !this.#isReady);
  }
}
