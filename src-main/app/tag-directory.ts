import type { TagView } from '../../src-shared/contract/devices.ts';
import { parseDurationMs } from '../../src-shared/domain/duration.ts';
import type { Tag } from '../../src-shared/domain/tag.ts';
import { unitSymbol } from '../../src-shared/domain/units.ts';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import { type CheckedDevice, driverTag, topicOf } from '../project/check-device.ts';

/** A tag with its place in the running engine. */
export interface TagEntry {
  /** Private to this run; rows of batches carry it. */
  readonly number: number;
  readonly uid: string;
  readonly topic: string;
  readonly tag: Tag;
  readonly device: DeviceEntry;
}

export interface DeviceEntry {
  readonly number: number;
  readonly uid: string;
  readonly pollIntervalMs: number;
  readonly device: CheckedDevice;
  /** Enabled ones only: rows of its polls. */
  readonly tags: readonly TagEntry[];
}

/** Gives every device and tag of the project its number, and finds them by id, topic or number. */
export class TagDirectory {
  readonly #devices = new Map<string, DeviceEntry>();
  readonly #byTopic = new Map<string, TagEntry>();
  readonly #byNumber: TagEntry[] = [];
  #nextDevice = 0;

  get devices(): readonly DeviceEntry[] {
    return [...this.#devices.values()];
  }

  /** One more than the highest tag number given so far. */
  get tagCount(): number {
    return this.#byNumber.length;
  }

  /** The device must have passed the checks and carry its identities (project/assign-uids.ts). */
  add(device: CheckedDevice): DeviceEntry {
    const tags: TagEntry[] = [];
    const entry: DeviceEntry = {
      number: this.#nextDevice++,
      uid: required(device.uid, device.id),
      pollIntervalMs: parseDurationMs(device.poll_interval)!,
      device,
      tags,
    };
    for (const tag of device.tags.filter((candidate) => candidate.enabled)) {
      const number = this.#byNumber.length;
      const made = { number, uid: required(tag.uid, tag.id), topic: topicOf(device, tag), tag, device: entry };
      tags.push(made);
      this.#byNumber.push(made);
      this.#byTopic.set(made.topic, made);
    }
    this.#devices.set(device.id, entry);
    return entry;
  }

  /** @throws NexusError NX_NOT_FOUND */
  device(id: string): DeviceEntry {
    const found = this.#devices.get(id);
    if (!found)
      throw new NexusError(
        'NX_NOT_FOUND',
        `There is no device “${id}”. Known: ${[...this.#devices.keys()].slice(0, 10).join(', ')}.`,
        { device: id },
      );
    return found;
  }

  /** @throws NexusError NX_NOT_FOUND */
  tag(deviceId: string, tagId: string): TagEntry {
    const found = this.device(deviceId).tags.find((entry) => entry.tag.id === tagId);
    if (!found)
      throw new NexusError('NX_NOT_FOUND', `Device “${deviceId}” has no tag “${tagId}”.`, {
        device: deviceId,
        tag: tagId,
      });
    return found;
  }

  /** @throws NexusError NX_NOT_FOUND */
  byTopic(topic: string): TagEntry {
    const found = this.#byTopic.get(topic);
    if (!found) throw new NexusError('NX_NOT_FOUND', `No tag has the topic “${topic}”.`, { topic });
    return found;
  }

  /** Tags whose topic matches a filter with `+` and `#` as MQTT 5.0, 4.7 has them. */
  matching(filter: string): readonly TagEntry[] {
    const levels = filter.split('/');
    return this.#byNumber.filter((entry) => matches(levels, entry.topic.split('/')));
  }

  view({ number, uid, topic, tag, device }: TagEntry): TagView {
    const { manifest, connection, id } = device.device;
    const help = manifest.describeAddress(driverTag(tag), connection);
    return {
      index: number,
      uid,
      id: tag.id,
      name: tag.name ?? tag.id,
      description: tag.description ?? '',
      device: id,
      address: tag.address,
      notations: [...help.notations],
      dataType: help.dataType,
      byteOrder: help.byteOrder ?? null,
      access: tag.access,
      enabled: tag.enabled,
      unit: tag.unit === undefined ? '' : unitSymbol(tag.unit),
      euLow: tag.eu_low ?? null,
      euHigh: tag.eu_high ?? null,
      topic,
      states: tag.enum ?? {},
      pollIntervalMs: device.pollIntervalMs,
    };
  }
}

function matches(filter: readonly string[], topic: readonly string[]): boolean {
  for (const [index, level] of filter.entries()) {
    if (level === '#') return true;
    if (index >= topic.length || (level !== '+' && level !== topic[index])) return false;
  }
  return filter.length === topic.length;
}

function required(uid: string | undefined, id: string): string {
  if (uid === undefined) throw new NexusError('NX_INTERNAL', `“${id}” has no identity; openProject writes them`);
  return uid;
}
