import { type KeyboardEvent, type ReactNode, useId, useLayoutEffect, useRef, useState } from 'react';
import { namesFor, typedReference, withName } from './typed-reference.ts';

interface ExpressionFieldProps {
  readonly value: string;
  /** Of tags, as references write them. */
  readonly names: readonly string[];
  readonly isFaulty: boolean;
  /** Id of what says what is wrong. */
  readonly describedBy: string;
  readonly onChange: (text: string) => void;
}

/** A text with the names of tags in braces, which are offered while they are written. */
export function ExpressionField({ value, names, isFaulty, describedBy, onChange }: ExpressionFieldProps): ReactNode {
  const field = useRef<HTMLTextAreaElement>(null);
  const list = useId();
  const [caret, setCaret] = useState(value.length);
  const [active, setActive] = useState(0);
  /** The text for which the list was put away. */
  const [closedFor, setClosedFor] = useState<string | null>(null);
  /** Where the caret goes once the text with a chosen name is shown. */
  const wantedCaret = useRef<number | null>(null);
  useLayoutEffect(() => {
    const wanted = wantedCaret.current;
    wantedCaret.current = null;
    if (wanted !== null) field.current?.setSelectionRange(wanted, wanted);
  }, [value]);
  const typed = typedReference(value, caret);
  const offered = typed && closedFor !== value ? namesFor(names, typed.text) : [];
  const chosen = Math.min(active, offered.length - 1);
  const take = (name: string): void => {
    const { text, caret: next } = withName(value, typed!, name);
    onChange(text);
    setActive(0);
    setClosedFor(text);
    setCaret(next);
    wantedCaret.current = next;
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (offered.length === 0) return;
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    if (step !== undefined) setActive((chosen + step + offered.length) % offered.length);
    else if (event.key === 'Enter' || event.key === 'Tab') take(offered[chosen]!);
    else if (event.key === 'Escape') setClosedFor(value);
    else return;
    // Esc puts the list away, and not the dialog.
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="expression-field">
      <textarea
        ref={field}
        className="field mono"
        aria-label="Expression"
        rows={4}
        spellCheck={false}
        autoComplete="off"
        maxLength={4_096}
        value={value}
        data-autofocus
        aria-autocomplete="list"
        aria-haspopup="listbox"
        aria-controls={offered.length > 0 ? list : undefined}
        aria-activedescendant={offered.length > 0 ? `${list}-${chosen}` : undefined}
        aria-invalid={isFaulty}
        aria-describedby={describedBy}
        onChange={({ target }) => {
          onChange(target.value);
          setCaret(target.selectionStart);
          setActive(0);
        }}
        onSelect={({ currentTarget }) => setCaret(currentTarget.selectionStart)}
        onKeyDown={onKeyDown}
      />
      {offered.length > 0 ? (
        <ul id={list} role="listbox" aria-label="Tags" className="expression-names mono">
          {offered.map((name, index) => (
            <li
              key={name}
              id={`${list}-${index}`}
              role="option"
              aria-selected={index === chosen}
              onPointerDown={(event) => {
                event.preventDefault();
                take(name);
              }}
            >
              {name}
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
