import type { RuleView } from '../../../src-shared/contract/rules.ts';
import { ruleCondition, type WrittenRule } from '../../../src-shared/domain/rule-words.ts';
import type { FormValue } from '../../forms/form-field.ts';
import { writtenRule } from '../../forms/rule-form.ts';
import { matchesWords } from '../../ui/filter-words.ts';
import type { Found } from './rules-store.ts';
import { stateOf, type TopicRule } from './topic-rules.ts';

/** A quality rule as the page lists it. */
export interface RuleRow {
  readonly key: string;
  readonly rule: WrittenRule;
  readonly state: 'same' | 'edited' | 'new' | 'removed';
  /** Of a rule of topics. */
  readonly topic: { readonly pattern: string; readonly edit: TopicRule } | null;
  readonly tag: RuleView['tag'];
  /** How many tags it judges; null before it is applied. */
  readonly tags: number | null;
  readonly found: Found | undefined;
}

interface ListedRules {
  readonly rules: readonly RuleView[];
  /** As they stand in `nexus.yaml`. */
  readonly topics: readonly FormValue[];
  readonly edits: readonly TopicRule[];
  readonly found: ReadonlyMap<string, Found>;
}

/** Every rule: those of topics as they are to become, then those of tags. */
export function ruleRows({ rules, topics, edits, found }: ListedRules): readonly RuleRow[] {
  const byKey = new Map(rules.map((view) => [view.key, view]));
  const ofTopics = edits.map((edit): RuleRow => {
    const state = stateOf(edit, topics);
    const { topic } = edit.form;
    const pattern = typeof topic === 'string' ? topic : '';
    // What ran under another topic says nothing about this one.
    const isSameTopic = byKey.get(edit.key)?.topic === pattern;
    return {
      key: edit.key,
      rule: writtenRule(edit.form),
      state,
      topic: { pattern, edit },
      tag: null,
      tags: isSameTopic ? byKey.get(edit.key)!.tags : null,
      found: state === 'new' ? undefined : found.get(edit.key),
    };
  });
  const ofTags = rules.flatMap(({ key, tag, rule, tags }): RuleRow[] =>
    tag ? [{ key, rule, state: 'same', topic: null, tag, tags, found: found.get(key) }] : [],
  );
  return [...ofTopics, ...ofTags];
}

/** What a person calls the rule by: its condition and what it is about. */
export const nameOfRule = (row: RuleRow): string =>
  `${ruleCondition(row.rule, row.tag?.unit)} · ${row.tag?.name ?? row.topic?.pattern ?? ''}`;

/** Rules that hold every word, in what the page shows of them. */
export function filtered(rows: readonly RuleRow[], words: string): readonly RuleRow[] {
  return rows.filter(({ rule, topic, tag, found }) =>
    matchesWords(
      [
        ruleCondition(rule, tag?.unit),
        rule.check,
        rule.action,
        topic?.pattern,
        tag && `${tag.device} ${tag.id} ${tag.name} ${tag.topic}`,
        found && `${found.last.device} ${found.last.tag} ${found.last.name}`,
      ].join(' '),
      words,
    ),
  );
}

/** Readings of which no point was made. */
export const rejectedOf = (rows: readonly RuleRow[]): number =>
  rows.reduce((sum, { rule, found }) => sum + (rule.action === 'reject' ? (found?.hits ?? 0) : 0), 0);
