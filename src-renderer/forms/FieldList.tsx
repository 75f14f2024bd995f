import { Plus, Trash2 } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import { FieldLine } from './FieldLine.tsx';
import { FormContext, type FormPlace, fieldId, useForm } from './form-context.ts';
import type { FormField, FormValue, ListField } from './form-field.ts';
import { itemsAt, withValue } from './form-value.ts';

interface FieldListProps {
  readonly field: ListField;
  /** Draws the fields of one map. */
  readonly children: (fields: readonly FormField[]) => ReactNode;
}

/** A list of maps: each with its fields, and the way to add and to remove one. */
export function FieldList({ field, children }: FieldListProps): ReactNode {
  return <FieldLine field={field} input={<List field={field}>{children}</List>} />;
}

function List({ field, children }: FieldListProps): ReactNode {
  const { id: formId, form, access, onChange } = useForm();
  const id = fieldId(formId, field.path);
  const { path, itemTitle } = field;
  const items = itemsAt(form, path);
  const put = (next: readonly FormValue[]): void => onChange(path, next.length === 0 ? undefined : next);
  return (
    <div
      id={id}
      className="form-list"
      role="group"
      aria-labelledby={`${id}-label`}
      aria-describedby={`${id}-faults ${id}-help`}
    >
      {items.map((item, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a map has no other name than its place
        <Item key={at} field={field} item={item} at={at} onItem={(next) => put(items.with(at, next))}>
          {children(field.item)}
          <button
            type="button"
            className="button"
            disabled={access === 'read'}
            onClick={() => put(items.toSpliced(at, 1))}
          >
            <Trash2 size={16} strokeWidth={1.5} aria-hidden />
            Remove {itemTitle.toLowerCase()} {nameOf(item, at)}
          </button>
        </Item>
      ))}
      <button type="button" className="button" disabled={access === 'read'} onClick={() => put([...items, {}])}>
        <Plus size={16} strokeWidth={1.5} aria-hidden />
        Add {itemTitle.toLowerCase()}
      </button>
    </div>
  );
}

interface ItemProps {
  readonly field: ListField;
  readonly item: FormValue;
  readonly at: number;
  readonly onItem: (next: FormValue) => void;
  readonly children: ReactNode;
}

function Item({ field: { path, itemTitle }, item, at, onItem, children }: ItemProps): ReactNode {
  const outer = useForm();
  const own = useMemo<FormPlace>(() => {
    const prefix = `${path}[${at}].`;
    return {
      // As the summary of faults looks for them.
      id: `${outer.id}-${path.replaceAll('.', '-')}[${at}]`,
      form: item,
      faults: outer.faults.flatMap((fault) =>
        fault.path.startsWith(prefix) ? [{ ...fault, path: fault.path.slice(prefix.length) }] : [],
      ),
      access: outer.access,
      onChange: (at_, value) => onItem(withValue(item, at_, value)),
      onLeave: () => outer.onLeave(path),
    };
  }, [outer, path, at, item, onItem]);
  return (
    <fieldset className="form-group">
      <legend>
        {itemTitle} {nameOf(item, at)}
      </legend>
      <FormContext value={own}>{children}</FormContext>
    </fieldset>
  );
}

const nameOf = ({ id }: FormValue, at: number): string => (typeof id === 'string' && id !== '' ? id : String(at + 1));
