import { createHash } from 'node:crypto';
import type { RemoteTagRow } from '../../uns/remote/remote-messages.ts';
import { topicMatches } from '../tags/topic-matches.ts';

/** A device of another gateway: a place in the namespace. */
export interface RemoteDevice {
  readonly number: number;
  readonly uid: string;
  /** `acme/berlin/line-1/pump-1`. */
  readonly path: string;
}

/** A tag that no device of this project has: a topic that another gateway publishes. */
export interface RemoteTag {
  /** As in the batches of this run. */
  readonly number: number;
  readonly uid: string;
  readonly topic: string;
  readonly tag: string;
  /** As its sender shows it; empty where there is none. */
  readonly unit: string;
  readonly device: RemoteDevice;
}

/** How an identity gets its number in this run: `TagDirectory`. */
export interface Numbers {
  reserveTag(uid: string): number;
  reserveDevice(uid: string): number;
}

/**
 * The tags of other gateways by topic. Their identity is made of the topic and nothing else, so that whatever is lost
 * of this list comes back with the next message, with the history that it had (decision 0018).
 */
export class RemoteTags {
  readonly #numbers: Numbers;
  readonly #tags = new Map<string, RemoteTag>();
  readonly #devices = new Map<string, RemoteDevice>();

  constructor(numbers: Numbers) {
    this.#numbers = numbers;
  }

  get count(): number {
    return this.#tags.size;
  }

  get all(): IterableIterator<RemoteTag> {
    return this.#tags.values();
  }

  get devices(): IterableIterator<RemoteDevice> {
    return this.#devices.values();
  }

  find(topic: string): RemoteTag | undefined {
    return this.#tags.get(topic);
  }

  /** By the place of its device and its id; undefined where there is none. */
  findIn(path: string, tag: string): RemoteTag | undefined {
    const known = this.#tags.get(`${path}/${tag}`);
    if (known?.tag === tag) return known;
    // A topic need not end with the id of its tag.
    return this.ofDevice(path).find((each) => each.tag === tag);
  }

  /** Of one device; empty where there is none. */
  ofDevice(path: string): RemoteTag[] {
    if (!this.#devices.has(path)) return [];
    return [...this.#tags.values()].filter(({ device }) => device.path === path);
  }

  /** Those whose topic matches a filter with `+` and `#`. */
  matching(filter: string): RemoteTag[] {
    const levels = filter.split('/');
    return [...this.#tags.values()].filter(({ topic }) => topicMatches(levels, topic.split('/')));
  }

  device(path: string): RemoteDevice {
    const known = this.#devices.get(path);
    if (known) return known;
    const uid = uidOf('device', path);
    const device = { number: this.#numbers.reserveDevice(uid), uid, path };
    this.#devices.set(path, device);
    return device;
  }

  /** The tag of a topic; made where it is new. */
  add({ topic, devicePath, tag, unit = '' }: Pick<RemoteTagRow, 'topic' | 'devicePath' | 'tag' | 'unit'>): RemoteTag {
    const known = this.#tags.get(topic);
    if (known) return known;
    const uid = uidOf('tag', topic);
    const made = { number: this.#numbers.reserveTag(uid), uid, topic, tag, unit, device: this.device(devicePath) };
    this.#tags.set(topic, made);
    return made;
  }
}

/** A UUID of version 8 (RFC 9562, 5.8) made of a name. */
function uidOf(kind: 'tag' | 'device', name: string): string {
  const bytes = createHash('sha256').update(`nexus remote ${kind}\n${name}`).digest();
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
