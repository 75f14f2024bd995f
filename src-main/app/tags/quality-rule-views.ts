import type { MatchedTag, RuleHit, RuleView } from '../../../src-shared/contract/rules.ts';
import { isNumeric } from '../../../src-shared/domain/data-type.ts';
import { unitSymbol } from '../../../src-shared/domain/units.ts';
import type { RuleHits, TagRuleHit } from '../../acquisition/acquisition-messages.ts';
import { driverTag } from '../../project/check/check-device.ts';
import type { TopicQualityRule } from '../../project/config/quality-config.ts';
import type { TagDirectory, TagEntry } from './tag-directory.ts';
import { topicMatches } from './topic-matches.ts';

/** More are not read by anybody; the rest is counted. */
const TAGS_TOLD = 500;

/** What rules are looked up in. */
export interface RuledTags {
  readonly directory: TagDirectory;
  readonly topicRules: readonly TopicQualityRule[];
}

const keyOfTopic = (at: number): string => `topic/${at}`;
const keyOfTag = ({ tag, device }: TagEntry, at: number): string => `tag/${device.device.id}/${tag.id}/${at}`;

/** Every rule that runs: those of topics in their order, then those of tags. */
export function ruleViews({ directory, topicRules }: RuledTags): RuleView[] {
  const ofTopics = topicRules.map(({ topic, ...rule }, at): RuleView => {
    const tags = numberTags(directory, topic).length;
    return { key: keyOfTopic(at), tag: null, topic, rule, tags };
  });
  const ofTags = directory.tags.flatMap((entry) =>
    (entry.derived ? [] : (entry.tag.quality_rules ?? [])).map((rule, at): RuleView => {
      const { tag, topic, device } = entry;
      const named = { device: device.device.id, id: tag.id, name: tag.name ?? tag.id, unit: unitOf(entry), topic };
      return { key: keyOfTag(entry, at), tag: named, topic: null, rule, tags: 1 };
    }),
  );
  return [...ofTopics, ...ofTags];
}

/** What each rule found, by its key; of a rule of a topic over all its tags. */
export function hitViews(
  ruled: RuledTags,
  found: RuleHits,
): { readonly key: string; readonly hits: number; readonly last: RuleHit }[] {
  const byKey = new Map<string, { key: string; hits: number; last: RuleHit }>();
  for (const { entry, hit } of hitsOf(ruled.directory, found)) {
    const key = keyOf(ruled, entry, hit.rule);
    if (key === undefined) continue;
    const known = byKey.get(key);
    const last = lastOf(entry, hit);
    byKey.set(key, {
      key,
      hits: (known?.hits ?? 0) + hit.hits,
      last: known && known.last.timeUs > last.timeUs ? known.last : last,
    });
  }
  return [...byKey.values()];
}

/** The number tags that a topic matches, those that the rule at `rule` found fault with first. */
export function matchedTags(
  ruled: RuledTags,
  found: RuleHits,
  { topic, rule }: { readonly topic: string; readonly rule?: number | undefined },
): { readonly total: number; readonly tags: readonly MatchedTag[] } {
  const hits = new Map<TagEntry, number>();
  const key = rule === undefined ? undefined : keyOfTopic(rule);
  if (key !== undefined)
    for (const { entry, hit } of hitsOf(ruled.directory, found))
      if (keyOf(ruled, entry, hit.rule) === key) hits.set(entry, hit.hits);
  const all = numberTags(ruled.directory, topic);
  const tags = all
    .map(
      (entry): MatchedTag => ({
        device: entry.device.device.id,
        tag: entry.tag.id,
        name: entry.tag.name ?? entry.tag.id,
        topic: entry.topic,
        hits: hits.get(entry) ?? 0,
      }),
    )
    .sort((a, b) => b.hits - a.hits);
  return { total: all.length, tags: tags.slice(0, TAGS_TOLD) };
}

function* hitsOf(
  directory: TagDirectory,
  found: RuleHits,
): Iterable<{ readonly entry: TagEntry; readonly hit: TagRuleHit }> {
  for (const { device, hits } of found) {
    // Of one device at a time: a search a hit would look at every tag for each.
    const own = new Map((directory.has(device) ? directory.device(device).tags : []).map((one) => [one.tag.id, one]));
    for (const hit of hits) {
      const entry = own.get(hit.tag);
      if (entry) yield { entry, hit };
    }
  }
}

/** Which rule stands at a place among those that a tag is judged by: first its own, then those whose topic it has. */
function keyOf({ topicRules }: RuledTags, entry: TagEntry, place: number): string | undefined {
  const own = entry.tag.quality_rules?.length ?? 0;
  if (place < own) return keyOfTag(entry, place);
  const levels = entry.topic.split('/');
  const matching = topicRules.flatMap(({ topic }, at) => (topicMatches(topic.split('/'), levels) ? [at] : []));
  const at = matching[place - own];
  return at === undefined ? undefined : keyOfTopic(at);
}

function numberTags(directory: TagDirectory, topic: string): readonly TagEntry[] {
  return directory.matching(topic).filter(({ tag, derived, device: { device } }) => {
    // What is made of points passes no rules.
    if (derived) return false;
    const { dataType } = device.manifest.describeAddress(driverTag(tag), device.connection);
    return isNumeric(dataType);
  });
}

const unitOf = ({ tag }: TagEntry): string => (tag.unit === undefined ? '' : unitSymbol(tag.unit));

const lastOf = (entry: TagEntry, { value, timeUs }: TagRuleHit): RuleHit => ({
  device: entry.device.device.id,
  tag: entry.tag.id,
  name: entry.tag.name ?? entry.tag.id,
  value: Number.isFinite(value) ? value : null,
  unit: unitOf(entry),
  timeUs,
});
