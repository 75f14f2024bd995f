import type { ReactNode } from 'react';
import { useForm } from './form-context.ts';
import type { ChoiceField } from './form-field.ts';
import { valueAt } from './form-value.ts';

interface ChoiceInputProps {
  readonly field: ChoiceField;
  readonly id: string;
  readonly describedBy: string;
  readonly isWrong: boolean;
}

const MOST_RADIOS = 4;
const LONGEST_RADIO = 12;

/** Few short choices stand side by side; others are a list. */
export const isShortChoice = ({ choices }: ChoiceField): boolean =>
  choices.length <= MOST_RADIOS && choices.every(({ title }) => title.length <= LONGEST_RADIO);

/** One of a few values. What holds by default is shown as chosen, and not written. */
export function ChoiceInput(props: ChoiceInputProps): ReactNode {
  return isShortChoice(props.field) ? <Radios {...props} /> : <List {...props} />;
}

function Radios({ field, id, describedBy, isWrong }: ChoiceInputProps): ReactNode {
  const { form, access, onChange, onLeave } = useForm();
  const chosen = valueAt(form, field.path) ?? field.fallback;
  return (
    <div
      id={id}
      className="form-radios"
      role="radiogroup"
      aria-labelledby={`${id}-label`}
      aria-describedby={describedBy}
      aria-required={field.isRequired}
      aria-invalid={isWrong}
      onBlur={(event) => event.currentTarget.contains(event.relatedTarget) || onLeave(field.path)}
    >
      {field.choices.map(({ value, title }) => (
        <label key={value} className="form-radio">
          <input
            className="form-box"
            type="radio"
            name={id}
            disabled={access === 'read'}
            checked={chosen === value}
            onChange={() => onChange(field.path, value)}
          />
          {title}
        </label>
      ))}
    </div>
  );
}

const NONE = '';

function List({ field, id, describedBy, isWrong }: ChoiceInputProps): ReactNode {
  const { form, access, onChange, onLeave } = useForm();
  const chosen = valueAt(form, field.path) ?? field.fallback;
  return (
    <select
      id={id}
      className="select"
      aria-required={field.isRequired}
      aria-invalid={isWrong}
      aria-describedby={describedBy}
      disabled={access === 'read'}
      value={chosen === undefined ? NONE : String(chosen as string | number)}
      onChange={({ target }) =>
        onChange(field.path, field.choices.find(({ value }) => String(value) === target.value)?.value)
      }
      onBlur={() => onLeave(field.path)}
    >
      {field.fallback === undefined ? <option value={NONE}>Not set</option> : null}
      {field.choices.map(({ value, title }) => (
        <option key={value} value={String(value)}>
          {title}
        </option>
      ))}
    </select>
  );
}
