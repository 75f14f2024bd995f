import { type LastMessage, TopicNode, type TopicTag } from './topic-node.ts';

/** A topic that a tag of the project publishes. */
export interface ExpectedTopic extends TopicTag {
  readonly topic: string;
  /** How often the tag is polled, where each poll makes a message. */
  readonly everyMs?: number;
}

/** How much the tree may hold. */
export interface TreeLimits {
  readonly topics: number;
  /** Names, bookkeeping and payloads together. */
  readonly bytes: number;
}

/** What a message says of itself beside topic and payload. */
export interface MessageFacts {
  readonly qos: number;
  readonly retain: boolean;
}

/** Deeper topics are counted and not kept. */
const MOST_LEVELS = 100;
/** About what a level costs beside its name. */
const NODE_BYTES = 400;

/**
 * Every topic that was seen, with its last message, in a bounded amount of memory: what comes over the limits is counted
 * and not kept. A message costs one look-up and a walk up its levels.
 */
export class TopicTree {
  readonly limits: TreeLimits;
  readonly root = new TopicNode(0, '', undefined);
  /** Monotonic, ms: rates are not spread over time before it. */
  readonly sinceMs: number;
  readonly #byTopic = new Map<string, TopicNode>();
  #prefixes: ReadonlySet<string> = new Set();
  #expected: readonly ExpectedTopic[] = [];
  #nextId = 1;
  #bytes = 0;
  #beyondMessages = 0;
  #beyondPayloads = 0;
  #missing = 0;
  #orphans = 0;
  #changes = 0;

  constructor(limits: TreeLimits, nowMs: number) {
    this.limits = limits;
    this.sinceMs = nowMs;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get beyondMessages(): number {
    return this.#beyondMessages;
  }

  get beyondPayloads(): number {
    return this.#beyondPayloads;
  }

  get missing(): number {
    return this.#missing;
  }

  get orphans(): number {
    return this.#orphans;
  }

  /** Every level that is a topic: seen, or of a tag. */
  get topics(): IterableIterator<TopicNode> {
    return this.#byTopic.values();
  }

  /** The level with this topic, whether it is a topic itself or only a branch. */
  find(topic: string): TopicNode | undefined {
    const known = this.#byTopic.get(topic);
    if (known) return known;
    let node: TopicNode | undefined = this.root;
    for (const level of topic.split('/')) node = node?.children?.get(level);
    return node;
  }

  /** Takes one message. @param nowMs monotonic. @param wallMs wall clock. */
  receive(topic: string, payload: Uint8Array, { qos, retain }: MessageFacts, nowMs: number, wallMs: number): void {
    const node = this.#byTopic.get(topic) ?? this.#grow(topic);
    const change = ++this.#changes;
    this.root.messages++;
    this.root.touched = change;
    this.root.rate.count(nowMs);
    if (!node || (!node.message && this.root.topics >= this.limits.topics)) {
      this.#beyondMessages++;
      return;
    }
    const isFirst = node.message === undefined;
    node.message ??= { timeMs: 0, live: 0, firstLiveMs: 0, qos: 0, bytes: 0, payload: undefined };
    this.#keep(node.message, payload);
    node.message.timeMs = wallMs;
    node.message.qos = qos;
    // Nothing, published, is how a client clears what the broker keeps.
    node.isRetained = payload.length > 0 && (retain || node.isRetained);
    if (retain && payload.length > 0) node.keptMs = wallMs;
    // The first one may be what the broker kept: when it was published is not known.
    if (!(isFirst && retain) && node.message.live++ === 0) node.message.firstLiveMs = wallMs;
    node.history?.push(payload, retain, wallMs);
    node.probe?.push(payload, retain, wallMs);
    if (isFirst) this.#seen(node);
    for (let at: TopicNode = node; at.parent; at = at.parent) {
      at.messages++;
      at.touched = change;
      at.rate.count(nowMs);
    }
  }

  /**
   * Which topics tags have, and below which prefixes topics are ours. Topics that only an earlier list had are gone.
   * @returns true when lines were taken away: who has seen some has to begin anew.
   */
  expect(topics: readonly ExpectedTopic[], prefixes: ReadonlySet<string>): boolean {
    this.#prefixes = prefixes;
    const before = this.#expected;
    this.#expected = topics;
    for (const { topic } of before) {
      const node = this.#byTopic.get(topic);
      if (!node) continue;
      node.tag = undefined;
      node.everyMs = undefined;
    }
    for (const { topic, device, tag, everyMs } of topics) {
      const node = this.#byTopic.get(topic) ?? this.#grow(topic);
      if (!node) continue;
      node.tag = { device, tag };
      node.everyMs = everyMs;
    }
    let isAnyGone = false;
    for (const { topic } of before) isAnyGone = this.#prune(topic) || isAnyGone;
    this.#judge();
    return isAnyGone;
  }

  /** Which of the two it is decides what is counted: a tag whose topic came at last, or a topic that no tag has. */
  #seen(node: TopicNode): void {
    if (node.tag) this.#missing--;
    else if (node.isOurs) this.#orphans++;
    for (let at: TopicNode | undefined = node; at; at = at.parent) at.topics++;
  }

