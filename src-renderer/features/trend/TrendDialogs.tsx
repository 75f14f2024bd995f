import { type FormEvent, type ReactNode, useState } from 'react';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { deleteTrend, keepTrend } from '../../state/project-trends.ts';
import { noteAdded, type Trend } from '../../state/trends.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Message } from '../../ui/Message.tsx';
import { NameDialog } from '../../ui/NameDialog.tsx';
import { NoteDialog } from './NoteDialog.tsx';

interface TrendDialogsProps {
  readonly trend: Trend;
  readonly dialog: 'save' | 'delete' | { readonly noteUs: number };
  readonly onClose: () => void;
}

/** What a trend asks for in a window of its own. */
export function TrendDialogs({ trend, dialog, onClose }: TrendDialogsProps): ReactNode {
  if (dialog === 'delete') return <DeleteDialog trend={trend} onClose={onClose} />;
  if (dialog === 'save') {
    const save = (id: string, name: string): Promise<void> => keepTrend(trend, id, name);
    return (
      <NameDialog
        {...{ title: 'Save the trend', noun: 'trend', folder: 'trends', suggested: trend.name }}
        onSave={save}
        onClose={onClose}
      />
    );
  }
  const { noteUs } = dialog;
  const add = (text: string): void => noteAdded(trend.id, { atUs: noteUs, text });
  return <NoteDialog atUs={noteUs} onAdd={add} onClose={onClose} />;
}

/** Asks before a trend goes; one that the project keeps goes from there, too. */
function DeleteDialog({ trend, onClose }: { readonly trend: Trend; readonly onClose: () => void }): ReactNode {
  const [fault, setFault] = useState<{ readonly code: string; readonly text: string } | null>(null);
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    deleteTrend(trend).then(onClose, (error: unknown) => setFault(toNexusError(error)));
  };
  return (
    <Dialog title={`Delete ${trend.name}`} onClose={onClose}>
      <form className="trend-note-form" onSubmit={onSubmit}>
        {fault === null ? null : <Message code={fault.code} text={fault.text} isAlert />}
        <p>
          {trend.kept
            ? 'It leaves the project, for everybody who works with it.'
            : 'It is kept in this browser only, and is gone then.'}{' '}
          The tags and what is stored of them stay.
        </p>
        <div className="trend-note-actions">
          <button type="button" className="button" data-autofocus onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="button danger">
            Delete
          </button>
        </div>
      </form>
    </Dialog>
  );
}
