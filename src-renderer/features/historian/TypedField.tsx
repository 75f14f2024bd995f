import { type ReactNode, useId, useState } from 'react';
import { Message } from '../../ui/Message.tsx';

interface TypedFieldProps {
  readonly label: string;
  readonly value: string;
  readonly placeholder?: string;
  /** Width of its box in characters. */
  readonly widthCh: number;
  /** Values that are often meant. */
  readonly suggestions?: readonly string[];
  /** What is wrong with a text, with the next step; undefined: nothing. */
  readonly check: (text: string) => string | undefined;
  readonly messageId: string;
  readonly onChange: (text: string) => void;
}

/** A text that is taken when it is left or entered; once it is wrong, it is checked with every key. */
export function TypedField(props: TypedFieldProps): ReactNode {
  const { label, value, placeholder, widthCh, suggestions, check, messageId, onChange } = props;
  const id = useId();
  const [text, setText] = useState(value);
  const [fault, setFault] = useState<string>();
  const [isFocused, setFocused] = useState(false);
  const [known, setKnown] = useState(value);
  if (known !== value) {
    // Changed elsewhere: what was typed here is over.
    setKnown(value);
    setText(value);
    setFault(undefined);
  }
  const take = (): void => {
    const found = check(text);
    setFault(found);
    if (found === undefined && text !== value) onChange(text);
  };
  return (
    <span className="typed-field">
      <label htmlFor={id} className="quiet">
        {label}
      </label>
      <input
        id={id}
        className="field"
        type="text"
        size={widthCh}
        spellCheck={false}
        autoComplete="off"
        placeholder={placeholder}
        list={suggestions ? `${id}-list` : undefined}
        value={text}
        aria-invalid={fault !== undefined || undefined}
        aria-describedby={fault === undefined ? undefined : `${id}-fault`}
        onChange={(event) => {
          setText(event.target.value);
          if (fault !== undefined) setFault(check(event.target.value));
        }}
        onFocus={() => setFocused(true)}
        onBlur={() => {
          setFocused(false);
          take();
        }}
        // Before the keys of the page: Ctrl+Enter runs what stands here.
        onKeyDownCapture={(event) => event.key === 'Enter' && take()}
      />
      {/* Hundreds of time zones need not stand in the page while nobody looks for one. */}
      {suggestions && isFocused ? (
        <datalist id={`${id}-list`}>
          {suggestions.map((each) => (
            <option key={each} value={each} />
          ))}
        </datalist>
      ) : null}
      {fault === undefined ? null : (
        <span id={`${id}-fault`} className="typed-field-fault">
          <Message code={messageId} text={fault} />
        </span>
      )}
    </span>
  );
}
