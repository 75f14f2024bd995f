import type { FoundTopic } from '../../../src-shared/contract/namespace.ts';
import { decodeMessage, type TopicDecoder } from './decode-message.ts';
import type { TopicNode } from './topic-node.ts';

/** When, and by which clock rates began to be counted; both monotonic, ms. */
export interface TreeTime {
  readonly nowMs: number;
  readonly sinceMs: number;
}

/** What every list says of a topic. */
export function topicFacts(
  node: TopicNode,
  topic: string,
  time: TreeTime,
  decoders: readonly TopicDecoder[],
): Omit<FoundTopic, 'topic'> {
  const { message, payload } = node;
  const decoded = payload && decodeMessage(topic, payload, decoders);
  return {
    messages: node.messages,
    rate: shownRate(node, time),
    timeMs: message?.timeMs ?? null,
    value: decoded?.value ?? (message ? `${message.bytes} bytes, not kept` : ''),
    quality: decoded?.quality ?? '',
    retained: node.isRetained,
    mark: node.mark,
  };
}

/** As exactly as it is shown: a rate that differs by less has not changed. */
export function shownRate(node: TopicNode, { nowMs, sinceMs }: TreeTime): number {
  const rate = node.rate.at(nowMs, sinceMs);
  return rate < 10 ? Math.round(rate * 10) / 10 : Math.round(rate);
}
