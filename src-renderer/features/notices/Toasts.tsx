import { X } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { type Notice, noticeDismissed, useNotices } from '../../state/notices.ts';
import { Glyph } from '../../ui/Glyph.tsx';
import './toasts.css';

const SHOWN_MS = 6_000;

/**
 * What ended elsewhere, in the corner: one at a time, the oldest first, the others counted (ux 2.6). What is done leaves
 * by itself, unless the pointer or the focus is on it; what failed stays until it is dismissed.
 */
export function Toasts(): ReactNode {
  const [first, ...others] = useNotices((state) => state.list);
  return (
    // The regions stand in the document before a text comes into them: only then is it read out.
    <div className="toasts">
      <div role="status">
        {first?.kind === 'done' ? <Toast key={first.id} notice={first} more={others.length} /> : null}
      </div>
      <div role="alert">
        {first?.kind === 'failed' ? <Toast key={first.id} notice={first} more={others.length} /> : null}
      </div>
    </div>
  );
}

function Toast({ notice, more }: { readonly notice: Notice; readonly more: number }): ReactNode {
  const { id, kind, text, action } = notice;
  const [isHeld, setHeld] = useState(false);
  useEffect(() => {
    if (kind === 'failed' || isHeld) return undefined;
    const timer = setTimeout(() => noticeDismissed(id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [id, kind, isHeld]);
  const hold = (): void => setHeld(true);
  const release = (): void => setHeld(false);
  return (
    <div
      className="toast"
      data-kind={kind}
      onPointerEnter={hold}
      onPointerLeave={release}
      onFocus={hold}
      onBlur={release}
    >
      <Glyph name={kind === 'done' ? 'done' : 'bad'} />
      <p className="toast-text">
        {kind === 'failed' ? <strong>Failed: </strong> : null}
        {text}
      </p>
      {action ? (
        <button
          type="button"
          className="button"
          onClick={() => {
            noticeDismissed(id);
            action.run();
          }}
        >
          {action.label}
        </button>
      ) : null}
      {more === 0 ? null : <span className="toast-more">{more} more</span>}
      <button type="button" className="icon-button" aria-label="Dismiss" onClick={() => noticeDismissed(id)}>
        <X size={16} aria-hidden />
      </button>
    </div>
  );
}
