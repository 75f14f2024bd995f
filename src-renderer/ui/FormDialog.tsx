import { type FormEvent, type ReactNode, useState } from 'react';
import { toNexusError } from '../../src-shared/errors/nexus-error.ts';
import { Dialog } from './Dialog.tsx';
import { Message } from './Message.tsx';
import './form-dialog.css';

interface FormDialogProps {
  readonly title: string;
  /** What its button says: `Use`. */
  readonly action: string;
  readonly className?: string;
  /** Why it cannot be done yet; undefined: it can. */
  readonly whyNot?: string | undefined;
  /** What was refused, where that is known without asking; what `onSubmit` throws comes before it. */
  readonly fault?: { readonly code: string; readonly text: string } | undefined;
  /** Stays open until `onClose`. What it throws is shown above the buttons. */
  readonly onSubmit: () => void | Promise<void>;
  readonly onClose: () => void;
  /** Beside the buttons, on the left. */
  readonly more?: ReactNode;
  readonly children: ReactNode;
}

/** A window with a form: Enter or its button does it, Esc does not; what was refused stands above the buttons. */
export function FormDialog(props: FormDialogProps): ReactNode {
  const { title, action, className = '', whyNot, fault, onSubmit, onClose, more, children } = props;
  const [thrown, setThrown] = useState<{ readonly code: string; readonly text: string }>();
  const [isBusy, setBusy] = useState(false);
  const submit = async (): Promise<void> => {
    if (isBusy || whyNot !== undefined) return;
    setBusy(true);
    setThrown(undefined);
    try {
      await onSubmit();
    } catch (error) {
      const { code, text } = toNexusError(error);
      setThrown({ code, text });
    } finally {
      setBusy(false);
    }
  };
  const onForm = (event: FormEvent): void => {
    event.preventDefault();
    // A dialog may stand in the page of a form: only its own is meant.
    event.stopPropagation();
    void submit();
  };
  const refused = thrown ?? fault;
  return (
    <Dialog title={title} onClose={onClose}>
      <form className="form-dialog" noValidate onSubmit={onForm}>
        <div className={`form-dialog-fields ${className}`}>{children}</div>
        {refused ? <Message code={refused.code} text={refused.text} isAlert /> : null}
        <div className="form-dialog-actions">
          {more}
          <span className="spacer" />
          <button type="button" className="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="button primary" disabled={whyNot !== undefined} title={whyNot}>
            {action}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
