import type { HistoryEntry, TopicView } from '../../../src-shared/contract/namespace.ts';
import { decodeMessage, type TopicDecoder } from './decode-message.ts';
import { type TreeTime, topicFacts } from './topic-facts.ts';
import type { SeenMessage } from './topic-history.ts';
import type { TopicTree } from './topic-tree.ts';

/** Larger payloads are sent when they are asked for. */
const MOST_SENT = 65_536;

/** Everything that is known of one topic. @param afterNumber entries of its history after this one. */
export function topicView(
  tree: TopicTree,
  topic: string,
  time: TreeTime,
  decoders: readonly TopicDecoder[],
  { isWhole = false, afterNumber = 0 }: { readonly isWhole?: boolean; readonly afterNumber?: number } = {},
): TopicView {
  const node = tree.find(topic);
  if (!node) return { ...UNKNOWN, topic };
  const { message, payload, history } = node;
  const isLarge = payload !== undefined && payload.length > MOST_SENT && !isWhole;
  const previous = history?.previous?.payload;
  return {
    topic,
    seen: message !== undefined,
    qos: message?.qos ?? 0,
    bytes: message?.bytes ?? 0,
    ...topicFacts(node, topic, time, decoders),
    base64: payload && !isLarge ? payload.toString('base64') : null,
    left: message && !payload ? 'memory' : isLarge ? 'large' : '',
    decoded: payload && !isLarge ? decodeMessage(topic, payload, decoders) : null,
    previous: previous ? decodeMessage(topic, previous, decoders).text : null,
    tag: node.tag ?? null,
    history: (history?.after(afterNumber) ?? []).map((seen) => historyEntry(seen, topic, decoders)),
  };
}

const UNKNOWN: Omit<TopicView, 'topic'> = {
  seen: false,
  qos: 0,
  bytes: 0,
  messages: 0,
  rate: 0,
  timeMs: null,
  value: '',
  quality: '',
  retained: false,
  mark: '',
  base64: null,
  left: '',
  decoded: null,
  previous: null,
  tag: null,
  history: [],
};

function historyEntry(
  { number, timeMs, bytes, isRetained, payload }: SeenMessage,
  topic: string,
  decoders: readonly TopicDecoder[],
): HistoryEntry {
  const decoded = payload && decodeMessage(topic, payload, decoders);
  return {
    number,
    timeMs,
    bytes,
    retained: isRetained,
    value: decoded?.value ?? `${bytes} bytes`,
    figure: decoded?.number ?? null,
  };
}
