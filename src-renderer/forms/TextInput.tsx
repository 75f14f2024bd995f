import { Eye, EyeOff } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useForm } from './form-context.ts';
import type { DurationField, FormField, LinesField, NumberField, OtherField, TextField } from './form-field.ts';
import { settledValue, valueAt } from './form-value.ts';

interface TextInputProps {
  readonly field: TextField | DurationField | NumberField | LinesField | OtherField;
  readonly id: string;
  readonly describedBy: string;
  readonly isWrong: boolean;
}

/** Whatever is typed: a text, a number, a duration, a list of texts, a secret. */
export function TextInput(props: TextInputProps): ReactNode {
  const { field } = props;
  if (field.kind === 'lines') return <LinesInput {...props} />;
  if (field.kind === 'other') return <KeptValue {...props} />;
  if (field.kind === 'text' && field.isSecret) return <SecretInput {...props} />;
  return <Box {...props} type="text" />;
}

interface BoxProps extends TextInputProps {
  readonly type: 'text' | 'password';
}

function Box({ field, id, describedBy, isWrong, type }: BoxProps): ReactNode {
  const { form, access, suggestions, onChange, onLeave, onPasted } = useForm();
  const value = valueAt(form, field.path);
  const suggested = suggestions?.[field.path];
  const input = (
    <input
      id={id}
      className="field"
      list={suggested ? `${id}-suggested` : undefined}
      data-kind={field.kind}
      type={type}
      inputMode={field.kind === 'number' ? 'decimal' : undefined}
      autoComplete="off"
      spellCheck={false}
      placeholder={placeholderOf(field)}
      aria-required={field.isRequired}
      aria-invalid={isWrong}
      aria-describedby={describedBy}
      readOnly={access === 'read'}
      value={textOf(value)}
      onChange={(event) => onChange(field.path, typedValue(field, event.target.value))}
      onBlur={() => {
        const settled = settledValue(field, value);
        if (settled !== value) onChange(field.path, settled);
        onLeave(field.path);
      }}
      onPaste={(event) => {
        const text = event.clipboardData.getData('text');
        // The field has it after this event.
        setTimeout(() => onPasted?.(field.path, text.trim()), 0);
      }}
    />
  );
  if (!suggested) return input;
  return (
    <>
      {input}
      <datalist id={`${id}-suggested`}>
        {suggested.map((one) => (
          <option key={one.value} value={one.value}>
            {one.text}
          </option>
        ))}
      </datalist>
    </>
  );
}

const textOf = (value: unknown): string => {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value as string | number | boolean);
};

/** An empty box writes nothing; a number is one as soon as its text is how it is written. */
function typedValue(field: FormField, text: string): unknown {
  if (text === '') return undefined;
  return field.kind === 'number' && String(Number(text)) === text ? Number(text) : text;
}

function placeholderOf({ fallback, examples }: FormField): string {
  if (fallback !== undefined && typeof fallback !== 'object') return String(fallback as string | number | boolean);
  return examples[0] === undefined ? '' : `e.g. ${examples[0]}`;
}

function SecretInput(props: TextInputProps): ReactNode {
  const [isShown, setShown] = useState(false);
  const word = isShown ? 'Hide' : 'Show';
  const Icon = isShown ? EyeOff : Eye;
  return (
    <>
      <Box {...props} type={isShown ? 'text' : 'password'} />
      <button
        type="button"
        className="icon-button"
        aria-label={`${word} ${props.field.title}`}
        title={word}
        onClick={() => setShown(!isShown)}
      >
        <Icon size={16} strokeWidth={1.5} aria-hidden />
      </button>
    </>
  );
}

function LinesInput({ field, id, describedBy, isWrong }: TextInputProps): ReactNode {
  const { form, access, onChange, onLeave } = useForm();
  const value = valueAt(form, field.path);
  const lines = Array.isArray(value) ? value : [];
  return (
    <textarea
      id={id}
      className="field form-lines"
      rows={Math.min(8, Math.max(2, lines.length + 1))}
      spellCheck={false}
      placeholder="One a line"
      aria-invalid={isWrong}
      aria-describedby={describedBy}
      readOnly={access === 'read'}
      value={lines.join('\n')}
      onChange={({ target }) => onChange(field.path, target.value === '' ? undefined : target.value.split('\n'))}
      onBlur={() => {
        onChange(field.path, settledValue(field, value));
        onLeave(field.path);
      }}
    />
  );
}

/** There is no field for such a value: it is shown and kept as it stands. */
function KeptValue({ field, id, describedBy }: TextInputProps): ReactNode {
  const { form } = useForm();
  return (
    <input
      id={id}
      className="field mono"
      readOnly
      aria-describedby={describedBy}
      placeholder="Only in the file"
      value={textOf(valueAt(form, field.path))}
    />
  );
}
