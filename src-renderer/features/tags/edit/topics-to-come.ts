import { tagTopic } from '../../../../src-shared/domain/topic.ts';
import type { AppliedTags, Overlay } from './overlay.ts';
import { idOf, type TagForm } from './tag-form.ts';
import { rowsToApply } from './tag-rows.ts';

/** A topic that Apply brings, takes away, or that two tags would have. */
export interface TopicToCome {
  readonly topic: string;
  readonly state: 'new' | 'gone' | 'twice';
}

/** Where values would be published after Apply, as far as that is other than now; by topic. */
export function topicsToCome(overlay: Overlay, applied: AppliedTags): readonly TopicToCome[] {
  const topicOf = (form: TagForm): string => {
    const suffix = form['topic_suffix'];
    return tagTopic(applied.unsPrefix, typeof suffix === 'string' && suffix !== '' ? suffix : idOf(form));
  };
  const before = new Set(applied.list.map(topicOf));
  const after = new Map<string, number>();
  for (const { form } of rowsToApply(applied, overlay)) {
    if (idOf(form) === '') continue;
    const topic = topicOf(form);
    after.set(topic, (after.get(topic) ?? 0) + 1);
  }
  const found: TopicToCome[] = [];
  for (const [topic, count] of after) {
    if (count > 1) found.push({ topic, state: 'twice' });
    else if (!before.has(topic)) found.push({ topic, state: 'new' });
  }
  for (const topic of before) if (!after.has(topic)) found.push({ topic, state: 'gone' });
  return found.toSorted((a, b) => (a.topic < b.topic ? -1 : 1));
}

/** A level of the namespace with what lies below it. */
export interface TopicLevel {
  readonly name: string;
  /** Of the whole topic; undefined where the level is none. */
  readonly state?: TopicToCome['state'] | undefined;
  readonly below: readonly TopicLevel[];
}

/** Topics as a tree; levels that lead to one further level only are one, as `acme/plant1/line`. */
export function topicTree(topics: readonly TopicToCome[]): readonly TopicLevel[] {
  return levels(topics.map(({ topic, state }) => ({ parts: topic.split('/'), state })));
}

interface Part {
  readonly parts: readonly string[];
  readonly state: TopicToCome['state'];
}

function levels(topics: readonly Part[]): readonly TopicLevel[] {
  const groups = Map.groupBy(topics, ({ parts }) => parts[0] ?? '');
  return [...groups].map(([name, of]) => {
    const own = of.find(({ parts }) => parts.length === 1);
    const below = levels(
      of.filter(({ parts }) => parts.length > 1).map((one) => ({ ...one, parts: one.parts.slice(1) })),
    );
    const [only, ...others] = below;
    if (!own && only && others.length === 0) return { ...only, name: `${name}/${only.name}` };
    return { name, state: own?.state, below };
  });
}
