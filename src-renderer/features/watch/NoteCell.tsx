import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { useMay } from '../../state/roles.ts';

interface NoteCellProps {
  readonly label: string;
  /** The key of its row, by which it is found. */
  readonly noteOf: string;
  readonly text: string;
  readonly most: number;
  readonly onChange: (text: string) => void;
  readonly onLeave: () => void;
}

/** A text of a row that is edited in place: taken when it is left or with Enter, given up with Esc. */
export function NoteCell({ label, noteOf, text, most, onChange, onLeave }: NoteCellProps): ReactNode {
  const [draft, setDraft] = useState<string | undefined>();
  const mayEdit = useMay('operate');
  const take = (): void => {
    if (draft !== undefined && draft.trim() !== text) onChange(draft.trim());
    setDraft(undefined);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    if (event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Enter') take();
    else setDraft(undefined);
    onLeave();
  };
  return (
    <input
      className="note-box"
      type="text"
      aria-label={label}
      data-note-of={noteOf}
      tabIndex={-1}
      readOnly={!mayEdit}
      maxLength={most}
      value={draft ?? text}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={take}
      onKeyDown={onKeyDown}
    />
  );
}
