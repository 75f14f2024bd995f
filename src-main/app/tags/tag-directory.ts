import { isDeepStrictEqual } from 'node:util';
import type { TagView } from '../../../src-shared/contract/devices.ts';
import { paceOf } from '../../../src-shared/domain/adaptive-polling.ts';
import type { Derivation } from '../../../src-shared/domain/aggregate.ts';
import { parseDurationMs } from '../../../src-shared/domain/duration.ts';
import type { Tag } from '../../../src-shared/domain/tag.ts';
import { unitSymbol } from '../../../src-shared/domain/units.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { type CheckedDevice, topicOf } from '../../project/check/check-device.ts';
import { derivedTags } from './derived-tags.ts';
import { describeTag } from './describe-tag.ts';
import { topicMatches } from './topic-matches.ts';

/** A tag with its place in the running engine. */
export interface TagEntry {
  /** Private to this run; rows of batches carry it. */
  readonly number: number;
  readonly uid: string;
  readonly topic: string;
  readonly tag: Tag;
  readonly device: DeviceEntry;
  /** Set for a tag that is made of the points of another one; `tag` is then what it would be in a file. */
  readonly derived?: Derivation & { readonly of: TagEntry };
}

export interface DeviceEntry {
  readonly number: number;
  readonly uid: string;
  readonly pollIntervalMs: number;
  readonly device: CheckedDevice;
  /** Enabled ones only: rows of its polls. */
  readonly tags: readonly TagEntry[];
  /** Made of those. */
  readonly derived: readonly TagEntry[];
}

/** All tags of a device, read ones first. */
export function everyTag({ tags, derived }: DeviceEntry): readonly TagEntry[] {
  return derived.length === 0 ? tags : [...tags, ...derived];
}

/** What a new list of devices means for the entries: objects of unchanged devices stay the same ones. */
export interface DirectoryChange {
  readonly added: readonly DeviceEntry[];
  readonly changed: readonly { readonly before: DeviceEntry; readonly after: DeviceEntry }[];
  readonly removed: readonly DeviceEntry[];
}

/**
 * Gives every device and tag of the project its number, and finds them by id, topic or number. A number belongs to an
 * identity for as long as the engine runs, also while its tag is removed, so that no number ever changes its meaning.
 */
export class TagDirectory {
  #devices = new Map<string, DeviceEntry>();
  #byTopic = new Map<string, TagEntry>();
  #byNumber: (TagEntry | undefined)[] = [];
  readonly #deviceNumbers = new Map<string, number>();
  readonly #tagNumbers = new Map<string, number>();

