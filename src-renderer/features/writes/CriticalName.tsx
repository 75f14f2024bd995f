import { type ReactNode, useId } from 'react';
import './prepared.css';

interface CriticalNameProps {
  readonly name: string;
  readonly typed: string;
  readonly onTyped: (text: string) => void;
  readonly onEnter: () => void;
}

/** A critical tag is written only by somebody who types its name. */
export function CriticalName({ name, typed, onTyped, onEnter }: CriticalNameProps): ReactNode {
  const id = useId();
  return (
    <span className="write-popover-confirm">
      <label htmlFor={id}>
        Critical. Type <strong>{name}</strong> to write it
      </label>
      <input
        id={id}
        className="field"
        data-autofocus
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={(event) => onTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.repeat) return;
          event.preventDefault();
          onEnter();
        }}
      />
    </span>
  );
}
