import { processingAsked, tagAsked } from '../../state/tag-requests.ts';
import type { MenuItem } from '../../ui/Menu.tsx';
import type { RuleRow } from './rule-rows.ts';
import { rulesEdited } from './rules-store.ts';
import { type TopicRule, withoutRules, withRule } from './topic-rules.ts';

/** Steps that open a dialog. */
export interface RuleSteps {
  readonly edit: (rule: TopicRule) => void;
  readonly tags: (row: RuleRow) => void;
}

/** What can be done with rules that are chosen; the first that can is done by Enter and a double click. */
export function ruleMenu(rows: readonly RuleRow[], mayEdit: boolean, { edit, tags }: RuleSteps): readonly MenuItem[] {
  const [row] = rows;
  const isOne = rows.length === 1;
  const topic = isOne ? row?.topic : null;
  const tag = isOne ? row?.tag : null;
  const last = isOne ? row?.found?.last : undefined;
  const ofTopics = rows.filter(({ topic: own }) => own !== null);
  const removed = ofTopics.filter(({ state }) => state === 'removed');
  const on = (isPossible: boolean): MenuItem['state'] => (isPossible ? 'enabled' : 'disabled');
  return [
    {
      label: 'Edit rule…',
      keys: 'Enter',
      state: on(mayEdit && isOne && row?.state !== 'removed'),
      // A rule of a tag is edited with the rest of its processing.
      onChoose: () => (tag ? processingAsked({ device: tag.device, tag: tag.id }) : topic && edit(topic.edit)),
    },
    {
      label: tag ? 'Show tag' : 'Show its tags…',
      keys: '',
      state: on(isOne),
      onChoose: () => (tag ? tagAsked({ device: tag.device, tag: tag.id }) : row && tags(row)),
    },
    {
      label: 'Show tag of last hit',
      keys: '',
      state: on(last !== undefined),
      onChoose: () => last && tagAsked({ device: last.device, tag: last.tag }),
    },
    removed.length > 0 && removed.length === rows.length
      ? {
          label: rows.length > 1 ? `Keep ${rows.length} rules` : 'Keep rule',
          keys: '',
          state: on(mayEdit),
          onChoose: () =>
            rulesEdited((rules) => removed.reduce((next, one) => withRule(next, one.key, one.topic!.edit.form), rules)),
        }
      : {
          label: rows.length > 1 ? `Remove ${rows.length} rules` : 'Remove rule',
          keys: '',
          // A rule of a tag is removed where the tag is edited.
          state: on(mayEdit && ofTopics.length === rows.length),
          onChoose: () =>
            rulesEdited((rules) =>
              withoutRules(
                rules,
                ofTopics.map(({ key }) => key),
              ),
            ),
        },
  ];
}
