import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { Dialog } from '../../ui/Dialog.tsx';
import { formatTime } from '../../ui/time-format.ts';

interface NoteDialogProps {
  readonly atUs: number;
  readonly onAdd: (text: string) => void;
  readonly onClose: () => void;
}

/** Asks what is written to a moment of a trend. */
export function NoteDialog({ atUs, onAdd, onClose }: NoteDialogProps): ReactNode {
  const id = useId();
  const [text, setText] = useState('');
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    if (text.trim() !== '') onAdd(text.trim());
    onClose();
  };
  return (
    <Dialog title={`Note at ${formatTime(atUs / 1_000)}`} onClose={onClose}>
      <form className="trend-note-form" onSubmit={onSubmit}>
        <label htmlFor={id}>What happened there</label>
        <input
          id={id}
          className="field"
          type="text"
          data-autofocus
          maxLength={200}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <p className="quiet">It stands at this time in the chart, and is kept with the trend.</p>
        <div className="trend-note-actions">
          <button type="button" className="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="button primary" disabled={text.trim() === ''}>
            Add
          </button>
        </div>
      </form>
    </Dialog>
  );
}
