import type { Balance, SystemStatus } from '../../src-shared/contract/system.ts';
import type { Clock } from '../kernel/clock.ts';
import { Emitter } from '../kernel/emitter.ts';
import { type Disposable, Lifetime } from '../kernel/lifetime.ts';
import type { LastValues } from '../live/last-values.ts';
import type { EngineHosts } from './engine-hosts.ts';
import type { Plant } from './plant.ts';
import type { Storage } from './storage.ts';

const EVERY_MS = 1_000;

export interface StatusSources {
  readonly plant: Plant;
  readonly storage: Storage;
  readonly last: LastValues;
  readonly hosts: EngineHosts;
}

/** Once a second one picture of the whole engine, with rates over the second that passed. */
export class StatusTicker implements Disposable {
  readonly ticked = new Emitter<SystemStatus>();
  readonly #sources: StatusSources;
  readonly #clock: Clock;
  readonly #lifetime = new Lifetime('status ticker');
  #before: Totals & { readonly atMs: number };

  constructor(sources: StatusSources, clock: Clock) {
    this.#sources = sources;
    this.#clock = clock;
    this.#before = { atMs: clock.monoMs(), ...totals(sources.storage.balance()) };
    this.#lifetime.add(clock.every(EVERY_MS, () => this.ticked.emit(this.#picture())));
  }

  dispose(): Promise<void> {
    return this.#lifetime.dispose();
  }

  #picture(): SystemStatus {
    const { plant, storage, last, hosts } = this.#sources;
    const { directory, devices } = plant;
    const balance = storage.balance();
    const now = { atMs: this.#clock.monoMs(), ...totals(balance) };
    const before = this.#before;
    this.#before = now;
    const perSecond = (count: number): number => Math.max(0, count / ((now.atMs - before.atMs) / 1_000));
    const links = devices.all.map((row) => row.status.kind);
    return {
      timeUs: this.#clock.wallUs(),
      devices: {
        total: directory.devices.filter((entry) => entry.device.enabled).length,
        connected: links.filter((kind) => kind === 'connected' || kind === 'degraded').length,
      },
      tags: { total: directory.tags.length, good: last.countGood() },
      pointsPerSecond: perSecond(now.produced - before.produced),
      historian: {
        ...storage.historianState(),
        pointsPerSecond: perSecond(now.stored - before.stored),
        queued: sinkOf(balance, 'historian')?.queued ?? 0,
      },
      publisher: {
        ...publisherState(storage.publishing),
        pointsPerSecond: perSecond(now.published - before.published),
        queued: sinkOf(balance, 'mqtt')?.queued ?? 0,
      },
      log: logView(storage.logState()),
      hosts: hosts.all.map(({ name, state, restarts }) => ({ name, state, restarts })),
      pollsSkipped: devices.all.reduce((sum, row) => sum + row.pollsSkipped, 0),
      balance,
    };
  }
}

interface Totals {
  readonly produced: number;
  readonly stored: number;
  readonly published: number;
}

function totals(balance: Balance): Totals {
  return {
    produced: balance.produced,
    stored: sinkOf(balance, 'historian')?.delivered ?? 0,
    published: sinkOf(balance, 'mqtt')?.delivered ?? 0,
  };
}

const sinkOf = (balance: Balance, name: string): Balance['sinks'][number] | undefined =>
  balance.sinks.find(({ sink }) => sink === name);

function publisherState(
  publishing: Storage['publishing'],
): Pick<SystemStatus['publisher'], 'state' | 'broker' | 'reason'> {
  if (!publishing) return { state: 'off', broker: '', reason: null };
  const { state } = publishing.client;
  return { state: state.kind, broker: publishing.broker, reason: state.kind === 'offline' ? state.reason : null };
}

/** Before the log told its state for the first time it is as good as empty. */
function logView(state: ReturnType<Storage['logState']>): SystemStatus['log'] {
  if (!state) return { state: 'ok', text: '', usedBytes: 0, budgetBytes: 0, freeBytes: null, droppedPoints: 0 };
  const { kind, text, usedBytes, budgetBytes, freeBytes, droppedPoints } = state;
  const free = Number.isFinite(freeBytes) ? freeBytes : null;
  return { state: kind, text, usedBytes, budgetBytes, freeBytes: free, droppedPoints };
}
