import { Plus, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { MAX_QUALITY_RULES } from '../../../../src-shared/domain/quality-rule.ts';
import type { FormFault } from '../../../forms/check-form.ts';
import type { FormValue } from '../../../forms/form-field.ts';
import { itemsAt, withValue } from '../../../forms/form-value.ts';
import { Message } from '../../../ui/Message.tsx';
import { RuleFields } from '../../rules/RuleFields.tsx';

/** The id of the form of one rule. @param form that of the tag */
export const ruleFormOf = (form: string, at: number): string => `${form}-rule-${at}`;

interface RulesOfTagProps {
  /** Of the form. */
  readonly id: string;
  readonly form: FormValue;
  readonly faults: readonly FormFault[];
  readonly unit: string | undefined;
  readonly onChange: (form: FormValue) => void;
}

/** The quality rules of a tag, in the order in which they are applied. */
export function RulesOfTag({ id, form, faults, unit, onChange }: RulesOfTagProps): ReactNode {
  const rules = itemsAt(form, 'quality_rules');
  const put = (next: readonly FormValue[]): void =>
    onChange(withValue(form, 'quality_rules', next.length === 0 ? undefined : next));
  const own = faults.filter(({ path }) => path === 'quality_rules');
  return (
    <fieldset className="form-group" id={`${id}-quality_rules`}>
      <legend>Quality rules</legend>
      <p className="quiet form-help">
        When a reading is doubtful, and what is done then. Rules of topics come after these.
      </p>
      {rules.map((rule, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a rule has no other name than its place
        <fieldset key={at} className="form-group">
          <legend>Rule {at + 1}</legend>
          <RuleFields
            id={ruleFormOf(id, at)}
            form={rule}
            faults={faultsInside(faults, at)}
            unit={unit}
            onChange={(next) => put(rules.with(at, next))}
          />
          <button type="button" className="button" onClick={() => put(rules.toSpliced(at, 1))}>
            <Trash2 size={16} strokeWidth={1.5} aria-hidden />
            Remove rule {at + 1}
          </button>
        </fieldset>
      ))}
      {own.map(({ code, text, severity }) => (
        <Message key={text} code={code} text={text} tone={severity} />
      ))}
      <button
        type="button"
        className="button"
        disabled={rules.length >= MAX_QUALITY_RULES}
        title={rules.length >= MAX_QUALITY_RULES ? `A tag has ${MAX_QUALITY_RULES} rules at most.` : undefined}
        onClick={() => put([...rules, { check: 'range' }])}
      >
        <Plus size={16} strokeWidth={1.5} aria-hidden />
        Add rule
      </button>
    </fieldset>
  );
}

/** Faults of one rule, named from there: `low`. */
function faultsInside(faults: readonly FormFault[], at: number): readonly FormFault[] {
  const prefix = `quality_rules[${at}].`;
  return faults.flatMap((fault) =>
    fault.path.startsWith(prefix) ? [{ ...fault, path: fault.path.slice(prefix.length) }] : [],
  );
}
