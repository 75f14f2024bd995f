import type { FormValue } from '../../forms/form-field.ts';
import { same } from '../../forms/form-value.ts';

/** A rule of a topic as it is to become: it waits to be applied. */
export interface TopicRule {
  /** `topic/0` of one that runs, which is its place; `new/0` of one that is new. */
  readonly key: string;
  /** As it stands in `nexus.yaml`. */
  readonly form: FormValue;
  readonly isRemoved: boolean;
}

/** Edits with what they were before and what was undone. */
export interface TopicEdits {
  readonly now: readonly TopicRule[];
  readonly past: readonly (readonly TopicRule[])[];
  readonly future: readonly (readonly TopicRule[])[];
}

const STEPS = 200;

export const keyOfPlace = (at: number): string => `topic/${at}`;

/** Rules as they are applied, without edits. */
export const unedited = (applied: readonly FormValue[]): TopicEdits => ({
  now: applied.map((form, at) => ({ key: keyOfPlace(at), form, isRemoved: false })),
  past: [],
  future: [],
});

/** One more step. What was undone before it can no longer be redone. */
export function stepped(edits: TopicEdits, now: readonly TopicRule[]): TopicEdits {
  if (same(now, edits.now)) return edits;
  return { now, past: [...edits.past, edits.now].slice(-STEPS), future: [] };
}

export function undone({ now, past, future }: TopicEdits): TopicEdits {
  const before = past.at(-1);
  return before ? { now: before, past: past.slice(0, -1), future: [now, ...future] } : { now, past, future };
}

export function redone({ now, past, future }: TopicEdits): TopicEdits {
  const [next, ...rest] = future;
  return next ? { now: next, past: [...past, now], future: rest } : { now, past, future };
}

/** How a rule stands against those that are applied. */
export function stateOf(rule: TopicRule, applied: readonly FormValue[]): 'same' | 'edited' | 'new' | 'removed' {
  const at = applied.findIndex((_, place) => keyOfPlace(place) === rule.key);
  if (at < 0) return 'new';
  if (rule.isRemoved) return 'removed';
  return same(rule.form, applied[at]) ? 'same' : 'edited';
}

/** How many rules were changed, added or removed. */
export function editCounts(
  { now }: TopicEdits,
  applied: readonly FormValue[],
): { readonly edited: number; readonly added: number; readonly removed: number } {
  const states = now.map((rule) => stateOf(rule, applied));
  const count = (state: string): number => states.filter((one) => one === state).length;
  return { edited: count('edited'), added: count('new'), removed: count('removed') };
}

export function editTotal(edits: TopicEdits, applied: readonly FormValue[]): number {
  const { edited, added, removed } = editCounts(edits, applied);
  return edited + added + removed;
}

/** The list as `nexus.yaml` is to have it. */
export const listToApply = (rules: readonly TopicRule[]): readonly FormValue[] =>
  rules.filter(({ isRemoved }) => !isRemoved).map(({ form }) => form);

/** A rule with another form, or a new one at the end. */
export function withRule(rules: readonly TopicRule[], key: string, form: FormValue): readonly TopicRule[] {
  if (rules.every((one) => one.key !== key)) return [...rules, { key, form, isRemoved: false }];
  return rules.map((one) => (one.key === key ? { ...one, form, isRemoved: false } : one));
}

/** Marks rules that run as removed; new ones go at once. */
export const withoutRules = (rules: readonly TopicRule[], keys: readonly string[]): readonly TopicRule[] =>
  rules
    .filter(({ key }) => !(keys.includes(key) && key.startsWith('new/')))
    .map((one) => (keys.includes(one.key) ? { ...one, isRemoved: true } : one));
