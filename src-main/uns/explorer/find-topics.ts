import type { FoundTopic } from '../../../src-shared/contract/namespace.ts';
import type { TopicDecoder } from './decode-message.ts';
import { type TreeTime, topicFacts } from './topic-facts.ts';
import { filterMatcher } from './topic-filter.ts';
import type { TopicNode } from './topic-node.ts';
import type { TopicTree } from './topic-tree.ts';

/** What is looked for. `odd`: names that differ by case only, with spaces, or with empty levels. */
export interface TopicQuestion {
  /** Words that a topic has to hold, or a filter with + and #. */
  readonly text: string;
  readonly only: 'all' | 'orphan' | 'missing' | 'retained' | 'odd';
  readonly limit: number;
}

/** The first topics that answer a question, by name, and how many there are. */
export function findTopics(
  tree: TopicTree,
  { text, only, limit }: TopicQuestion,
  time: TreeTime,
  decoders: readonly TopicDecoder[],
): { readonly total: number; readonly topics: FoundTopic[] } {
  const matches = matcherOf(text);
  const isMeant = KINDS[only];
  const found: { readonly topic: string; readonly node: TopicNode }[] = [];
  for (const node of tree.topics) {
    if (!isMeant(node)) continue;
    const { topic } = node;
    if (matches(topic)) found.push({ topic, node });
  }
  found.sort((a, b) => Number(isOfBroker(a.topic)) - Number(isOfBroker(b.topic)) || (a.topic < b.topic ? -1 : 1));
  const topics = found
    .slice(0, limit)
    .map(({ topic, node }) => ({ topic, ...topicFacts(node, topic, time, decoders) }));
  return { total: found.length, topics };
}

/** The broker's own topics come last. */
const isOfBroker = (topic: string): boolean => topic.startsWith('$SYS/');

const KINDS: Readonly<Record<TopicQuestion['only'], (node: TopicNode) => boolean>> = {
  all: () => true,
  orphan: ({ mark }) => mark === 'orphan',
  missing: ({ mark }) => mark === 'missing',
  retained: ({ isRetained, topic }) => isRetained && !isOfBroker(topic),
  odd: isOdd,
};

/** A name that somebody may not have meant: himself, or a level above it. */
function isOdd(node: TopicNode): boolean {
  for (let at: TopicNode = node; at.parent; at = at.parent) {
    if (at.name.trim() !== at.name || at.name.includes(' ') || at.name === '' || hasCaseTwin(at)) return true;
  }
  return false;
}

function hasCaseTwin({ name, parent }: TopicNode): boolean {
  const siblings = parent!.children!;
  const lower = name.toLowerCase();
  // Looked up before it is searched for: most names have no upper case.
  if (lower !== name && siblings.has(lower)) return true;
  if (siblings.size > MOST_COMPARED) return false;
  for (const other of siblings.keys()) if (other !== name && other.toLowerCase() === lower) return true;
  return false;
}

/** In a branch of thousands every name would be compared with all others. */
const MOST_COMPARED = 500;

function matcherOf(text: string): (topic: string) => boolean {
  const asked = text.trim();
  if (/(^|\/)\+(\/|$)/.test(asked) || /(^|\/)#$/.test(asked)) return filterMatcher(asked);
  const words = asked.toLowerCase().split(/\s+/).filter(Boolean);
  return (topic) => {
    const lower = topic.toLowerCase();
    return words.every((word) => lower.includes(word));
  };
}