  get devices(): readonly DeviceEntry[] {
    return [...this.#devices.values()];
  }

  /** One more than the highest tag number given so far. */
  get tagCount(): number {
    return this.#tagNumbers.size;
  }

  /** The number of a tag or a device that is none of the project's: it shares the numbers with those that are. */
  reserveTag(uid: string): number {
    return numberOf(this.#tagNumbers, uid);
  }

  reserveDevice(uid: string): number {
    return numberOf(this.#deviceNumbers, uid);
  }

  /** Tags that can be read now. */
  get tags(): readonly TagEntry[] {
    return this.#byNumber.filter((entry) => entry !== undefined);
  }

  /** Takes the devices of the project as they are now; they passed the checks and carry their identities. */
  apply(devices: readonly CheckedDevice[]): DirectoryChange {
    const before = new Map(this.devices.map((entry) => [entry.uid, entry]));
    const added: DeviceEntry[] = [];
    const changed: { before: DeviceEntry; after: DeviceEntry }[] = [];
    const next = devices.map((device) => {
      const old = before.get(required(device.uid, device.id));
      before.delete(device.uid!);
      if (old && isDeepStrictEqual(old.device, device)) return old;
      const entry = this.#entry(device);
      if (old) changed.push({ before: old, after: entry });
      else added.push(entry);
      return entry;
    });
    this.#devices = new Map(next.map((entry) => [entry.device.id, entry]));
    this.#byNumber = [];
    this.#byTopic = new Map();
    for (const tag of next.flatMap(everyTag)) {
      this.#byNumber[tag.number] = tag;
      this.#byTopic.set(tag.topic, tag);
    }
    return { added, changed, removed: [...before.values()] };
  }

  has(device: string): boolean {
    return this.#devices.has(device);
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
    const found = everyTag(this.device(deviceId)).find((entry) => entry.tag.id === tagId);
    if (!found)
      throw new NexusError('NX_NOT_FOUND', `Device “${deviceId}” has no tag “${tagId}”.`, {
        device: deviceId,
        tag: tagId,
      });
    return found;
  }

  /** As `tag`, but undefined where there is none. */
  find(deviceId: string, tagId: string): TagEntry | undefined {
    const entry = this.#devices.get(deviceId);
    return entry && everyTag(entry).find(({ tag }) => tag.id === tagId);
  }

  /** @throws NexusError NX_NOT_FOUND */
  byTopic(topic: string): TagEntry {
    const found = this.findTopic(topic);
    if (!found) throw new NexusError('NX_NOT_FOUND', `No tag has the topic “${topic}”.`, { topic });
    return found;
  }

  /** As `byTopic`, but undefined where there is none. */
  findTopic(topic: string): TagEntry | undefined {
    return this.#byTopic.get(topic);
  }

  /** Tags whose topic matches a filter with `+` and `#` as MQTT 5.0, 4.7 has them. */
  matching(filter: string): readonly TagEntry[] {
    const levels = filter.split('/');
    return this.tags.filter((entry) => topicMatches(levels, entry.topic.split('/')));
  }

  view(entry: TagEntry): TagView {
    const { number, uid, topic, tag, device, derived } = entry;
    const { id, manifest, connection } = device.device;
    const isPolled = !derived && !manifest.subscribes?.(connection);
    const bounds = isPolled ? paceOf(device.device, tag).bounds : undefined;
    const help = describeTag(entry);
    return {
      index: number,
      uid,
      id: tag.id,
      name: tag.name ?? tag.id,
      description: tag.description ?? '',
      device: id,
      address: derived ? help.canonical : tag.address,
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
      pollIntervalMs: tag.poll_interval === undefined ? device.pollIntervalMs : parseDurationMs(tag.poll_interval)!,
      ...(bounds && { bounds }),
      writeLimits: limitsOf(tag),
      ...(tag.critical === true && { critical: true as const }),
      ...(derived && { derived: { of: derived.of.tag.id, window: derived.window, fn: derived.fn } }),
    };
  }

  #entry(device: CheckedDevice): DeviceEntry {
    const tags: TagEntry[] = [];
    const derived: TagEntry[] = [];
    const uid = required(device.uid, device.id);
    const entry: DeviceEntry = {
      number: numberOf(this.#deviceNumbers, uid),
      uid,
      pollIntervalMs: parseDurationMs(device.poll_interval)!,
      device,
      tags,
      derived,
    };
    for (const tag of device.tags.filter((candidate) => candidate.enabled)) {
      const tagUid = required(tag.uid, tag.id);
      const number = numberOf(this.#tagNumbers, tagUid);
      tags.push({ number, uid: tagUid, topic: topicOf(device, tag), tag, device: entry });
    }
    for (const made of tags.flatMap(derivedTags)) {
      derived.push({ ...made, number: numberOf(this.#tagNumbers, made.uid) });
    }
    return entry;
  }
}

function limitsOf({ write_limits: limits }: Tag): TagView['writeLimits'] {
  if (!limits) return null;
  const { min = null, max = null, max_step: maxStep = null, rate = null } = limits;
  return { min, max, maxStep, rate };
}

function numberOf(numbers: Map<string, number>, uid: string): number {
  const known = numbers.get(uid);
  if (known !== undefined) return known;
  numbers.set(uid, numbers.size);
  return numbers.size - 1;
}

function required(uid: string | undefined, id: string): string {
  if (uid === undefined) throw new NexusError('NX_INTERNAL', `“${id}” has no identity; openProject writes them`);
  return uid;
}
