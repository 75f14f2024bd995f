import type { HintCounts, HintKind, NamespaceHint } from '../../../../src-shared/contract/namespace.ts';
import { HINT_KINDS } from '../../../../src-shared/contract/namespace.ts';
import type { TopicNode } from '../topic-node.ts';
import type { ExpectedTopic, TopicTree } from '../topic-tree.ts';
import { nameHints } from './name-hints.ts';
import { usualDepth } from './usual-depth.ts';

/** What hints are found by, beside the tree. Times are wall clock, ms. */
export interface HintSources {
  readonly nowMs: number;
  /** Since when messages can come: nothing is overdue before; null: they cannot now. */
  readonly connectedMs: number | null;
  readonly expected: readonly ExpectedTopic[];
  /** Topics that two seem to publish to, with the fact that says so. */
  readonly shared: ReadonlyMap<TopicNode, string>;
}

export interface FoundHints {
  readonly counts: HintCounts;
  /** The first of each kind. */
  readonly hints: NamespaceHint[];
}

/** Of each kind; the others are counted. */
const MOST_LISTED = 100;
/** A mean needs so many messages. */
const FEWEST = 4;
/** A tag that comes as often as it is polled is overdue sooner than a topic of which nothing but its mean is known. */
const OVERDUE_POLLED = 3;
const OVERDUE_OTHER = 10;
/** Shorter silences are a busy machine. */
const SHORTEST_MS = 5_000;
/** A retained message and the live ones after it may be moments apart. */
const KEPT_BEHIND_MS = 10_000;

/** What on the broker somebody may not have meant, each with a next step. */
export function findHints(tree: TopicTree, sources: HintSources): FoundHints {
  const counts = Object.fromEntries(HINT_KINDS.map((kind) => [kind, 0])) as Record<HintKind, number>;
  const hints: NamespaceHint[] = [];
  const tell = (kind: HintKind, topic: string, text: string, node?: TopicNode): void => {
    if (++counts[kind] <= MOST_LISTED) hints.push({ kind, topic, text, tag: node?.tag ?? null });
  };
  for (const [node, fact] of sources.shared) tell('publishers', node.topic, publishersText(node, fact), node);
  const silent = new Map<TopicNode, Overdue[]>();
  for (const node of tree.topics) {
    if (!node.message) continue;
    const late = overdue(node, sources);
    if (late) put(silent, node.parent!, late);
    const old = keptText(node);
    if (old !== undefined) tell('retained', node.topic, old, node);
  }
  for (const [branch, late] of silent) overdueHints(branch, late, tell);
  depthHints(tree, sources.expected, tell);
  nameHints(tree, tell);
  return { counts, hints };
}

/** Adds one hint. */
export type TellHint = (kind: HintKind, topic: string, text: string, node?: TopicNode) => void;

const publishersText = ({ topic, tag }: TopicNode, fact: string): string =>
  `${topic} seems to have two publishers: ${fact}. ${
    tag
      ? 'Look on the broker which other client publishes it, and give one of them another prefix.'
      : 'Look on the broker which clients publish it.'
  }`;

interface Overdue {
  readonly node: TopicNode;
  readonly silentMs: number;
  readonly usualMs: number;
}

function overdue(node: TopicNode, { nowMs, connectedMs }: HintSources): Overdue | undefined {
  const { message, everyMs } = node;
  if (!message || message.live < FEWEST || connectedMs === null) return undefined;
  const usualMs = (message.timeMs - message.firstLiveMs) / (message.live - 1);
  const isPolled = everyMs !== undefined && usualMs < 1.5 * everyMs;
  const silentMs = nowMs - Math.max(message.timeMs, connectedMs);
  const isLate = silentMs >= Math.max(SHORTEST_MS, (isPolled ? OVERDUE_POLLED : OVERDUE_OTHER) * usualMs);
  return isLate ? { node, silentMs, usualMs } : undefined;
}

/** Topics of one branch mostly fall silent together: they are one hint then. */
function overdueHints(branch: TopicNode, late: readonly Overdue[], tell: TellHint): void {
  const step = late.some(({ node }) => node.tag)
    ? 'Look whether its device is connected.'
    : 'Look whether its publisher runs.';
  if (late.length < TOGETHER) {
    for (const { node, silentMs, usualMs } of late) {
      const had = `and had one every ${spanText(usualMs)}`;
      tell('overdue', node.topic, `${node.topic} has no message for ${spanText(silentMs)}, ${had}. ${step}`, node);
    }
    return;
  }
  const [first] = late.toSorted((a, b) => b.silentMs - a.silentMs);
  const { silentMs, usualMs, node } = first!;
  const most = `${node.name} for ${spanText(silentMs)}, and had one every ${spanText(usualMs)}`;
  tell('overdue', branch.topic, `${branch.topic} has ${late.length} topics without messages: ${most}. ${step}`);
}

const TOGETHER = 4;

function put<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

function keptText({ topic, message, keptMs, isRetained, tag }: TopicNode): string | undefined {
  if (!message || !isRetained || keptMs === undefined || message.timeMs - keptMs < KEPT_BEHIND_MS) return undefined;
  const step = tag
    ? 'Clear it, or let this gateway retain its values (mqtt.retain).'
    : 'Clear it, or let its publisher retain.';
  return `${topic} has a retained message that is ${spanText(message.timeMs - keptMs)} older than its last value: whoever subscribes gets the old one first. ${step}`;
}

function depthHints(tree: TopicTree, expected: readonly ExpectedTopic[], tell: TellHint): void {
  const usual = usualDepth(expected.map(({ topic }) => topic));
  if (usual === undefined) return;
  const odd = new Map<TopicNode, number>();
  for (const node of tree.topics) {
    const isMeant = node.message ? node.isOurs || node.tag : false;
    if (isMeant && node.parent && node.depth !== usual) odd.set(node.parent, (odd.get(node.parent) ?? 0) + 1);
  }
  for (const [parent, count] of odd) {
    const what = count === 1 ? 'a topic' : `${count} topics`;
    tell(
      'depth',
      parent.topic,
      `${parent.topic} holds ${what} of ${parent.depth + 1} levels, and most topics of this project have ${usual}. Look whether a level is missing or one too many.`,
    );
  }
}

/** `42 s`, `1.5 s`, `4 min`, `2 h` */
function spanText(ms: number): string {
  if (ms < 10_000) return ms < 1_000 ? `${Math.round(ms)} ms` : `${Math.round(ms / 100) / 10} s`;
  if (ms < 120_000) return `${Math.round(ms / 1_000)} s`;
  return ms < 7_200_000 ? `${Math.round(ms / 60_000)} min` : `${Math.round(ms / 3_600_000)} h`;
}
