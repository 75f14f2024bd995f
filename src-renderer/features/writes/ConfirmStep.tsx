import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { TagView } from '../../../src-shared/contract/devices.ts';
import type { ArmedScope } from '../../state/armed-scopes.ts';
import { useScopeFor } from '../../state/arming.ts';
import { useLink } from '../../state/link.ts';
import { armAsked, useWriting } from '../../state/writing.ts';
import { Glyph } from '../../ui/Glyph.tsx';
import { LiveValue } from '../tags/LiveCells.tsx';
import { CriticalName } from './CriticalName.tsx';
import type { Prepared } from './PrepareStep.tsx';
import { exactValue } from './written-value.ts';

interface ConfirmStepProps {
  readonly tag: TagView;
  readonly deviceName: string;
  readonly prepared: Prepared;
  readonly onBack: () => void;
  /** @param confirm the name of a critical tag, as it was typed. */
  readonly onWrite: (scope: ArmedScope, confirm: string | undefined) => void;
}

/** A key or a button that is struck twice must not confirm what the first stroke opened. */
const DEAF_FOR_MS = 300;

/** The second step: old and new in words, and the one button that writes, which works only while armed. */
export function ConfirmStep({ tag, deviceName, prepared, onBack, onWrite }: ConfirmStepProps): ReactNode {
  const scope = useScopeFor(tag.device);
  const isOpen = useLink((link) => link.state.kind === 'open');
  const isArmDialogOpen = useWriting((state) => state.arm !== undefined);
  const main = useRef<HTMLButtonElement>(null);
  const deafUntilMs = useRef(Number.POSITIVE_INFINITY);
  const isArmed = scope !== undefined;
  const [typed, setTyped] = useState('');
  const isConfirmed = !tag.critical || typed.trim() === tag.name;
  // What comes next has the focus: arming first, then the button that writes.
  useEffect(() => {
    if (isArmDialogOpen) return;
    deafUntilMs.current = performance.now() + DEAF_FOR_MS;
    main.current?.focus();
  }, [isArmed, isArmDialogOpen]);
  const swallow = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.target !== main.current) return;
    // A key that is held down is the stroke before.
    if (event.repeat) event.preventDefault();
  };
  const confirm = (): void => {
    if (!scope || !isConfirmed || performance.now() < deafUntilMs.current) return;
    onWrite(scope, tag.critical ? typed : undefined);
  };
  const asked = exactValue(prepared.value, tag);
  return (
    <div className="write-form" onKeyDown={swallow}>
      <p className="write-words">
        Change <strong>{tag.name}</strong> of <strong>{deviceName}</strong> from{' '}
        <LiveValue tag={tag} unit={tag.dataType === 'bool' ? 'hidden' : 'shown'} />
        to <strong className="write-new">{asked}</strong>
      </p>
      {prepared.expect === undefined ? null : (
        <p>Only if the device still holds {exactValue(prepared.expect, tag)}; otherwise nothing is sent.</p>
      )}
      {tag.critical ? <CriticalName name={tag.name} typed={typed} onTyped={setTyped} onEnter={confirm} /> : null}
      <p className="quiet">It is sent once, to {tag.address}, and read back. It is not repeated by itself.</p>
      {isArmed ? (
        <p className="write-armed" role="status">
          <Glyph name="armed" /> Armed: {scope.reason}
        </p>
      ) : (
        <p className="write-warning" role="status">
          <Glyph name="half" /> Writes are disarmed. Arm {deviceName} first (F8).
        </p>
      )}
      <div className="write-actions">
        <button type="button" className="button" onClick={onBack}>
          Back
        </button>
        {isArmed ? null : (
          <button ref={main} type="button" className="button arm-button" onClick={() => armAsked(tag.device)}>
            Arm writing…
          </button>
        )}
        <button
          ref={isArmed ? main : undefined}
          type="button"
          className="button primary"
          disabled={!isArmed || !isOpen || !isConfirmed}
          onClick={confirm}
        >
          Write {asked}
        </button>
      </div>
    </div>
  );
}
