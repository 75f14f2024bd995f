import type { TopicMark } from '../../../src-shared/contract/namespace.ts';
import type { TopicProbe } from './hints/topic-probes.ts';
import type { TopicHistory } from './topic-history.ts';
import { TopicRate } from './topic-rate.ts';

/** A tag of this project, by the ids of device and tag. */
export interface TopicTag {
  readonly device: string;
  readonly tag: string;
}

/** The last message of a topic. */
export interface LastMessage {
  /** Wall clock, ms. */
  timeMs: number;
  /** Messages that were published while we listened, and when the first of them came. */
  live: number;
  firstLiveMs: number;
  qos: number;
  bytes: number;
  /** Reused as long as the next payload fits; undefined where the limit of memory left no room. */
  payload: Buffer | undefined;
}

/** One level of the tree of topics. It may be a topic itself, have others below it, or both. */
export class TopicNode {
  /** Private to one tree; 0 is the root. */
  readonly id: number;
  readonly name: string;
  readonly parent: TopicNode | undefined;
  /** Below a prefix of this project. */
  isOurs = false;
  children: Map<string, TopicNode> | undefined;
  /** Undefined: nothing was seen on it. */
  message: LastMessage | undefined;
  /** The broker keeps a message for it, as far as was seen. */
  isRetained = false;
  /** When a message came last that the broker keeps; wall clock, ms. */
  keptMs: number | undefined;
  tag: TopicTag | undefined;
  /** How often that tag is polled, where each poll makes a message. */
  everyMs: number | undefined;
  /** Kept while somebody looks at the topic. */
  history: TopicHistory | undefined;
  /** While its messages are looked at one by one. */
  probe: TopicProbe | undefined;
  /** Topics with a message, here and below. */
  topics = 0;
  /** Messages here and below. */
  messages = 0;
  readonly rate = new TopicRate();
  /** Number of the change that touched it last: a viewer knows by it what he has not seen. */
  touched = 0;

  constructor(id: number, name: string, parent: TopicNode | undefined) {
    this.id = id;
    this.name = name;
    this.parent = parent;
  }

  get mark(): TopicMark {
    if (this.tag) return this.message ? '' : 'missing';
    return this.message && this.isOurs ? 'orphan' : '';
  }

  /** Levels of its topic. */
  get depth(): number {
    return this.parent ? this.parent.depth + 1 : 0;
  }

  /** The topic of this level; empty for the root. */
  get topic(): string {
    return this.parent?.parent ? `${this.parent.topic}/${this.name}` : this.name;
  }

  /** The last payload as it is now; it is overwritten by the next message. */
  get payload(): Buffer | undefined {
    return this.message?.payload?.subarray(0, this.message.bytes);
  }
}
