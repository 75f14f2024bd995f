import { type KeyboardEvent, type ReactNode, useId, useRef } from 'react';
import type { CellEditorKind } from './grid-column.ts';

/** What an editor begins with: the text of the cell, or the key that replaced it. */
export interface EditStart {
  readonly text: string;
  readonly by: 'replacing' | 'editing';
}

export type EditEnd =
  | { readonly kind: 'cancel' }
  /** `leave`: the focus is elsewhere already. */
  | {
      readonly kind: 'commit';
      readonly text: string;
      readonly to: 'down' | 'up' | 'right' | 'left' | 'stay' | 'leave';
      /** Alt+Enter puts the text into every selected row. */
      readonly rows: 'one' | 'selected';
    };

interface CellEditorProps {
  /** The name of the cell: its column. */
  readonly label: string;
  readonly editor: CellEditorKind;
  readonly start: EditStart;
  readonly onEnd: (end: EditEnd) => void;
}

/** The field in a cell while it is edited. Enter commits down, Tab right, leaving it in place, Esc not at all. */
export function CellEditor({ label, editor, start, onEnd }: CellEditorProps): ReactNode {
  const listId = useId();
  const isOver = useRef(false);
  const end = (how: EditEnd): void => {
    // Taking the field out of the document makes it lose the focus, which would commit once more.
    if (isOver.current) return;
    isOver.current = true;
    onEnd(how);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement | HTMLSelectElement>): void => {
    const text = event.currentTarget.value;
    const commit = (to: 'down' | 'up' | 'right' | 'left' | 'stay', rows: 'one' | 'selected' = 'one'): void =>
      end({ kind: 'commit', text, to, rows });
    if (event.nativeEvent.isComposing) return;
    if (event.key === 's' && event.ctrlKey) return commit('stay');
    if (event.key === 'Escape') end({ kind: 'cancel' });
    else if (event.key === 'Enter' && event.altKey) commit('stay', 'selected');
    else if (event.key === 'Enter') commit(event.shiftKey ? 'up' : 'down');
    else if (event.key === 'Tab') commit(event.shiftKey ? 'left' : 'right');
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onBlur = (event: { readonly currentTarget: { readonly value: string } }): void =>
    end({ kind: 'commit', text: event.currentTarget.value, to: 'leave', rows: 'one' });
  if (editor.kind === 'choice')
    return <ChoiceField label={label} options={editor.options} start={start} onKeyDown={onKeyDown} onBlur={onBlur} />;
  return (
    <>
      <input
        ref={(field) => {
          if (!field || field === document.activeElement) return;
          field.focus();
          if (start.by === 'editing') field.select();
        }}
        className="cell-editor"
        type="text"
        aria-label={label}
        defaultValue={start.text}
        list={editor.suggestions ? listId : undefined}
        spellCheck={false}
        autoComplete="off"
        onKeyDown={onKeyDown}
        onBlur={onBlur}
      />
      {editor.suggestions ? (
        <datalist id={listId}>
          {editor.suggestions.map(({ value, text }) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </datalist>
      ) : null}
    </>
  );
}

interface ChoiceFieldProps {
  readonly label: string;
  readonly options: readonly string[];
  readonly start: EditStart;
  readonly onKeyDown: (event: KeyboardEvent<HTMLSelectElement>) => void;
  readonly onBlur: (event: { readonly currentTarget: { readonly value: string } }) => void;
}

/** A list of words. Typing goes on where the key that opened it began: “f”, “l” chooses float32. */
function ChoiceField({ label, options, start, onKeyDown, onBlur }: ChoiceFieldProps): ReactNode {
  const typed = useRef(start.by === 'replacing' ? start.text : '');
  const first = start.by === 'replacing' ? (optionFor(options, start.text) ?? '') : start.text;
  // What stands there now may be none of the choices; it stays until another one is chosen.
  const shown = options.includes(first) ? options : [first, ...options];
  return (
    <select
      ref={(field) => field?.focus()}
      className="cell-editor"
      aria-label={label}
      defaultValue={first}
      onBlur={onBlur}
      onKeyDown={(event) => {
        onKeyDown(event);
        if (event.defaultPrevented || event.ctrlKey || event.altKey || event.key.length !== 1 || event.key === ' ')
          return;
        typed.current += event.key;
        const option = optionFor(options, typed.current);
        if (option !== undefined) event.currentTarget.value = option;
        event.preventDefault();
      }}
    >
      {shown.map((option) => (
        <option key={option} value={option}>
          {option === '' ? '—' : option}
        </option>
      ))}
    </select>
  );
}

const optionFor = (options: readonly string[], typed: string): string | undefined =>
  options.find((option) => option.toLowerCase().startsWith(typed.toLowerCase()));
