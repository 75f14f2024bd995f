import type { ReactNode } from 'react';
import { fieldId, useForm } from './form-context.ts';
import type { GroupField, VariantsField } from './form-field.ts';
import { chosenVariant } from './form-value.ts';

interface FieldGroupProps {
  readonly field: GroupField;
  readonly children: ReactNode;
}

/** Fields that belong together. */
export function FieldGroup({ field, children }: FieldGroupProps): ReactNode {
  return (
    <fieldset className="form-group">
      <legend>{field.title}</legend>
      {field.description === '' ? null : <p className="quiet form-help">{field.description}</p>}
      {children}
    </fieldset>
  );
}

const NONE = '';

interface FieldVariantsProps {
  readonly field: VariantsField;
  /** The fields of the one that is chosen. */
  readonly children: ReactNode;
}

/** A value that has one of several forms: first which, then its fields. */
export function FieldVariants({ field, children }: FieldVariantsProps): ReactNode {
  const { id: form, form: value, access, onChange } = useForm();
  const id = fieldId(form, field.path);
  const chosen = chosenVariant(field, value);
  const at = chosen ? field.variants.indexOf(chosen) : -1;
  const isOptional = !field.isRequired && field.fallback === undefined;
  return (
    <fieldset className="form-group">
      <legend>{field.title}</legend>
      <div className="form-line">
        <label className="form-label" htmlFor={id}>
          Kind
        </label>
        <div className="form-entry">
          <select
            id={id}
            className="select"
            disabled={access === 'read'}
            value={at < 0 ? NONE : String(at)}
            onChange={({ target }) => {
              // What only another kind has would be a fault of this one.
              const next = target.value === NONE ? undefined : field.variants[Number(target.value)];
              onChange(field.path, next && { ...next.mark });
            }}
          >
            {isOptional || at < 0 ? <option value={NONE}>Not set</option> : null}
            {field.variants.map(({ title }, index) => (
              <option key={title} value={String(index)}>
                {title}
              </option>
            ))}
          </select>
          {field.description === '' ? null : <p className="quiet form-help">{field.description}</p>}
        </div>
      </div>
      {children}
    </fieldset>
  );
}
