import type { NexusHandlers } from '../../../src-shared/contract/contract.ts';
import type { NamespaceState } from '../../../src-shared/contract/namespace.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { Call } from '../../rpc/call.ts';
import type { ExplorerClient } from '../../uns/explorer/explorer-client.ts';
import type { TestMessage } from '../../uns/explorer/explorer-messages.ts';
import { rebirthCommand } from '../../uns/explorer/sparkplug-messages.ts';
import { isTopicFilter } from '../../uns/explorer/topic-filter.ts';
import type { EngineParts } from '../engine-parts.ts';
import { OpenTrees, type ToldTree } from '../publishing/open-trees.ts';
import { type HandPublishing, publishByHand } from '../publishing/publish-by-hand.ts';
import { actorOf } from './write-handlers.ts';

/** What is on the broker, and messages published by hand. */
export function namespaceHandlers(parts: EngineParts): NexusHandlers<Call>['namespace'] {
  const { explorer } = parts;
  const trees = new OpenTrees();
  return {
    state: async () => {
      const state = await explorer?.state();
      return { ...(state ?? idleState(explorer)), running: state !== undefined };
    },
    tree: (call, signal, asked) => (explorer ? trees.watch(call, signal, asked, explorer) : offTree(signal)),
    open: (asked, call) => {
      trees.open(call, asked, explorer);
      return { open: asked.open.length };
    },
    topic: ({ topic, whole }) => required(explorer).read(topic, whole),
    follow: (_call, signal, { topic }) => required(explorer).topic(topic, signal),
    search: async (question) => {
      const found = await explorer?.search(question);
      return { running: found !== undefined, ...(found ?? { total: 0, topics: [] }) };
    },
    hints: async () => {
      const found = await explorer?.hints();
      return { running: found !== undefined, ...(found ?? NO_HINTS) };
    },
    subscribe: async ({ filters }) => {
      const wrong = filters.find((filter) => !isTopicFilter(filter));
      if (wrong !== undefined) {
        const text = `“${wrong}” is no filter: “#” can only be the last level, and “#” and “+” stand for whole levels.`;
        throw new NexusError('NX_REQUEST_INVALID', text);
      }
      await required(explorer).subscribe(filters);
      return { filters };
    },
    publish: async ({ topic, payload, encoding, qos, retain, reason }, call) => {
      const bytes = Buffer.from(payload, encoding === 'base64' ? 'base64' : 'utf8');
      await publishByHand(handOf(parts, call, reason), [{ topic, payload: bytes, qos, retain }]);
      return { topic, bytes: bytes.length };
    },
    askBirth: async ({ topic }, call) => {
      const command = rebirthCommand(topic, Math.floor(parts.clock.wallUs() / 1_000));
      if (!command) throw new NexusError('NX_REQUEST_INVALID', `“${topic}” is no topic of a Sparkplug edge node.`);
      await publishByHand(handOf(parts, call, undefined), [{ ...command, qos: 0, retain: false }]);
      return { topic: command.topic };
    },
    clear: async ({ topics, reason }, call) => {
      const nothing = new Uint8Array(0);
      const messages = topics.map((topic): TestMessage => ({ topic, payload: nothing, qos: 1, retain: true }));
      await publishByHand(handOf(parts, call, reason), messages);
      return { cleared: topics.length };
    },
  };
}

function required(explorer: ExplorerClient | undefined): ExplorerClient {
  if (explorer) return explorer;
  throw new NexusError('NX_NAMESPACE_OFF', 'This project publishes nothing. Switch “Publish” on under Settings.');
}

function handOf(
  { clock, explorer, plant, writes }: EngineParts,
  call: Call,
  reason: string | undefined,
): HandPublishing {
  const actor = actorOf(call);
  return { clock, explorer: required(explorer), directory: plant.directory, writes, actor, reason };
}

const NO_HINTS = { counts: { publishers: 0, overdue: 0, retained: 0, depth: 0, case: 0, name: 0 }, hints: [] };

/** A page that looks where nothing is published is told so, and nothing after that. */
async function* offTree(signal: AbortSignal): AsyncGenerator<ToldTree> {
  yield { state: idleState(undefined), rows: [], hidden: [] };
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** While nobody looks nothing is known. */
const idleState = (explorer: ExplorerClient | undefined): NamespaceState => ({
  link: explorer ? 'connecting' : 'off',
  sinceMs: 0,
  reason: '',
  broker: '',
  filters: [],
  refused: [],
  generation: 0,
  topics: 0,
  messages: 0,
  rate: 0,
  bytes: 0,
  limitBytes: 0,
  limitTopics: 0,
  beyondMessages: 0,
  beyondPayloads: 0,
  knowsTags: false,
  missing: 0,
  orphans: 0,
  hints: 0,
});
