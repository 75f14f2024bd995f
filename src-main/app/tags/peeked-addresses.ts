import type { PeekedAddress, PeekedValue } from '../../../src-shared/contract/values.ts';
import type { DriverTag } from '../../drivers/driver.ts';
import type { Disposable } from '../../kernel/lifetime.ts';
import { driverTagOfForm } from '../devices/address-views.ts';
import type { EngineParts } from '../engine-parts.ts';
import { readFresh } from './fresh-readings.ts';
import { freshView, notRead } from './fresh-values.ts';

type Engine = Pick<EngineParts, 'plant' | 'clock' | 'logger'>;
type Listener = (values: readonly PeekedValue[]) => void;

interface Follower {
  readonly addresses: readonly PeekedAddress[];
  readonly listener: Listener;
}

/** One read a second of each device, however many people look and at however many addresses. */
const EVERY_MS = 1_000;

/**
 * Addresses that somebody looks at without a tag. Those of one device are read together in one turn a second beside its
 * polls, each once however many look at it, and no more as soon as nobody does.
 */
export class PeekedAddresses {
  readonly #engine: Engine;
  readonly #followers = new Map<string, Set<Follower>>();

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Tells what stands there, in this order, once a second until it is disposed of. */
  follow(device: string, addresses: readonly PeekedAddress[], listener: Listener): Disposable {
    const follower = { addresses, listener };
    const own = this.#followers.get(device);
    if (own) own.add(follower);
    else {
      this.#followers.set(device, new Set([follower]));
      void this.#run(device);
    }
    return {
      dispose: () => {
        this.#followers.get(device)?.delete(follower);
        return Promise.resolve();
      },
    };
  }

  async #run(device: string): Promise<void> {
    const { clock, logger } = this.#engine;
    const followers = this.#followers.get(device)!;
    while (followers.size > 0) {
      try {
        await this.#readOnce(device, [...followers]);
      } catch (error) {
        logger.error('addresses without tags could not be read', { device, reason: String(error) });
      }
      await clock.sleep(EVERY_MS);
    }
    this.#followers.delete(device);
  }

  async #readOnce(device: string, followers: readonly Follower[]): Promise<void> {
    const { plant } = this.#engine;
    const asked = new Map(followers.flatMap(({ addresses }) => addresses.map((one) => [keyOf(one), one] as const)));
    const known = new Map<string, PeekedValue>();
    const tags = new Map<string, { readonly tag: DriverTag; readonly dataType: string }>();
    for (const [key, address] of asked) {
      const place = this.#place(device, address);
      if ('tag' in place) tags.set(key, place);
      else known.set(key, { dataType: '', ...notRead(place.code, place.text) });
    }
    if (tags.size > 0) {
      const outcome = await readFresh(
        plant,
        device,
        [...tags.values()].map(({ tag }) => tag),
      );
      [...tags].forEach(([key, { dataType }], row) => {
        const view =
          'rows' in outcome ? freshView(outcome.rows[row]!, outcome.readUs) : notRead(outcome.code, outcome.text);
        known.set(key, { dataType, ...view });
      });
    }
    for (const { addresses, listener } of followers) listener(addresses.map((one) => known.get(keyOf(one))!));
  }

  /** Where an address is on the device as it is now, or why it cannot be read. */
  #place(
    id: string,
    form: PeekedAddress,
  ): { readonly tag: DriverTag; readonly dataType: string } | { readonly code: string; readonly text: string } {
    const { directory } = this.#engine.plant;
    if (!directory.has(id)) return { code: 'NX_NOT_FOUND', text: `There is no device “${id}”.` };
    const { manifest, connection, enabled } = directory.device(id).device;
    if (manifest.expressions)
      return { code: 'NX_REQUEST_INVALID', text: `“${id}” has no addresses: its tags are calculated.` };
    if (!enabled) return { code: 'NX_REQUEST_INVALID', text: `“${id}” is switched off, so nothing is read.` };
    const found = driverTagOfForm({ ...form }, manifest, connection);
    if ('fault' in found) return found.fault;
    return { tag: found.tag, dataType: manifest.describeAddress(found.tag, connection).dataType };
  }
}

const keyOf = ({ address, data_type: type, byte_order: order }: PeekedAddress): string =>
  JSON.stringify([address, type, order]);
