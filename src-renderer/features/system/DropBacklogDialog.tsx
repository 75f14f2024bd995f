import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Strip } from '../../ui/Strip.tsx';
import type { SinkRow } from './sink-rows.ts';

const LEAST_REASON = 3;
const MOST_REASON = 512;

interface DropBacklogDialogProps {
  readonly row: SinkRow;
  readonly onClose: () => void;
}

/** Asks why before points are given up that nobody can bring back. */
export function DropBacklogDialog({ row, onClose }: DropBacklogDialogProps): ReactNode {
  const id = useId();
  const [reason, setReason] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const isReady = reason.trim().length >= LEAST_REASON;
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!isReady) return;
    try {
      await rpc().sinks.drop({ sink: row.sink, reason: reason.trim() });
      onClose();
    } catch (error) {
      setFault(`Nothing was given up. ${toNexusError(error).text}`);
    }
  };
  return (
    <Dialog title={`Give up the points of ${row.title}`} onClose={onClose}>
      <form className="sink-drop" onSubmit={(event) => void submit(event)}>
        {fault === null ? null : (
          <Strip tone="error" announce="alert">
            {fault}
          </Strip>
        )}
        <p>
          {row.title} is not in the configuration any more; {row.waiting} wait for it in the log. Given up, they are
          never published there, also when it is configured again. The historian keeps its own.
        </p>
        <label htmlFor={`${id}-reason`}>Reason (kept in the journal of sinks)</label>
        <input
          id={`${id}-reason`}
          className="field"
          type="text"
          required
          maxLength={MOST_REASON}
          data-autofocus
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <div className="sink-drop-actions">
          <button type="button" className="button" onClick={onClose}>
            Keep them
          </button>
          <button type="submit" className="button" disabled={!isReady}>
            Give up the points
          </button>
        </div>
      </form>
    </Dialog>
  );
}
