import { z } from 'zod';
import { event, method } from './define.ts';

/** As MQTT 5.0, 4.7 allows to publish to: no wildcard, no NUL, at most 65,535 bytes. */
const Topic = z
  .string()
  .min(1)
  .max(65_535)
  .regex(/^[^+#\0]+$/, { error: 'A topic to publish to has neither “+” nor “#”.' });

/** Where a person may publish. */
const OwnTopic = Topic.refine((topic) => !topic.startsWith('$SYS/'), {
  error: '“$SYS/” is the broker’s own: nobody publishes there.',
});

/** How the listener of the namespace stands. `off`: this project publishes nothing, so that there is no broker. */
export const NamespaceState = z.object({
  link: z.enum(['off', 'connecting', 'connected', 'offline']),
  /** Wall clock, ms; when it came to that. */
  sinceMs: z.number(),
  /** Why it is offline; empty otherwise. */
  reason: z.string(),
  /** Without user or password. */
  broker: z.string(),
  filters: z.array(z.string()),
  /** Filters that the broker does not let us subscribe to. */
  refused: z.array(z.string()),
  /** Counts up when the tree begins anew. */
  generation: z.number(),
  /** Topics that a message was seen on. */
  topics: z.number(),
  messages: z.number(),
  /** Messages a second. */
  rate: z.number(),
  /** What tree and payloads take, and may take. */
  bytes: z.number(),
  limitBytes: z.number(),
  limitTopics: z.number(),
  /** Messages of topics that are not kept, and payloads that are not, because a limit was reached. */
  beyondMessages: z.number(),
  beyondPayloads: z.number(),
  /** Topics that a tag of this project has; false where the payload does not give each tag one of its own. */
  knowsTags: z.boolean(),
  /** Of those, the ones that nothing was seen on yet. */
  missing: z.number(),
  /** Topics below the prefixes of this project that no tag of it has. */
  orphans: z.number(),
  /** Things that somebody may not have meant; see `hints`. */
  hints: z.number(),
});
export type NamespaceState = z.output<typeof NamespaceState>;

/** missing: of a tag, and never seen. orphan: below our prefixes, and of no tag. */
export const TOPIC_MARKS = ['', 'missing', 'orphan'] as const;
export type TopicMark = (typeof TOPIC_MARKS)[number];

/**
 * publishers: two seem to publish it. overdue: silent for much longer than usual. retained: older than its last value.
 * depth: more or fewer levels than the topics of the project. case, name: names that differ by case, hold spaces or nothing.
 */
export const HINT_KINDS = ['publishers', 'overdue', 'retained', 'depth', 'case', 'name'] as const;
export type HintKind = (typeof HINT_KINDS)[number];
const HintCounts = z.record(z.enum(HINT_KINDS), z.number());
export type HintCounts = z.output<typeof HintCounts>;

export const NamespaceHint = z.object({
  kind: z.enum(HINT_KINDS),
  /** Of a topic, or of the branch that it is about. */
  topic: z.string(),
  /** What was seen, and the next step. */
  text: z.string(),
  tag: z.object({ device: z.string(), tag: z.string() }).nullable(),
});
export type NamespaceHint = z.output<typeof NamespaceHint>;

const TopicFacts = {
  /** Messages, and messages a second, of this topic and what is below it. */
  messages: z.number(),
  rate: z.number(),
  /** Of the last message of this topic itself: wall clock, ms; null: none was seen. */
  timeMs: z.number().nullable(),
  /** The last message in one short line. */
  value: z.string(),
  /** As the payload says; empty where it says nothing. */
  quality: z.enum(['', 'good', 'uncertain', 'bad']),
  retained: z.boolean(),
  mark: z.enum(TOPIC_MARKS),
};

/** One line of the tree. */
export const BranchRow = z.object({
  id: z.number(),
  /** 0: the root. */
  parent: z.number(),
  name: z.string(),
  /** Topics with a message, here and below. */
  topics: z.number(),
  /** Lines right below it. */
  children: z.number(),
  ...TopicFacts,
});
export type BranchRow = z.output<typeof BranchRow>;

/** Lines of a branch that are not sent, because it has too many. */
const HiddenRows = z.object({ parent: z.number(), count: z.number() });

export const FoundTopic = z.object({ topic: z.string(), ...TopicFacts });
export type FoundTopic = z.output<typeof FoundTopic>;

/** A message as it can be read: by its topic and by what its bytes look like. */
export const DecodedMessage = z.object({
  kind: z.enum(['json', 'number', 'text', 'sparkplug', 'msgpack', 'binary', 'empty']),
  /** For people to read, in lines; empty for bytes. Shortened beyond 64 KiB. */
  text: z.string(),
  value: z.string(),
  /** The value where it is a number, for a plot. */
  number: z.number().nullable(),
  quality: z.enum(['', 'good', 'uncertain', 'bad']),
  /** Names are missing that a Sparkplug birth would tell. */
  unborn: z.boolean(),
  /** The time that the message gives itself, wall clock, ms. */
  sourceMs: z.number().nullable(),
});
export type DecodedMessage = z.output<typeof DecodedMessage>;

export const HistoryEntry = z.object({
  /** Counts the messages of the topic since it was first looked at. */
  number: z.number(),
  timeMs: z.number(),
  bytes: z.number(),
  retained: z.boolean(),
  value: z.string(),
  figure: z.number().nullable(),
});
export type HistoryEntry = z.output<typeof HistoryEntry>;

/** One topic, as far as it is known. */
export const TopicView = z.object({
  topic: z.string(),
  seen: z.boolean(),
  qos: z.number(),
  bytes: z.number(),
  ...TopicFacts,
  /** Null where it is larger than 64 KiB and not asked for whole, or was not kept. */
  base64: z.string().nullable(),
  /** Why there is no payload though a message was seen; empty otherwise. */
  left: z.enum(['', 'large', 'memory']),
  decoded: DecodedMessage.nullable(),
  /** The text of the message before. */
  previous: z.string().nullable(),
  tag: z.object({ device: z.string(), tag: z.string() }).nullable(),
  /** The last messages since it is looked at, oldest first; in a stream those that are new. */
  history: z.array(HistoryEntry),
});
export type TopicView = z.output<typeof TopicView>;

const OpenBranches = z.object({
  /** The name that the page gives its tree. */
  view: z.string().min(1).max(64),
  /** Topics of the branches; the root always is open. */
  open: z.array(z.string().max(65_535)).max(500),
  /** Counts up with each change: calls may overtake one another. */
  version: z.int().min(0).default(0),
});
const Filter = z.string().min(1).max(65_535);

/** What is really on the broker. A listener of its own runs while somebody looks, and for a minute after that. */
export const namespace = {
  state: method({
    doc: 'How the listener of the namespace stands. It runs only while somebody looks.',
    permission: 'read',
    rest: { method: 'GET', path: '/namespace' },
    input: z.object({}),
    output: NamespaceState.extend({ running: z.boolean() }),
  }),
  tree: event({
    doc: 'The tree of topics: the lines of open branches, then those that changed, at most four times a second.',
    permission: 'read',
    input: OpenBranches,
    payload: z.object({ state: NamespaceState, rows: z.array(BranchRow), hidden: z.array(HiddenRows) }),
  }),
  open: method({
    doc: 'Says which branches of a tree are open now, by their topics. The root always is.',
    permission: 'read',
    asksOnly: true,
    input: OpenBranches,
    output: z.object({ open: z.number() }),
  }),
  topic: method({
    doc: 'One topic: its last message, raw and decoded. Waits a second for one that was not seen yet.',
    permission: 'read',
    rest: { method: 'GET', path: '/namespace/topic' },
    input: z.object({ topic: Topic, whole: z.stringbool().or(z.boolean()).default(false) }),
    output: TopicView,
  }),
  follow: event({
    doc: 'One topic and its history: as it is, then as it changes, at most four times a second.',
    permission: 'read',
    input: z.object({ topic: Topic }),
    payload: TopicView,
  }),
  search: method({
    doc: 'Topics by words or by a filter with + and #. Searches what the listener has; nothing while nobody looks.',
    permission: 'read',
    rest: { method: 'GET', path: '/namespace/topics' },
    input: z.object({
      text: z.string().max(1_024).default(''),
      only: z.enum(['all', 'orphan', 'missing', 'retained', 'odd']).default('all'),
      limit: z.coerce.number().int().min(1).max(1_000).default(200),
    }),
    output: z.object({ running: z.boolean(), total: z.number(), topics: z.array(FoundTopic) }),
  }),
  hints: method({
    doc: 'What on the broker somebody may not have meant, each with a next step: the first hundred of each kind, and how many there are. Nothing while nobody looks.',
    permission: 'read',
    rest: { method: 'GET', path: '/namespace/hints' },
    input: z.object({}),
    output: z.object({ running: z.boolean(), counts: HintCounts, hints: z.array(NamespaceHint) }),
  }),
  subscribe: method({
    doc: 'Listens to other filters, for everybody who looks, until the listener ends. The tree begins anew.',
    permission: 'configure',
    rest: { method: 'PUT', path: '/namespace/filters' },
    input: z.object({ filters: z.array(Filter).min(1).max(16) }),
    output: z.object({ filters: z.array(z.string()) }),
  }),
  publish: method({
    doc: 'Publishes a message to try something out. Needs an armed session; kept in the journal of writes.',
    permission: 'configure',
    rest: { method: 'POST', path: '/namespace/publish' },
    input: z.object({
      topic: OwnTopic,
      /** Of text, or of base64. */
      payload: z.string().max(262_144),
      encoding: z.enum(['text', 'base64']).default('text'),
      qos: z.literal([0, 1, 2]).default(1),
      retain: z.boolean().default(false),
      reason: z.string().max(512).optional(),
    }),
    output: z.object({ topic: z.string(), bytes: z.number() }),
  }),
  askBirth: method({
    doc: 'Asks the Sparkplug edge node of a topic to be born again, which tells the names of its metrics. Armed and kept as publishing is.',
    permission: 'configure',
    rest: { method: 'POST', path: '/namespace/birth' },
    input: z.object({ topic: Topic }),
    output: z.object({ topic: z.string() }),
  }),
  clear: method({
    doc: 'Clears what the broker keeps for topics: publishes an empty retained message to each. Armed and kept as publishing is.',
    permission: 'configure',
    rest: { method: 'POST', path: '/namespace/clear' },
    input: z.object({ topics: z.array(OwnTopic).min(1).max(500), reason: z.string().max(512).optional() }),
    output: z.object({ cleared: z.number() }),
  }),
};
