import type { TopicNode } from '../topic-node.ts';

/** A message as a probe keeps it. */
export interface ProbedMessage {
  /** Wall clock, ms. */
  readonly timeMs: number;
  readonly isRetained: boolean;
  /** Undefined where it is longer than a probe keeps. */
  readonly payload: Uint8Array | undefined;
}

/** Messages of one topic, until there are enough to judge. */
export class TopicProbe {
  readonly beganMs: number;
  readonly messages: ProbedMessage[] = [];

  /** @param beganMs monotonic. */
  constructor(beganMs: number) {
    this.beganMs = beganMs;
  }

  get isFull(): boolean {
    return this.messages.length >= ENOUGH;
  }

  push(payload: Uint8Array, isRetained: boolean, timeMs: number): void {
    if (this.isFull) return;
    const kept = payload.length <= MOST_BYTES ? Uint8Array.from(payload) : undefined;
    this.messages.push({ timeMs, isRetained, payload: kept });
  }
}

const ENOUGH = 12;
const MOST_BYTES = 1_024;
/** Topics that are looked at together: 3 MiB at most. */
const AT_ONCE = 256;
/** One message in 5 s is the slowest that is judged. */
const LONGEST_MS = 60_000;
/** Topics that are passed over in one turn while others are sought. */
const MOST_PASSED = 20_000;

/**
 * Looks at some topics at a time, message by message, and goes round through all of them: looking at each message of
 * each topic would cost more than the whole tree. What was found out of a topic stands until it is looked at again.
 */
export class TopicProbes {
  readonly #judge: (node: TopicNode, messages: readonly ProbedMessage[]) => string | undefined;
  readonly #open = new Set<TopicNode>();
  readonly #found = new Map<TopicNode, string>();
  #round: Iterator<TopicNode> | undefined;

  /** @param judge says what is the matter with a topic; undefined: nothing. */
  constructor(judge: (node: TopicNode, messages: readonly ProbedMessage[]) => string | undefined) {
    this.#judge = judge;
  }

  /** What was found out, by topic. */
  get found(): ReadonlyMap<TopicNode, string> {
    return this.#found;
  }

  /** Judges what is ripe and looks at the next topics. Call it every few seconds. @param nowMs monotonic. */
  turn(topics: Iterable<TopicNode>, nowMs: number): void {
    for (const node of this.#open) {
      const probe = node.probe!;
      if (!probe.isFull && nowMs - probe.beganMs < LONGEST_MS) continue;
      this.#open.delete(node);
      node.probe = undefined;
      const fact = probe.isFull ? this.#judge(node, probe.messages) : undefined;
      if (fact === undefined) this.#found.delete(node);
      else this.#found.set(node, fact);
    }
    let hasBegun = false;
    for (let passed = 0; this.#open.size < AT_ONCE && passed < MOST_PASSED; passed++) {
      this.#round ??= topics[Symbol.iterator]();
      const { done, value: node } = this.#round.next();
      if (done) {
        this.#round = undefined;
        // Everything was seen in this turn.
        if (hasBegun) return;
        hasBegun = true;
      } else if (!node.probe && node.message) {
        node.probe = new TopicProbe(nowMs);
        this.#open.add(node);
      }
    }
  }
}
