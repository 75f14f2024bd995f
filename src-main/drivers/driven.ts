import { systemClock } from '../kernel/clock.ts';
import type {
  Driver,
  DriverManifest,
  DriverParts,
  DriverTag,
  ReadingColumns,
  Subscriber,
  WriteValue,
} from './driver.ts';

const never = new AbortController().signal;

/** A driver used as a session uses it, opened anew after every fault. For tests. */
export class Driven {
  readonly driver: Driver;
  #isOpen = false;

  constructor(manifest: DriverManifest, connection: object, parts: Partial<DriverParts> = {}) {
    this.driver = manifest.create(manifest.connection.parse(connection), { clock: systemClock, ...parts });
  }

  /** The values in the order of the tags, exact ones as they are, or the code of the rejection. */
  read(tags: readonly DriverTag[]): Promise<readonly unknown[] | string> {
    return this.#do(async () => {
      const count = tags.length;
      const into: ReadingColumns = {
        timeUs: new Float64Array(count),
        value: new Float64Array(count),
        status: new Uint32Array(count),
        cells: [],
      };
      await this.driver.read(this.driver.plan(tags), into, never);
      return tags.map((_, row) => into.cells.find((cell) => cell.row === row)?.value ?? into.value[row]);
    });
  }

  /** `written`, or the code of the rejection. */
  write(tag: DriverTag, value: WriteValue): Promise<string> {
    return this.#do(async () => {
      await this.driver.write(tag, value, never);
      return 'written';
    });
  }

  /** `subscribed`, or the code of the rejection. */
  subscribe(tags: readonly DriverTag[], subscriber: Subscriber): Promise<string> {
    return this.#do(async () => {
      await this.driver.subscribe!(this.driver.plan(tags), subscriber, never);
      return 'subscribed';
    });
  }

  close(): Promise<void> {
    this.#isOpen = false;
    return this.driver.close();
  }

  async #do<T>(work: () => Promise<T>): Promise<T | string> {
    try {
      if (!this.#isOpen) await this.driver.open(never);
      this.#isOpen = true;
      return await work();
    } catch (error) {
      const { code } = error as { readonly code: string };
      if (code !== 'NX_DRIVER_REJECTED') this.#isOpen = false;
      return code;
    }
  }
}
