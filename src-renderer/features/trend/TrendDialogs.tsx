import { type FormEvent, type ReactNode, useState } from 'react';
import type { TrendTrigger } from '../../../src-shared/domain/trend-trigger.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { gatewayNowUs } from '../../state/gateway-clock.ts';
import { deleteTrend, keepTrend } from '../../state/project-trends.ts';
import { compareChosen, noteAdded, type Trend, triggerChosen } from '../../state/trends.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Message } from '../../ui/Message.tsx';
import { NameDialog } from '../../ui/NameDialog.tsx';
import { CaptureDialog } from './CaptureDialog.tsx';
import { CompareDialog } from './CompareDialog.tsx';
import { ExportDialog } from './ExportDialog.tsx';
import { exportRange } from './export-csv.ts';
import { NoteDialog } from './NoteDialog.tsx';
import { PenForm } from './PenForm.tsx';
import { RevisionDialog } from './RevisionDialog.tsx';
import { savePicture } from './save-picture.ts';
import type { OpenTrend, TrendDialog } from './use-trend.ts';

interface TrendDialogsProps {
  readonly trend: Trend;
  readonly open: OpenTrend;
  readonly dialog: NonNullable<TrendDialog>;
}

/** What a trend asks for in a window of its own. */
export function TrendDialogs({ trend, open, dialog }: TrendDialogsProps): ReactNode {
  const onClose = (): void => open.ask(null);
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
  if (dialog === 'compare') {
    return (
      <CompareDialog
        compare={trend.compare}
        named={[...trend.notes, ...open.known.events].sort((a, b) => b.atUs - a.atUs)}
        leftUs={open.range().fromUs}
        markUs={open.marks.a}
        onCompare={(compare) => compareChosen(trend.id, compare)}
        onClose={onClose}
      />
    );
  }
  if (dialog === 'capture') {
    const take = (trigger: TrendTrigger): void => {
      triggerChosen(trend.id, trigger);
      open.captures.watch(true);
    };
    return <CaptureDialog trigger={trend.trigger} pens={open.pens} onTrigger={take} onClose={onClose} />;
  }
  if ('penSlot' in dialog) return <PenForm trend={trend} pens={open.pens} slot={dialog.penSlot} onClose={onClose} />;
  if ('revision' in dialog) return <RevisionDialog revision={dialog.revision} onClose={onClose} />;
  if ('exported' in dialog) {
    return (
      <ExportDialog
        pens={open.shown}
        range={dialog.exported}
        onCsv={(range, what, style) =>
          open.attempt(exportRange(trend.name, open.shown, range, what, style), 'The range was not exported.')
        }
        onPicture={(range, as) => {
          const { shown: pens, marks, ends: scales, lanes } = open;
          const { name: title, layout, notes } = trend;
          const content = { title, pens, range, layout, scales, lanes, marks, notes, nowUs: gatewayNowUs() };
          open.attempt(savePicture(content, as), 'No picture was made.');
        }}
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
