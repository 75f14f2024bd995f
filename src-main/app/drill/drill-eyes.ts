import { BacklogSamples } from '../../diagnostics/drill/backlog-samples.ts';
import { BusLedger } from '../../diagnostics/drill/bus-ledger.ts';
import type { PollsSeen } from '../../diagnostics/drill/device-findings.ts';
import { DeviceWatch } from '../../diagnostics/drill/device-watch.ts';
import { SinkTrack } from '../../diagnostics/drill/sink-track.ts';
import { type Disposable, Lifetime } from '../../kernel/lifetime.ts';
import { everyTag } from '../tags/tag-directory.ts';
import type { DrillParts } from './drill-parts.ts';
import type { DrillPlan } from './drill-plan.ts';

const SAMPLE_MS = 200;

/** Everything that a drill looks at while it runs: the bus, the sinks, the devices. */
export class DrillEyes implements Disposable {
  readonly ledger: BusLedger;
  readonly tracks: readonly SinkTrack[];
  readonly watches: readonly DeviceWatch[];
  readonly samples: BacklogSamples;
  readonly #parts: DrillParts;
  readonly #lifetime = new Lifetime('drill eyes');
  readonly #cutDevices: ReadonlySet<string>;
  readonly #polls = new Map<string, { readonly polls: number; readonly failed: number; readonly skipped: number }>();
  readonly #lost = new Set<string>();
  readonly #startedUs: number;

  /** @param cutDevices those that share a connection with a target among them. */
  constructor(parts: DrillParts, { targets, startedUs }: DrillPlan, cutDevices: readonly string[], fromUs: number) {
    this.#parts = parts;
    const { plant, last, clock } = parts;
    const { directory } = plant;
    this.#startedUs = startedUs;
    this.#cutDevices = new Set(cutDevices);
    this.ledger = new BusLedger(fromUs, directory.tagCount);
    const sinks = targets.filter(({ kind }) => kind !== 'device').map(({ name }) => name);
    this.tracks = sinks.map((name) => new SinkTrack(name));
    this.samples = new BacklogSamples(sinks);
    this.watches = targets
      .filter(({ kind }) => kind === 'device')
      .map(({ name }) => {
        const numbers = directory.device(name).tags.map(({ number }) => number);
        const watch = new DeviceWatch(name, numbers);
        const known = last.changedSince(Uint32Array.from(numbers), 0);
        if (known) for (let row = 0; row < known.count; row++) watch.begin(known.tag[row]!, known.status[row]!);
        return watch;
      });
    for (const { device, polls, pollsFailed, pollsSkipped } of this.#others())
      this.#polls.set(device, { polls, failed: pollsFailed, skipped: pollsSkipped });
    this.#lifetime.add(
      plant.produced.on((batch) => {
        this.ledger.take(batch);
        for (const watch of this.watches) watch.take(batch);
      }),
    );
    this.#lifetime.add(
      plant.devices.changed.on((rows) => {
        for (const { device, status } of rows)
          if (status.kind === 'offline' && this.#polls.has(device)) this.#lost.add(device);
      }),
    );
    this.#lifetime.add(clock.every(SAMPLE_MS, () => this.#sample()));
    this.#sample();
  }

  /** Points that wait for the sinks that are looked at. */
  get waiting(): number {
    return this.tracks.reduce((sum, { queued }) => sum + queued, 0);
  }

  /** Of all devices that were not cut, since the beginning. */
  get polls(): PollsSeen {
    const sum = { devices: 0, polls: 0, failed: 0, skipped: 0 };
    for (const { device, polls, pollsFailed, pollsSkipped } of this.#others()) {
      const before = this.#polls.get(device);
      // One that began anew meanwhile, because it was changed, counts from zero.
      if (!before || polls < before.polls) continue;
      sum.devices++;
      sum.polls += polls - before.polls;
      sum.failed += pollsFailed - before.failed;
      sum.skipped += pollsSkipped - before.skipped;
    }
    return { ...sum, lost: [...this.#lost] };
  }

  dispose(): Promise<void> {
    return this.#lifetime.dispose();
  }

  /** Devices that were fine at the beginning are to stay so; those that were away already tell nothing. */
  #others() {
    return this.#parts.plant.devices.all.filter(
      ({ device, status }) =>
        !this.#cutDevices.has(device) &&
        (this.#polls.has(device) || status.kind === 'connected' || status.kind === 'degraded'),
    );
  }

  #sample(): void {
    const { clock, storage } = this.#parts;
    const { sinks } = storage.balance();
    const views = storage.sinks.views;
    const atMs = clock.monoMs();
    for (const track of this.tracks) {
      const counts = sinks.find(({ sink }) => sink === track.name);
      if (!counts) continue;
      const state = views.find(({ sink }) => sink === track.name)?.state;
      const isConnected = state === 'connected' || state === 'running';
      track.sample({ atMs, isConnected, queued: counts.queued, delivered: counts.delivered });
    }
    this.samples.add(
      (clock.wallUs() - this.#startedUs) / 1e6,
      this.tracks.map(({ queued }) => queued),
    );
  }
}

/** All tags whose points a sink may get, at this moment. */
export const tagsOf = ({ plant }: Pick<DrillParts, 'plant'>) =>
  plant.directory.devices.filter(({ device }) => device.enabled).flatMap(everyTag);
