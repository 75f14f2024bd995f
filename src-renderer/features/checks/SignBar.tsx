import { ChevronRight, RotateCcw } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import type { CheckLoopView } from '../../../src-shared/contract/check-loops.ts';
import { type LoopActions, nextStep } from './use-loop-actions.ts';

interface SignBarProps {
  readonly loop: CheckLoopView;
  readonly actions: LoopActions;
  readonly mayCheck: boolean;
  readonly hasNext: boolean;
  readonly onNext: () => void;
}

/** Capture, Fail, Pass and sign, Next; of a signed loop its witness and the way to begin anew. */
export function SignBar({ loop, actions, mayCheck, hasNext, onNext }: SignBarProps): ReactNode {
  const [isFailing, setFailing] = useState(false);
  const isOpen = mayCheck && loop.signature === null && loop.problem === null;
  const next = nextStep(loop);
  return (
    <footer className="loop-footer">
      {isOpen && isFailing ? <FailForm actions={actions} onClose={() => setFailing(false)} /> : null}
      <div className="loop-actions">
        {isOpen ? (
          <>
            <button
              type="button"
              className="button"
              disabled={next === undefined || actions.capturing !== undefined}
              onClick={() => void actions.capture()}
            >
              {actions.capturing === undefined ? 'Capture' : 'Capturing …'} <kbd>Space</kbd>
            </button>
            <span className="spacer" />
            <button type="button" className="button" aria-expanded={isFailing} onClick={() => setFailing(!isFailing)}>
              Fail…
            </button>
            <button type="button" className="button primary" onClick={() => void actions.sign('pass')}>
              Pass and sign <kbd>Ctrl+Enter</kbd>
            </button>
          </>
        ) : null}
        {mayCheck && loop.signature ? (
          <>
            <button type="button" className="button" onClick={() => void actions.reopen()}>
              <RotateCcw size={16} strokeWidth={1.5} aria-hidden /> Check again
            </button>
            {loop.witness || loop.changes.length > 0 ? null : (
              <button type="button" className="button" onClick={() => void actions.witness()}>
                Sign as witness
              </button>
            )}
            <span className="spacer" />
          </>
        ) : null}
        <button type="button" className="button" disabled={!hasNext} onClick={onNext}>
          Next <ChevronRight size={16} strokeWidth={1.5} aria-hidden />
        </button>
      </div>
    </footer>
  );
}

function FailForm({ actions, onClose }: { readonly actions: LoopActions; readonly onClose: () => void }): ReactNode {
  const id = useId();
  const [defect, setDefect] = useState('');
  return (
    <form
      className="loop-fail"
      onSubmit={(event) => {
        event.preventDefault();
        void actions.sign('fail', defect.trim());
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
        // Enter here signs as Fail; Ctrl+Enter must not sign as Pass.
        if (event.key === 'Enter') event.stopPropagation();
      }}
    >
      <label htmlFor={id}>Defect</label>
      <input
        id={id}
        className="field"
        maxLength={512}
        placeholder="For the punch list; what was captured unless given"
        ref={(box) => {
          if (box && document.activeElement !== box && defect === '') box.focus();
        }}
        value={defect}
        onChange={(event) => setDefect(event.target.value)}
      />
      <button type="submit" className="button">
        Fail and sign
      </button>
    </form>
  );
}
