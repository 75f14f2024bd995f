import { X } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import './dialog.css';

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A window over the page. The browser keeps the focus inside and gives it back; Esc closes. */
export function Dialog({ title, onClose, children }: DialogProps): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className="dialog" aria-label={title} onClose={onClose}>
      <header className="dialog-header">
        <h2>{title}</h2>
        <button type="button" className="icon-button" aria-label="Close (Esc)" onClick={() => dialog.current?.close()}>
          <X size={16} aria-hidden />
        </button>
      </header>
      {children}
    </dialog>
  );
}
