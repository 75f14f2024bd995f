import type { Balance, SystemStatus } from '../../../src-shared/contract/system.ts';
import type { Clock } from '../../kernel/clock.ts';
import { Emitter } from '../../kernel/emitter.ts';
import { type Disposable, Lifetime } from '../../kernel/lifetime.ts';
import type { LastValues } from '../../live/last-values.ts';
import type { InboxState } from '../../uns/publishing/publisher-messages.ts';
import type { EngineHosts } from '../engine-hosts.ts';
import type { Plant } from '../plant.ts';
import type { RemotePoints } from '../remote/remote-points.ts';
import type { Storage } from '../storage.ts';
import type { WriteDoor } from '../writes/write-door.ts';
import { ProcessFigures } from './process-figures.ts';
import { ReconnectCounter } from './reconnect-counter.ts';

const EVERY_MS = 1_000;

export interface StatusSources {
  readonly plant: Plant;
  readonly storage: Storage;
  readonly last: LastValues;
  readonly hosts: EngineHosts;
  readonly remote: Pick<RemotePoints, 'view'>;
  readonly writes: Pick<WriteDoor, 'commands'>;
  readonly archive: { readonly fault: string | undefined };
}

/** Once a second one picture of the whole engine, with rates over the second that passed. */
export class StatusTicker implements Disposable {
  readonly ticked = new Emitter<SystemStatus>();
  readonly #sources: StatusSources;
  readonly #clock: Clock;
  readonly #lifetime = new Lifetime('status ticker');
  readonly #process: ProcessFigures;
  readonly #reconnects = new ReconnectCounter();
  #before: Totals & { readonly atMs: number };

  constructor(sources: StatusSources, clock: Clock) {
    this.#sources = sources;
    this.#clock = clock;
    this.#before = { atMs: clock.monoMs(), ...totals(sources.storage.balance()) };
    const { hosts, storage, plant } = sources;
    this.#process = this.#lifetime.add(new ProcessFigures(clock, hosts, storage.databasePath));
    this.#lifetime.add(plant.devices.changed.on(() => this.#reconnects.look([...plant.devices.all])));
    this.#lifetime.add(clock.every(EVERY_MS, () => this.ticked.emit(this.#picture())));
  }

  dispose(): Promise<void> {
    return this.#lifetime.dispose();
  }

  #picture(): SystemStatus {
    const { plant, storage, last, hosts, archive } = this.#sources;
    const { directory, devices } = plant;
    const { tags } = directory;
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
      tags: { total: tags.length, good: last.countGood(tags) },
      pointsPerSecond: perSecond(now.produced - before.produced),
      historian: {
        ...storage.historianState(),
        pointsPerSecond: perSecond(now.stored - before.stored),
        queued: sinkOf(balance, 'historian')?.queued ?? 0,
        ...(archive.fault !== undefined && { archiveFault: archive.fault }),
      },
      publisher: {
        ...publisherState(storage.publishing),
        pointsPerSecond: perSecond(now.published - before.published),
        queued: sinkOf(balance, 'mqtt')?.queued ?? 0,
      },
      ...(this.#sources.remote.view && { remote: this.#sources.remote.view }),
      sinks: [...storage.sinks.views],
      log: logView(storage.logState()),
      hosts: hosts.all.map(({ name, state, restarts }) => ({ name, state, restarts })),
      pollsSkipped: devices.all.reduce((sum, row) => sum + row.pollsSkipped, 0),
      reconnects: this.#reconnects.count,
      writes: writeFigures(this.#sources.writes),
      process: this.#process.take(),
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
): Pick<SystemStatus['publisher'], 'state' | 'broker' | 'reason' | 'commandFaults'> {
  if (!publishing) return { state: 'off', broker: '', reason: null, commandFaults: [] };
  const { state, inbox } = publishing.client;
  return {
    state: state.kind,
    broker: publishing.broker,
    reason: state.kind === 'offline' ? state.reason : null,
    commandFaults: inbox?.state.kind === 'connected' ? commandFaults(inbox) : [],
  };
}

function commandFaults({ refused, silent }: InboxState): string[] {
  return [
    ...refused.map(
      (topic) =>
        `Commands on ${topic} do not arrive: the MQTT broker refuses the subscription. Allow it in the broker’s access rules.`,
    ),
    ...silent.map((prefix) => {
      const why = prefix.startsWith('$') ? 'Brokers may keep topics that begin with “$” for themselves. ' : '';
      return `Commands on ${prefix}/… may not arrive: a test message there did not come back. ${why}Allow ${prefix}/# in the broker’s access rules, or take the prefix out of mqtt.prefixes.`;
    }),
  ];
}

const IS_FINE: ReadonlySet<string> = new Set(['DONE', 'DONE_VERIFIED']);

function writeFigures({ commands }: StatusSources['writes']): SystemStatus['writes'] {
  const ends = Object.entries(commands.counts.settled);
  const sum = (counts: typeof ends): number => counts.reduce((total, [, count]) => total + count, 0);
  return { settled: sum(ends), problems: sum(ends.filter(([end]) => !IS_FINE.has(end))) };
}

/** Before the log told its state for the first time it is as good as empty. */
function logView(state: ReturnType<Storage['logState']>): SystemStatus['log'] {
  if (!state) return { state: 'ok', text: '', usedBytes: 0, budgetBytes: 0, freeBytes: null, droppedPoints: 0 };
  const { kind, text, usedBytes, budgetBytes, freeBytes, droppedPoints } = state;
  const free = Number.isFinite(freeBytes) ? freeBytes : null;
  return { state: kind, text, usedBytes, budgetBytes, freeBytes: free, droppedPoints };
}
