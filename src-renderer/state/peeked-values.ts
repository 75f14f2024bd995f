import type { PeekedValue } from '../../src-shared/contract/values.ts';
import { type AdHocAddress, adHocText } from '../../src-shared/domain/ad-hoc-address.ts';
import { rpc } from '../rpc/connect.ts';
import { keepFollowing } from './keep-following.ts';

/** What stands at an address now, with how often it was read. */
export interface Peeked {
  readonly value: PeekedValue;
  /** Rises with each reading. */
  readonly version: number;
}

type Listener = (key: string, value: PeekedValue) => void;

/** Addresses that come into sight together are one stream. */
const OPEN_AFTER_MS = 100;
const RETRY_MS = 2_000;

/**
 * Values at addresses without tags, which the gateway reads once a second for as long as a cell shows them. Outside React,
 * as live values are: cells compare `version`.
 */
class PeekedValues {
  readonly #held = new Map<string, { readonly place: AdHocAddress; holders: number }>();
  readonly #values = new Map<string, Peeked>();
  readonly #streams = new Map<string, AbortController>();
  readonly #faults = new Map<string, string>();
  readonly #listeners = new Set<Listener>();
  readonly #due = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  get(key: string): Peeked | undefined {
    return this.#values.get(key);
  }

  /** Why the gateway reads nothing of a device; undefined where it does. */
  refusal(device: string): string | undefined {
    return this.#faults.get(device);
  }

  /** Has an address read until the returned function is called. */
  hold(place: AdHocAddress): () => void {
    const key = adHocText(place);
    const held = this.#held.get(key) ?? { place, holders: 0 };
    held.holders++;
    this.#held.set(key, held);
    if (held.holders === 1) this.#changed(place.device);
    return () => {
      if (--held.holders > 0) return;
      this.#held.delete(key);
      this.#changed(place.device);
    };
  }

  /** Calls `listener` with each reading, until the returned function is called. */
  onValue(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #changed(device: string): void {
    this.#due.add(device);
    if (this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      for (const one of this.#due) this.#follow(one);
      this.#due.clear();
    }, OPEN_AFTER_MS);
  }

  #follow(device: string): void {
    this.#streams.get(device)?.abort();
    this.#streams.delete(device);
    const held = [...this.#held].filter(([, { place }]) => place.device === device);
    if (held.length === 0) return;
    const stop = new AbortController();
    this.#streams.set(device, stop);
    const keys = held.map(([key]) => key);
    const addresses = held.map(([, { place }]) => {
      const { device: _device, ...address } = place;
      return address;
    });
    const { signal } = stop;
    void keepFollowing(
      {
        open: async () => await rpc().values.peek({ signal, input: { device, addresses } }),
        take: ({ values }) => {
          this.#faults.delete(device);
          values.forEach((value, at) => this.#take(keys[at]!, value));
        },
        failed: (text) => this.#faults.set(device, text),
        retryMs: RETRY_MS,
      },
      signal,
    );
  }

  #take(key: string, value: PeekedValue): void {
    this.#values.set(key, { value, version: (this.#values.get(key)?.version ?? 0) + 1 });
    for (const listener of this.#listeners) listener(key, value);
  }
}

/** Those of this page. */
export const peekedValues = new PeekedValues();
