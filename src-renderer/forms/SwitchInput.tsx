import type { ReactNode } from 'react';
import { useForm } from './form-context.ts';
import type { SwitchField } from './form-field.ts';
import { valueAt } from './form-value.ts';

interface SwitchInputProps {
  readonly field: SwitchField;
  readonly id: string;
  readonly describedBy: string;
  readonly isWrong: boolean;
}

/** On or off. */
export function SwitchInput({ field, id, describedBy, isWrong }: SwitchInputProps): ReactNode {
  const { form, access, onChange, onLeave } = useForm();
  return (
    <input
      id={id}
      className="form-box"
      type="checkbox"
      aria-invalid={isWrong}
      aria-describedby={describedBy}
      disabled={access === 'read'}
      checked={(valueAt(form, field.path) ?? field.fallback) === true}
      onChange={(event) => onChange(field.path, event.target.checked)}
      onBlur={() => onLeave(field.path)}
    />
  );
}
