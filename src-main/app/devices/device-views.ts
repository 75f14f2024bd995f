import type { DeviceHealth, DeviceView } from '../../../src-shared/contract/devices.ts';
import type { ReadPlanView } from '../../../src-shared/contract/read-plan.ts';
import { type PaceBounds, paceOf } from '../../../src-shared/domain/adaptive-polling.ts';
import { formatDuration, parseDurationMs } from '../../../src-shared/domain/duration.ts';
import type { GroupPlan } from '../../acquisition/acquisition-messages.ts';
import { Emitter } from '../../kernel/emitter.ts';
import { driverTag } from '../../project/check/check-device.ts';
import type { DeviceEntry } from '../tags/tag-directory.ts';
import { endpointOf } from '../twins/twin-place.ts';
import { type PlannedDevice, planGroups, readPlanView } from './read-plan-view.ts';

/** What was last heard of every device, and how a device looks to a caller. */
export class DeviceViews {
  /** Rows as hosts send them: one at once on a change of status, all of a host once a second. */
  readonly changed = new Emitter<readonly DeviceHealth[]>();
  readonly #health = new Map<string, DeviceHealth>();
  readonly #plans = new WeakMap<DeviceEntry, readonly string[]>();
  readonly #simulatorPort: (id: string) => number | undefined;

  /** @param simulatorPort where the twin of a device listens; undefined for real devices. */
  constructor(simulatorPort: (id: string) => number | undefined) {
    this.#simulatorPort = simulatorPort;
  }

  take(rows: readonly DeviceHealth[]): void {
    for (const row of rows) this.#health.set(row.device, row);
    this.changed.emit(rows);
  }

  /** What was heard of devices that are no more, or that begin anew. */
  forget(entries: readonly DeviceEntry[]): void {
    for (const { device } of entries) this.#health.delete(device.id);
  }

  get all(): readonly DeviceHealth[] {
    return [...this.#health.values()];
  }

  health(entry: DeviceEntry): DeviceHealth {
    const { device } = entry;
    return this.#health.get(device.id) ?? notHeardOf(device.id, device.enabled, modeOf(entry));
  }

  view(entry: DeviceEntry): DeviceView {
    const { device } = entry;
    return {
      id: device.id,
      uid: entry.uid,
      name: device.name ?? device.id,
      description: device.description ?? '',
      protocol: device.protocol,
      protocolTitle: device.manifest.title,
      memory: device.manifest.memory?.title ?? null,
      endpoint: endpointOf(device, this.#simulatorPort(device.id)),
      enabled: device.enabled,
      unsPrefix: device.uns_prefix,
      pollIntervalMs: entry.pollIntervalMs,
      tags: entry.tags.length,
      simulated: this.#simulatorPort(device.id) !== undefined,
      twin: device.simulated,
      pollPlan: [...this.#plan(entry)],
      health: this.health(entry),
    };
  }

  /** What reading the device costs, with what its polls took of late. @param running its plan as it is read now */
  readPlan(entry: DeviceEntry, running: readonly GroupPlan[] | undefined): ReadPlanView {
    return readPlanView(plannedDevice(entry), this.health(entry).latencyP50Ms, running);
  }

  /** Compiled once: it only depends on the configuration. */
  #plan(entry: DeviceEntry): readonly string[] {
    const known = this.#plans.get(entry);
    if (known) return known;
    const { groups } = planGroups(plannedDevice(entry));
    const plan = groups.flatMap(({ intervalMs, bounds, requests }) => {
      // Where everything is polled at one pace, the pace needs no word.
      const pace = groups.length > 1 ? `every ${paceText(intervalMs, bounds)}: ` : '';
      return requests.map(({ text }) => `${pace}${text}`);
    });
    this.#plans.set(entry, plan);
    return plan;
  }
}

const paceText = (intervalMs: number, bounds: PaceBounds | undefined): string =>
  bounds ? `${formatDuration(bounds.fastestMs)}–${formatDuration(bounds.slowestMs)}` : formatDuration(intervalMs);

const plannedDevice = ({ device, tags, pollIntervalMs }: DeviceEntry): PlannedDevice => ({
  manifest: device.manifest,
  connection: device.connection,
  intervalMs: pollIntervalMs,
  tags: tags.map(({ tag }) => ({
    id: tag.id,
    driver: driverTag(tag),
    pollIntervalMs: tag.poll_interval === undefined ? undefined : parseDurationMs(tag.poll_interval),
    bounds: paceOf(device, tag).bounds,
  })),
});

const modeOf = ({ device: { manifest, connection } }: DeviceEntry): DeviceHealth['mode'] =>
  manifest.subscribes?.(connection) ? 'subscribed' : 'polled';

function notHeardOf(device: string, enabled: boolean, mode: DeviceHealth['mode']): DeviceHealth {
  return {
    device,
    status: enabled ? { kind: 'connecting', attempt: 1, reason: null } : { kind: 'disabled' },
    mode,
    updatesPerSecond: null,
    polls: 0,
    pollsFailed: 0,
    pollsSkipped: 0,
    successRatio: null,
    latencyP50Ms: null,
    latencyP95Ms: null,
    tagsGood: 0,
    lastGoodUs: null,
    tagFaults: [],
  };
}
