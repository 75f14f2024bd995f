import { decodePayload } from '../payload/decode-payload.ts';
import { DeviceColumns } from './device-columns.ts';
import { fillPoint, type IncomingPoint, incomingPoint } from './incoming-point.ts';
import { type JsonMemo, jsonMemo, scanJson } from './json-scan.ts';
import type { PublishView } from './publish-view.ts';
import type { RemoteTagRow } from './remote-messages.ts';
import { devicePathOf } from './remote-place.ts';
import { newPoint } from './remote-point.ts';
import { SparkplugNodes } from './sparkplug-nodes.ts';

/** A topic that points came on. */
interface Source {
  readonly topic: string;
  readonly tag: number;
  readonly columns: DeviceColumns;
  memo: JsonMemo | undefined;
  /** Of the latest point that was taken. */
  lastUs: number;
}

/** What one turn gathered. */
export interface Turn {
  readonly tags: readonly RemoteTagRow[];
  readonly frames: readonly ArrayBuffer[];
  readonly points: readonly number[];
}

export interface IntakeOptions {
  readonly mostTags: number;
  /** µs since 1970 UTC. */
  readonly wallUs: () => number;
  /** A payload that is no point came, or a tag too many: told once for each first level of topics. */
  readonly notice: (kind: 'no-point' | 'too-many', topic: string) => void;
  /** Whether a topic is of our own Sparkplug node, or one that gateways talk to each other on: no points are there. */
  readonly isPassed: (topic: string) => boolean;
  /** Asks a node of Sparkplug B for its births. */
  readonly rebirth: (group: string, node: string) => void;
}

const MOST_NOTICES = 100;

/** Makes columns of messages: which tag a topic is, which point a payload, whether we have it already. */
export class RemoteIntake {
  own = 0;
  repeated = 0;
  quarantined = 0;
  overLimit = 0;
  points = 0;
  readonly #options: IntakeOptions;
  /** By the topic as its bytes stand for characters. */
  readonly #sources = new Map<string, Source>();
  readonly #devices = new Map<string, DeviceColumns>();
  readonly #busy: DeviceColumns[] = [];
  readonly #ownTopics = new Set<string>();
  readonly #ownLogs = new Set<string>();
  readonly #known = new Set<string>();
  readonly #noticed = new Set<string>();
  readonly #nodes: SparkplugNodes;
  readonly #point = newPoint();
  #tags: RemoteTagRow[] = [];
  #nextTag = 0;
  #waiting = 0;

  constructor(options: IntakeOptions) {
    this.#options = options;
    this.#nodes = new SparkplugNodes(options.rebirth);
  }

  /** Points of the present turn. */
  get waiting(): number {
    return this.#waiting;
  }

  /** What is ours stays ours for as long as this runs: messages of a tag that is gone may still be on their way. */
  tellOwn(topics: readonly string[], log: string | undefined): void {
    for (const topic of topics) {
      const key = keyOf(topic);
      this.#ownTopics.add(key);
      this.#sources.delete(key);
    }
    if (log !== undefined) this.#ownLogs.add(log);
  }

  tellKnown(topics: readonly string[]): void {
    for (const topic of topics) this.#known.add(keyOf(topic));
  }

  take(message: PublishView): void {
    const { topic, bytes, payloadStart, payloadEnd } = message;
    const source = this.#sources.get(topic);
    if (source) {
      const { memo } = source;
      if (memo && scanJson(bytes, payloadStart, payloadEnd, memo, this.#point)) return this.#add(source);
    } else if (this.#ownTopics.has(topic)) {
      this.own++;
      return;
    }
    // Nothing, retained, is how a topic is cleared.
    if (payloadStart === payloadEnd) return;
    this.#read(message, source);
  }

  /** The points so far as one frame a device, with the tags that are new. */
  finish(): Turn {
    const receivedUs = this.#options.wallUs();
    const points = this.#busy.map(({ count }) => count);
    const frames = this.#busy.map((columns) => columns.take(receivedUs));
    const tags = this.#tags;
    this.#tags = [];
    this.#busy.length = 0;
    this.#waiting = 0;
    return { tags, frames, points };
  }

  /** Points that were told may not have been accepted: they will come again, and are no repetition. */
  forgetTimes(): void {
    for (const source of this.#sources.values()) source.lastUs = Number.NaN;
  }

  #read(message: PublishView, known: Source | undefined): void {
    const { topic: key, bytes, payloadStart, payloadEnd, isTooLong } = message;
    const payload = bytes.subarray(payloadStart, payloadEnd);
    const topic = known?.topic ?? topicOf(key);
    const points = isTooLong ? undefined : this.#decode(topic, payload);
    if (!points) {
      this.quarantined++;
      return this.#notice('no-point', topic);
    }
    for (const point of points) {
      const source = this.#sourceOf(point);
      if (!source) continue;
      if (!fillPoint(point, this.#point)) {
        this.quarantined++;
        this.#notice('no-point', topic);
      } else this.#add(source);
      if (points.length === 1 && point.topic === topic) source.memo = jsonMemo(payload.toString());
    }
  }

  #decode(topic: string, payload: Buffer): readonly IncomingPoint[] | undefined {
    if (this.#options.isPassed(topic)) return [];
    if (SparkplugNodes.owns(topic)) return this.#nodes.take(topic, payload);
    return decodePayload(topic, payload)?.points.map(incomingPoint);
  }

  /** Undefined where the point is not to be taken: it is ours, or its tag is one too many. */
  #sourceOf(point: IncomingPoint): Source | undefined {
    const key = keyOf(point.topic);
    if (this.#ownTopics.has(key) || (point.log !== undefined && this.#ownLogs.has(point.log))) {
      this.own++;
      return undefined;
    }
    return this.#sources.get(key) ?? this.#meet(key, point);
  }

  #meet(key: string, { topic, device, tag, unit }: IncomingPoint): Source | undefined {
    if (!this.#known.has(key)) {
      if (this.#known.size >= this.#options.mostTags) {
        this.overLimit++;
        this.#notice('too-many', topic);
        return undefined;
      }
      this.#known.add(key);
    }
    const devicePath = devicePathOf(topic, device, tag);
    let columns = this.#devices.get(devicePath);
    if (!columns) this.#devices.set(devicePath, (columns = new DeviceColumns(this.#devices.size)));
    const number = this.#nextTag++;
    this.#tags.push({
      number,
      topic,
      devicePath,
      deviceNumber: columns.number,
      tag: tag ?? topic.slice(topic.lastIndexOf('/') + 1),
      ...(unit !== undefined && { unit }),
    });
    const source: Source = { topic, tag: number, columns, memo: undefined, lastUs: Number.NaN };
    this.#sources.set(key, source);
    return source;
  }

  #add(source: Source): void {
    const point = this.#point;
    if (point.timeUs === source.lastUs) {
      this.repeated++;
      return;
    }
    source.lastUs = point.timeUs;
    if (source.columns.count === 0) this.#busy.push(source.columns);
    source.columns.add(source.tag, point);
    this.points++;
    this.#waiting++;
  }

  #notice(kind: 'no-point' | 'too-many', topic: string): void {
    const first = `${kind} ${topic.slice(0, topic.indexOf('/') + 1)}`;
    if (this.#noticed.size >= MOST_NOTICES || this.#noticed.has(first)) return;
    this.#noticed.add(first);
    this.#options.notice(kind, topic);
  }
}

const keyOf = (topic: string): string => Buffer.from(topic).toString('latin1');
const topicOf = (key: string): string => Buffer.from(key, 'latin1').toString();
