import { Eye, EyeOff } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';

interface EntryLineProps {
  /** By which a form speaks of it. */
  readonly name: string;
  readonly label: string;
  readonly type?: 'text' | 'password';
  readonly autoComplete: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly help?: string;
  /** Has the focus as the form comes. */
  readonly isFirst?: boolean;
}

/** One line to fill in; a password can be looked at. */
export function EntryLine(props: EntryLineProps): ReactNode {
  const { name, label, type = 'text', autoComplete, value, onChange, help, isFirst = false } = props;
  const id = useId();
  const [isShown, setShown] = useState(false);
  const Icon = isShown ? EyeOff : Eye;
  return (
    <div className="entry-line">
      <label htmlFor={id}>{label}</label>
      <div className="entry-box">
        <input
          id={id}
          className="field"
          name={name}
          type={isShown ? 'text' : type}
          autoComplete={autoComplete}
          autoCapitalize="none"
          spellCheck={false}
          maxLength={1_024}
          // biome-ignore lint/a11y/noAutofocus: the form is all that there is to do, or a dialog that was asked for
          autoFocus={isFirst}
          data-autofocus={isFirst || undefined}
          aria-describedby={help === undefined ? undefined : `${id}-help`}
          value={value}
          onChange={({ target }) => onChange(target.value)}
        />
        {type === 'password' ? (
          <button
            type="button"
            className="icon-button"
            aria-label={isShown ? `Hide: ${label}` : `Show: ${label}`}
            title={isShown ? 'Hide what is typed' : 'Show what is typed'}
            onClick={() => setShown(!isShown)}
          >
            <Icon size={16} strokeWidth={1.5} aria-hidden />
          </button>
        ) : null}
      </div>
      {help === undefined ? null : (
        <p id={`${id}-help`} className="quiet">
          {help}
        </p>
      )}
    </div>
  );
}