  #judge(): void {
    this.#missing = 0;
    this.#orphans = 0;
    const change = ++this.#changes;
    const visit = (node: TopicNode, topic: string): void => {
      node.isOurs = node.parent !== undefined && (node.parent.isOurs || this.#prefixes.has(topic));
      node.touched = change;
      if (node.mark === 'missing') this.#missing++;
      if (node.mark === 'orphan') this.#orphans++;
      for (const child of node.children?.values() ?? []) {
        visit(child, node.parent ? `${topic}/${child.name}` : child.name);
      }
    };
    visit(this.root, '');
  }

  #grow(topic: string): TopicNode | undefined {
    const levels = topic.split('/');
    const cost = 2 * topic.length;
    const isFull = this.#byTopic.size >= 2 * this.limits.topics;
    if (isFull || levels.length > MOST_LEVELS || this.#bytes + cost + NODE_BYTES > this.limits.bytes) return undefined;
    this.#bytes += cost;
    let node = this.root;
    let path = '';
    for (const [at, level] of levels.entries()) {
      path = at === 0 ? level : `${path}/${level}`;
      node = node.children?.get(level) ?? this.#child(node, level, path);
    }
    this.#byTopic.set(topic, node);
    return node;
  }

  #child(parent: TopicNode, name: string, path: string): TopicNode {
    const node = new TopicNode(this.#nextId++, name, parent);
    node.isOurs = parent.isOurs || this.#prefixes.has(path);
    node.touched = ++this.#changes;
    parent.children ??= new Map();
    parent.children.set(name, node);
    for (let at: TopicNode | undefined = parent; at; at = at.parent) at.touched = this.#changes;
    this.#bytes += NODE_BYTES + 2 * name.length;
    return node;
  }

  /** Takes a topic away that nothing was seen on, and branches that are empty then. */
  #prune(topic: string): boolean {
    const node = this.#byTopic.get(topic);
    if (!node || node.tag || node.message) return false;
    this.#byTopic.delete(topic);
    this.#bytes -= 2 * topic.length;
    for (let at: TopicNode = node; at.parent && !at.message && !at.tag && !at.children?.size; at = at.parent) {
      if (!at.parent.children?.delete(at.name)) break;
      this.#bytes -= NODE_BYTES + 2 * at.name.length;
    }
    return true;
  }

  #keep(message: LastMessage, payload: Uint8Array): void {
    const held = message.payload?.length ?? 0;
    if (payload.length > held || message.payload === undefined) {
      const size = Math.ceil(payload.length / 64) * 64;
      if (this.#bytes - held + size > this.limits.bytes) {
        this.#bytes -= held;
        this.#beyondPayloads++;
        message.payload = undefined;
        message.bytes = payload.length;
        return;
      }
      this.#bytes += size - held;
      // Not of the pool: one long-lived payload would keep 8 KiB of it.
      message.payload = Buffer.allocUnsafeSlow(size);
    }
    message.payload.set(payload);
    message.bytes = payload.length;
  }
}
