import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { CheckLoopView, CheckStepView } from '../../../src-shared/contract/check-loops.ts';
import { useTags } from '../../state/tags.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { LiveValue } from '../tags/LiveCells.tsx';
import { CriticalName } from '../writes/CriticalName.tsx';
import { loopValue } from './loop-words.ts';

interface ConfirmWriteProps {
  readonly loop: CheckLoopView;
  readonly step: CheckStepView;
  readonly onClose: () => void;
  /** @param confirm the name of a critical tag, as it was typed. */
  readonly onWrite: (confirm: string | undefined) => void;
}

/** A key that is struck twice must not confirm what the first stroke opened. */
const DEAF_FOR_MS = 300;

/** Asks once more before a step of an output is written. */
export function ConfirmWrite({ loop, step, onClose, onWrite }: ConfirmWriteProps): ReactNode {
  const deafUntilMs = useRef(Number.POSITIVE_INFINITY);
  useEffect(() => {
    deafUntilMs.current = performance.now() + DEAF_FOR_MS;
  }, []);
  const tag = useTags((state) => state.byDevice[loop.device]?.tags.find((one) => one.id === loop.tag));
  const [typed, setTyped] = useState('');
  const isConfirmed = !tag?.critical || typed.trim() === tag.name;
  const write = (): void => {
    if (isDeaf() || !isConfirmed) return;
    onClose();
    onWrite(tag?.critical ? typed : undefined);
  };
  const isDeaf = (): boolean => performance.now() < deafUntilMs.current;
  const onKeyDown = (event: KeyboardEvent): void => {
    // A key that is held down is the stroke before.
    if (event.key === 'Enter' && (event.repeat || isDeaf())) event.preventDefault();
    event.stopPropagation();
  };
  return (
    <Dialog title={`Write to ${loop.name}`} onClose={onClose}>
      <div className="check-confirm" role="presentation" onKeyDown={onKeyDown}>
        <p>
          {tag ? <LiveValue tag={tag} unit="shown" /> : null} →{' '}
          <strong>
            {loopValue(step.write, loop)} {loop.unit}
          </strong>{' '}
          <span className="quiet">({step.title})</span>
        </p>
        <p className="quiet">
          {loop.deviceName} <span className="mono">{loop.address}</span>. It stays there until something else is
          written.
        </p>
        {tag?.critical ? <CriticalName name={tag.name} typed={typed} onTyped={setTyped} onEnter={write} /> : null}
        <div className="check-generate-actions">
          <button type="button" className="button" onClick={onClose}>
            Cancel <kbd>Esc</kbd>
          </button>
          <button
            type="button"
            className="button primary"
            data-autofocus
            aria-disabled={!isConfirmed || undefined}
            onClick={write}
          >
            Write <kbd>Enter</kbd>
          </button>
        </div>
      </div>
    </Dialog>
  );
}
