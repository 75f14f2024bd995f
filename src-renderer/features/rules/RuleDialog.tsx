import { type ReactNode, useId, useMemo, useState } from 'react';
import type { FormFault } from '../../forms/check-form.ts';
import { focusField } from '../../forms/form-context.ts';
import type { FormValue } from '../../forms/form-field.ts';
import { settledRule } from '../../forms/rule-form.ts';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { matchedWords, useMatchedTags } from './MatchedTags.tsx';
import { RuleFields } from './RuleFields.tsx';
import { rulesEdited, useRules } from './rules-store.ts';
import { TopicField } from './TopicField.tsx';
import { listToApply, type TopicRule, withRule } from './topic-rules.ts';
import { checkRule, useRuleFaults } from './use-rule-faults.ts';

interface RuleDialogProps {
  readonly rule: TopicRule;
  readonly isNew: boolean;
  readonly onClose: () => void;
}

const FORM = 'topic-rule';

/** One quality rule of a topic, checked by the gateway while it is written. It becomes an edit, which waits in the page. */
export function RuleDialog({ rule, isNew, onClose }: RuleDialogProps): ReactNode {
  const [form, setForm] = useState<FormValue>(rule.form);
  const [asked, setAsked] = useState<readonly FormFault[]>([]);
  const settled = useMemo(() => settledRule(form), [form]);
  const rules = useRules(({ edits }) => edits.now);
  const list = useMemo(() => withRule(rules, rule.key, settled), [rules, rule.key, settled]);
  const at = list.filter(({ isRemoved }) => !isRemoved).findIndex(({ key }) => key === rule.key);
  const live = useRuleFaults(listToApply(list), at);
  const topic = typeof form['topic'] === 'string' ? form['topic'].trim() : '';
  const matched = useMatchedTags(topic);
  const said = useId();
  // What is not written yet is no fault before somebody is done.
  const faults = asked.length > 0 ? [...asked, ...missing(live, form)] : missing(live, form);
  const change = (next: FormValue): void => {
    setAsked([]);
    setForm(next);
  };
  const use = async (): Promise<void> => {
    const found = (await checkRule(listToApply(list), at)).filter(({ severity }) => severity === 'error');
    setAsked(found);
    const [first] = found;
    if (first) return void focusField(FORM, first.path);
    rulesEdited((now) => withRule(now, rule.key, settled));
    onClose();
  };
  const title = isNew ? 'New rule for topics' : 'Edit rule';
  return (
    <FormDialog title={title} action="Use" className="rule-form" onSubmit={use} onClose={onClose}>
      <TopicField id={FORM} form={form} faults={faults} onChange={change} />
      <p id={said} className="quiet" role="status">
        {topic === '' || !matched ? ' ' : matchedWords(matched.total)}
      </p>
      <RuleFields id={FORM} form={form} faults={faults} onChange={change} />
    </FormDialog>
  );
}

/** Faults of what was written; a field that is still empty is named when the rule is to be used. */
const missing = (faults: readonly FormFault[], form: FormValue): readonly FormFault[] =>
  faults.filter(({ path, code }) => code !== 'MISSING_KEY' && path !== '' && form[path] !== undefined);
