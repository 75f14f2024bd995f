import type { ReactNode } from 'react';
import { useScopeFor } from '../../state/arming.ts';
import { refusalClosed, useAskRefusal } from '../../state/prepared-writes.ts';
import { armAsked } from '../../state/writing.ts';
import { Message } from '../../ui/Message.tsx';
import './prepared.css';
import './writes.css';

/** Says why nothing was asked, each time anew, until the device is armed. */
export function WriteRefusal(): ReactNode {
  const refusal = useAskRefusal((state) => state.refusal);
  return refusal ? <Refused key={refusal.number} {...refusal} /> : null;
}

interface RefusedProps {
  readonly code: string;
  readonly text: string;
  readonly device: string;
}

function Refused({ code, text, device }: RefusedProps): ReactNode {
  const isArmed = useScopeFor(device) !== undefined;
  if (isArmed) return null;
  return (
    <div className="write-refusal">
      <Message code={code} text={text} tone="warning" isAlert />
      <button type="button" className="button arm-button" onClick={() => armAsked(device)}>
        Arm writing…
      </button>
      <button type="button" className="button" onClick={refusalClosed}>
        Dismiss
      </button>
    </div>
  );
}
