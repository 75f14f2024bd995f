import type { ReactNode } from 'react';
import { Message } from '../ui/Message.tsx';
import { ChoiceInput, isShortChoice } from './ChoiceInput.tsx';
import { rangeText } from './check-form.ts';
import { fieldId, useForm } from './form-context.ts';
import type { FormField } from './form-field.ts';
import { SwitchInput } from './SwitchInput.tsx';
import { TextInput } from './TextInput.tsx';

interface FieldLineProps {
  readonly field: FormField;
  /** What it is edited in, where that is no plain input. */
  readonly input?: ReactNode;
}

/** A field with its label, its help and what is wrong with it. */
export function FieldLine({ field, input }: FieldLineProps): ReactNode {
  const { id: form, faults, notes } = useForm();
  const id = fieldId(form, field.path);
  // A list of maps says what is wrong inside at the field itself.
  const own = faults.filter(({ path }) => (field.kind === 'list' ? path === field.path : isAt(path, field.path)));
  const suffix = suffixOf(field);
  const help = [field.description, defaultText(field)].filter((text) => text !== '').join(' ');
  const isGroup = field.kind === 'list' || (field.kind === 'choice' && isShortChoice(field));
  const label = (
    <>
      {field.title}
      {field.isRequired ? (
        <span className="form-required" aria-hidden>
          {' '}
          •
        </span>
      ) : null}
    </>
  );
  return (
    <div className="form-line" data-kind={field.kind}>
      {isGroup ? (
        <span className="form-label" id={`${id}-label`}>
          {label}
        </span>
      ) : (
        <label className="form-label" htmlFor={id}>
          {label}
        </label>
      )}
      <div className="form-entry">
        <div className="form-input">
          {input ?? (
            <FieldInput field={field} id={id} describedBy={`${id}-faults ${id}-help`} isWrong={own.some(isError)} />
          )}
          {suffix === '' ? null : <span className="quiet form-suffix">{suffix}</span>}
        </div>
        <div id={`${id}-faults`}>
          {own.map((fault) => (
            <Message
              key={fault.text}
              code={fault.code}
              text={fault.severity === 'warning' ? `◐ ${fault.text}` : fault.text}
              tone={fault.severity}
            />
          ))}
        </div>
        {notes?.[field.path]}
        <p id={`${id}-help`} className="quiet form-help">
          {help}
        </p>
      </div>
    </div>
  );
}

/** A fault of something inside a list is a fault of the list. */
const isAt = (path: string, field: string): boolean => path === field || path.startsWith(`${field}[`);
const isError = ({ severity }: { readonly severity: 'error' | 'warning' }): boolean => severity === 'error';

function suffixOf(field: FormField): string {
  const range = field.kind === 'number' ? rangeText(field) : '';
  return [range, field.unit].filter((text) => text !== '').join(' ');
}

/** Of a text the placeholder says it, to those who see it. */
function defaultText(field: FormField): string {
  if (field.kind !== 'choice') return '';
  const usual = field.choices.find(({ value }) => value === field.fallback);
  return usual ? `Usually ${usual.title}.` : '';
}

interface FieldInputProps {
  readonly field: FormField;
  readonly id: string;
  readonly describedBy: string;
  readonly isWrong: boolean;
}

function FieldInput({ field, ...props }: FieldInputProps): ReactNode {
  switch (field.kind) {
    case 'choice':
      return <ChoiceInput field={field} {...props} />;
    case 'switch':
      return <SwitchInput field={field} {...props} />;
    case 'text':
    case 'duration':
    case 'number':
    case 'lines':
    case 'other':
      return <TextInput field={field} {...props} />;
    case 'list':
    case 'group':
    case 'variants':
      return null;
  }
}
