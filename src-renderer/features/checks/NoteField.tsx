import { type ReactNode, useId, useState } from 'react';

interface NoteFieldProps {
  readonly label: string;
  readonly value: string;
  readonly most: number;
  readonly isReadOnly: boolean;
  /** Id of a list of usual texts. */
  readonly list: string | undefined;
  readonly onDone: (text: string) => void;
}

/** One text of a loop: its own while it is typed, kept when the field is left. */
export function NoteField({ label, value, most, isReadOnly, list, onDone }: NoteFieldProps): ReactNode {
  const id = useId();
  const [draft, setDraft] = useState<string>();
  return (
    <>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="field"
        list={list}
        maxLength={most}
        readOnly={isReadOnly}
        value={draft ?? value}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={() => {
          if (draft !== undefined && draft !== value) onDone(draft);
          setDraft(undefined);
        }}
        onKeyDown={(event) => {
          // Ctrl+Enter signs: what was typed here must be kept before.
          if (event.key === 'Enter') event.currentTarget.blur();
        }}
      />
    </>
  );
}
