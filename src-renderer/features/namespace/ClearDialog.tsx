import { type ReactNode, useState } from 'react';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { noticed } from '../../state/notices.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { formatInteger } from '../../ui/number-format.ts';
import { Strip } from '../../ui/Strip.tsx';
import { ArmedFor } from './ArmedFor.tsx';

const SHOWN = 8;

interface ClearDialogProps {
  readonly topics: readonly string[];
  readonly onClose: () => void;
}

/** Asks once more, with their number, before what the broker keeps for topics is cleared. */
export function ClearDialog({ topics, onClose }: ClearDialogProps): ReactNode {
  const [fault, setFault] = useState('');
  const [isArmed, setArmed] = useState(false);
  const [isSending, setSending] = useState(false);
  const count = topics.length === 1 ? '1 topic' : `${formatInteger(topics.length)} topics`;
  const clear = async (): Promise<void> => {
    setSending(true);
    try {
      await rpc().namespace.clear({ topics: [...topics] });
      noticed({ kind: 'done', text: `The retained messages of ${count} are cleared.` });
      onClose();
    } catch (error) {
      setFault(toNexusError(error).text);
      setSending(false);
    }
  };
  return (
    <Dialog title="Clear retained messages" onClose={onClose}>
      <div className="publish-form">
        {fault === '' ? null : (
          <Strip tone="error" announce="alert">
            {fault}
          </Strip>
        )}
        <p>
          The broker forgets what it keeps for {count}. Who subscribes later sees nothing there until somebody publishes
          again. This cannot be undone.
        </p>
        <ul className="clear-list mono">
          {topics.slice(0, SHOWN).map((topic) => (
            <li key={topic}>{topic}</li>
          ))}
          {topics.length > SHOWN ? <li>and {formatInteger(topics.length - SHOWN)} more</li> : null}
        </ul>
        <ArmedFor topics={topics} onChange={setArmed} />
        <div className="publish-actions">
          <button type="button" className="button" data-autofocus onClick={onClose}>
            Cancel
          </button>
          <button
            type="button"
            className="button primary"
            disabled={!isArmed || isSending}
            onClick={() => void clear()}
          >
            Clear {count}
          </button>
        </div>
      </div>
    </Dialog>
  );
}
