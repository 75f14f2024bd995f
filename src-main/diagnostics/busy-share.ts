import type { Clock } from '../kernel/clock.ts';
import { type Disposable, Lifetime } from '../kernel/lifetime.ts';
import type { HostFigures } from './metric-sources.ts';

const EVERY_MS = 5_000;

/** Share of the last seconds that a group of threads was busy, on average, 0–1. */
export class BusyShare implements Disposable {
  readonly #lifetime = new Lifetime('busy share');
  readonly #hosts: () => readonly HostFigures[];
  #before: { readonly atMs: number; readonly busy: ReadonlyMap<string, number> };
  #share = 0;

  /** @param hosts the threads of the group. */
  constructor(clock: Clock, hosts: () => readonly HostFigures[]) {
    this.#hosts = hosts;
    this.#before = { atMs: clock.monoMs(), busy: this.#busy() };
    this.#lifetime.add(clock.every(EVERY_MS, () => this.#look(clock.monoMs())));
  }

  get share(): number {
    return this.#share;
  }

  dispose(): Promise<void> {
    return this.#lifetime.dispose();
  }

  #busy(): ReadonlyMap<string, number> {
    const running = this.#hosts().filter(({ busySeconds }) => busySeconds !== undefined);
    return new Map(running.map(({ name, busySeconds }) => [name, busySeconds!]));
  }

  #look(nowMs: number): void {
    const { atMs, busy } = this.#before;
    const now = this.#busy();
    // A thread that was started anew counts from zero.
    const grown = [...now].map(([name, seconds]) => seconds - Math.min(busy.get(name) ?? 0, seconds));
    const total = grown.reduce((sum, seconds) => sum + seconds, 0);
    this.#share = now.size === 0 ? 0 : Math.min(1, (total * 1_000) / (nowMs - atMs) / now.size);
    this.#before = { atMs: nowMs, busy: now };
  }
}
