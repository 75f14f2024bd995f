import type { ReactNode } from 'react';
import { FieldGroup, FieldVariants } from './FieldGroup.tsx';
import { FieldLine } from './FieldLine.tsx';
import { FieldList } from './FieldList.tsx';
import { useForm } from './form-context.ts';
import type { FormField } from './form-field.ts';
import { chosenVariant, valueAt } from './form-value.ts';
import './forms.css';

const TITLES_NAMED = 4;

/** Fields one below the other, in the order of their schema; the advanced ones are folded away. */
export function FormFields({ fields }: { readonly fields: readonly FormField[] }): ReactNode {
  const usual = fields.filter((field) => !field.isAdvanced);
  const advanced = fields.filter((field) => field.isAdvanced);
  return (
    <>
      {usual.map((field) => (
        <Field key={field.path} field={field} />
      ))}
      {advanced.length > 0 ? <Advanced fields={advanced} /> : null}
    </>
  );
}

function Field({ field }: { readonly field: FormField }): ReactNode {
  const { form } = useForm();
  if (field.kind === 'group')
    return (
      <FieldGroup field={field}>
        <FormFields fields={field.fields} />
      </FieldGroup>
    );
  if (field.kind === 'list') return <FieldList field={field}>{(item) => <FormFields fields={item} />}</FieldList>;
  if (field.kind !== 'variants') return <FieldLine field={field} />;
  return (
    <FieldVariants field={field}>
      <FormFields fields={chosenVariant(field, form)?.fields ?? []} />
    </FieldVariants>
  );
}

function Advanced({ fields }: { readonly fields: readonly FormField[] }): ReactNode {
  const { form, faults } = useForm();
  const isInside = (path: string): boolean => fields.some((field) => `${path}.`.startsWith(`${field.path}.`));
  const written = fields.filter(({ path }) => valueAt(form, path) !== undefined).length;
  const names = fields.slice(0, TITLES_NAMED).map(({ title }) => title.charAt(0).toLowerCase() + title.slice(1));
  const more = fields.length > TITLES_NAMED ? ', …' : '';
  return (
    <details className="form-advanced" open={faults.some(({ path }) => isInside(path)) || undefined}>
      <summary>
        Advanced: {names.join(', ')}
        {more}
        {written > 0 ? <span className="quiet"> · {written} set</span> : null}
      </summary>
      {fields.map((field) => (
        <Field key={field.path} field={field} />
      ))}
    </details>
  );
}
