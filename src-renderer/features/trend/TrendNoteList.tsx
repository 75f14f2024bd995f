import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { TrendNote } from '../../../src-shared/contract/trends.ts';
import { formatTime } from '../../ui/time-format.ts';

interface TrendNoteListProps {
  readonly notes: readonly TrendNote[];
  /** Shows the moment of a note. */
  readonly onShow: (note: TrendNote) => void;
  readonly onRemove: (note: TrendNote) => void;
}

/** What was written to moments of the trend, in their order. */
export function TrendNoteList({ notes, onShow, onRemove }: TrendNoteListProps): ReactNode {
  if (notes.length === 0) return null;
  return (
    <>
      <h2>Notes</h2>
      <ul className="trend-note-list">
        {notes.map((note) => (
          <li key={`${note.atUs} ${note.text}`}>
            <button type="button" className="trend-pen-name" title={note.text} onClick={() => onShow(note)}>
              <span className="quiet">{formatTime(note.atUs / 1_000)}</span> {note.text}
            </button>
            <button
              type="button"
              className="icon-button"
              aria-label={`Remove the note ${note.text}`}
              onClick={() => onRemove(note)}
            >
              <X size={14} aria-hidden />
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
