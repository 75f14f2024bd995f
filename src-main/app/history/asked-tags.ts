import { type HistoryQuestion, MAX_ASKED_TAGS } from '../../../src-shared/contract/history-question.ts';
import { type Condition, parseCondition } from '../../../src-shared/domain/condition.ts';
import { type NamedTag, tagPattern } from '../../../src-shared/domain/tag-pattern.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { RemoteTag } from '../remote/remote-tags.ts';
import type { StoredTag } from '../storage.ts';
import type { TagDirectory, TagEntry } from '../tags/tag-directory.ts';

/** A tag of a question: whose history it is, and how it is shown. */
export interface AskedTag {
  readonly stored: StoredTag;
  readonly view: {
    readonly device: string;
    readonly tag: string;
    readonly name: string;
    readonly topic: string;
    readonly unit: string;
    readonly dataType: string;
    readonly euLow: number | null;
    readonly euHigh: number | null;
    readonly states: Record<string, string>;
  };
}

/** Where tags are looked for: those of the project, and those of other gateways. */
export interface KnownTags {
  readonly directory: Pick<TagDirectory, 'tags' | 'view'>;
  readonly remote: { readonly all: Iterable<RemoteTag> };
}

export interface AskedTags {
  readonly tags: readonly AskedTag[];
  /** Patterns that no tag has. */
  readonly unmatched: readonly string[];
  readonly condition: (Condition & { readonly of: AskedTag }) | undefined;
}

/**
 * The tags that a question is about, in the order of its patterns, each once.
 *
 * @throws NexusError NX_NOT_FOUND when there is none at all, NX_REQUEST_INVALID when there are too many or the condition
 * cannot be read.
 */
export function askedTags({ tags, when }: Pick<HistoryQuestion, 'tags' | 'when'>, known: KnownTags): AskedTags {
  const condition = parseCondition(when);
  const local = known.directory.tags;
  const remote = [...known.remote.all];
  const match = (pattern: string): (TagEntry | RemoteTag)[] => {
    const test = tagPattern(pattern);
    return [...local.filter((entry) => test(localName(entry))), ...remote.filter((tag) => test(remoteName(tag)))];
  };
  const found = new Set<TagEntry | RemoteTag>();
  const unmatched: string[] = [];
  for (const pattern of tags) {
    const matched = match(pattern);
    if (matched.length === 0) unmatched.push(pattern);
    for (const tag of matched) found.add(tag);
  }
  if (found.size === 0) throw notFound(unmatched[0]!);
  if (found.size > MAX_ASKED_TAGS) {
    const text = `${tags.map((tag) => `“${tag}”`).join(', ')} are ${found.size} tags; a question is about ${MAX_ASKED_TAGS} at most. Name fewer.`;
    throw new NexusError('NX_REQUEST_INVALID', text, { tags: found.size });
  }
  const show = (tag: TagEntry | RemoteTag): AskedTag =>
    typeof tag.tag === 'string' ? ofRemote(tag as RemoteTag) : ofLocal(tag as TagEntry, known);
  if (!condition) return { tags: [...found].map(show), unmatched, condition };
  const [of] = match(condition.tag);
  if (!of) throw notFound(condition.tag);
  return { tags: [...found].map(show), unmatched, condition: { ...condition, of: show(of) } };
}

const localName = ({ device, tag, topic }: TagEntry): NamedTag => ({ device: device.device.id, tag: tag.id, topic });
const remoteName = ({ device, tag, topic }: RemoteTag): NamedTag => ({ device: device.path, tag, topic });

function ofLocal(entry: TagEntry, { directory }: KnownTags): AskedTag {
  const { device, id, name, topic, unit, dataType, euLow, euHigh, states } = directory.view(entry);
  return {
    stored: entry,
    view: { device, tag: id, name, topic, unit, dataType, euLow, euHigh, states: { ...states } },
  };
}

function ofRemote(remote: RemoteTag): AskedTag {
  const { device, tag, topic, unit } = remote;
  const kind = { dataType: 'float64', euLow: null, euHigh: null, states: {} };
  return { stored: remote, view: { device: device.path, tag, name: tag, topic, unit, ...kind } };
}

const notFound = (pattern: string): NexusError =>
  new NexusError(
    'NX_NOT_FOUND',
    `No tag of this project matches “${pattern}”. It was removed, renamed or switched off, or the pattern has a slip; write device/tag or a topic.`,
    { pattern },
  );
