import { create } from 'zustand';
import type { RuleHit, RuleView } from '../../../src-shared/contract/rules.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { FormValue } from '../../forms/form-field.ts';
import { itemsAt, same } from '../../forms/form-value.ts';
import { rpc } from '../../rpc/connect.ts';
import { isOpen } from '../../state/link.ts';
import { pendingChanged } from '../../state/pending.ts';
import {
  editCounts,
  editTotal,
  listToApply,
  redone,
  stepped,
  type TopicEdits,
  type TopicRule,
  undone,
  unedited,
} from './topic-rules.ts';

export const RULES_PATH = 'rules';

/** What a rule found since its device was started. */
export interface Found {
  readonly hits: number;
  readonly last: RuleHit;
}

interface RulesState {
  /** As the gateway has them; undefined before they were read. */
  readonly read:
    | {
        readonly revision: number;
        readonly rules: readonly RuleView[];
        /** Those of topics, as they stand in `nexus.yaml`. */
        readonly topics: readonly FormValue[];
      }
    | undefined;
  /** Why they could not be read. */
  readonly problem: string | null;
  /** By key of the rule. */
  readonly found: ReadonlyMap<string, Found>;
  readonly edits: TopicEdits;
  readonly isApplying: boolean;
  /** What stood in the way of the last apply. */
  readonly refusal: { readonly code: string; readonly text: string } | null;
  /** What the last apply did. */
  readonly note: string | null;
}

/** The quality rules of the project, and edits of those of topics that are not applied yet. */
export const useRules = create<RulesState>()(() => ({
  read: undefined,
  problem: null,
  found: new Map(),
  edits: unedited([]),
  isApplying: false,
  refusal: null,
  note: null,
}));
useRules.subscribe(tellPending);

const appliedOf = ({ read }: Pick<RulesState, 'read'>): readonly FormValue[] => read?.topics ?? [];

/**
 * Reads the rules. Edits that were made stay where nobody else changed the rules of topics meanwhile; otherwise they
 * stay over the revision that they were made from, and Apply says so.
 */
export async function readRules(): Promise<void> {
  try {
    const [{ rules }, settings] = await Promise.all([rpc().rules.list({}), rpc().settings.get({})]);
    const topics = itemsAt(settings.values, 'quality_rules');
    useRules.setState((state) => {
      const isEdited = editTotal(state.edits, appliedOf(state)) > 0;
      if (isEdited && !same(topics, appliedOf(state))) return { read: { ...state.read!, rules }, problem: null };
      const edits = isEdited || same(topics, appliedOf(state)) ? state.edits : unedited(topics);
      return { read: { revision: settings.revision, rules, topics }, edits, problem: null };
    });
  } catch (error) {
    // With the next link they are read again; until then the shell says what is the matter.
    if (isOpen()) useRules.setState({ problem: toNexusError(error).text });
  }
}

/** Reads what the rules found of late. */
export async function readHits(): Promise<void> {
  try {
    const { hits } = await rpc().rules.hits({});
    useRules.setState({ found: new Map(hits.map(({ key, ...one }) => [key, one])) });
  } catch {
    // What was found before stands until it is asked for again.
  }
}

let counted = 0;
export const newRuleKey = (): string => `new/${counted++}`;

/** One step of editing the rules of topics. */
export function rulesEdited(edit: (rules: readonly TopicRule[]) => readonly TopicRule[]): void {
  useRules.setState(({ edits, isApplying }) =>
    isApplying ? {} : { edits: stepped(edits, edit(edits.now)), refusal: null, note: null },
  );
}

/** `1 edited · 2 new · 1 removed`; empty where nothing waits. */
export function editSummary({ edits, read }: Pick<RulesState, 'edits' | 'read'>): string {
  const { edited, added, removed } = editCounts(edits, appliedOf({ read }));
  const parts = [
    [edited, 'edited'],
    [added, 'new'],
    [removed, 'removed'],
  ] as const;
  return parts
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} ${word}`)
    .join(' · ');
}

/** What has to be sent to make the list of the file this one. */
export const rulesPatch = (list: readonly FormValue[]): FormValue => ({
  quality_rules: list.length === 0 ? null : list,
});

/** Saves the rules of topics as one revision; says by itself what stands in the way. Never rejects. */
export async function rulesApplied(): Promise<void> {
  const { read, edits, isApplying } = useRules.getState();
  if (!read || isApplying || editTotal(edits, read.topics) === 0) return;
  useRules.setState({ isApplying: true, refusal: null });
  try {
    const comment = `Quality rules: ${editSummary({ edits, read })}`;
    const topics = listToApply(edits.now);
    const { revision } = await rpc().settings.change({ patch: rulesPatch(topics), base: read.revision, comment });
    const note = `Revision ${revision} is in effect.`;
    // What was found belongs to the rules before, which may have stood at other places.
    useRules.setState({ read: { ...read, revision, topics }, edits: unedited(topics), found: new Map(), note });
    await readRules();
    await readHits();
  } catch (error) {
    const { code, text } = toNexusError(error);
    useRules.setState({ refusal: { code, text } });
  } finally {
    useRules.setState({ isApplying: false });
  }
}

export const rulesDiscarded = (): void =>
  useRules.setState((state) => ({ edits: stepped(state.edits, unedited(appliedOf(state)).now), refusal: null }));

/** Gives the edits up for what somebody else applied meanwhile. */
export async function rulesReadAnew(): Promise<void> {
  useRules.setState((state) => ({ edits: unedited(appliedOf(state)), refusal: null }));
  await readRules();
}

function tellPending(state: RulesState): void {
  const { edits } = state;
  const total = state.read ? editTotal(edits, state.read.topics) : 0;
  if (total + edits.past.length + edits.future.length === 0) return pendingChanged(RULES_PATH, undefined);
  pendingChanged(RULES_PATH, {
    edits: total,
    errors: 0,
    canUndo: edits.past.length > 0,
    canRedo: edits.future.length > 0,
    apply: rulesApplied,
    discard: rulesDiscarded,
    undo: () => useRules.setState((now) => (now.isApplying ? {} : { edits: undone(now.edits) })),
    redo: () => useRules.setState((now) => (now.isApplying ? {} : { edits: redone(now.edits) })),
  });
}
