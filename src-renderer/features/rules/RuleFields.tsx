import { type ReactNode, useMemo } from 'react';
import { ruleSentence } from '../../../src-shared/domain/rule-words.ts';
import { unitSymbol } from '../../../src-shared/domain/units.ts';
import type { FormFault } from '../../forms/check-form.ts';
import { FieldLine } from '../../forms/FieldLine.tsx';
import { FormContext, type FormPlace } from '../../forms/form-context.ts';
import type { FormValue } from '../../forms/form-field.ts';
import { withValue } from '../../forms/form-value.ts';
import { ruleFields, withCheck, writtenRule } from '../../forms/rule-form.ts';
import '../../forms/forms.css';
import './rules.css';

interface RuleFieldsProps {
  /** Makes the ids of its fields unique in the document. */
  readonly id: string;
  readonly form: FormValue;
  /** By the keys of the rule: `low`. */
  readonly faults: readonly FormFault[];
  /** Of the tag; undefined where it is a rule of several. */
  readonly unit?: string | undefined;
  readonly onChange: (form: FormValue) => void;
}

/** Check, limits and action of one quality rule, and what that means in words. */
export function RuleFields({ id, form, faults, unit, onChange }: RuleFieldsProps): ReactNode {
  const place = useMemo<FormPlace>(
    () => ({
      id,
      form,
      faults,
      access: 'edit',
      onChange: (path, value) => onChange(path === 'check' ? withCheck(form, value) : withValue(form, path, value)),
      onLeave: () => undefined,
    }),
    [id, form, faults, onChange],
  );
  return (
    <FormContext value={place}>
      {ruleFields(form).map((field) => (
        <FieldLine key={field.path} field={{ ...field, description: '' }} />
      ))}
      <p className="rule-sentence">{ruleSentence(writtenRule(form), unit === undefined ? '' : unitSymbol(unit))}</p>
    </FormContext>
  );
}
