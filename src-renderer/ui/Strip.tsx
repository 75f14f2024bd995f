import type { ReactNode } from 'react';
import './strip.css';

interface StripProps {
  readonly tone: 'info' | 'warning' | 'error';
  /** How it is announced: at once, when there is a pause, or not at all. */
  readonly announce: 'alert' | 'status' | 'none';
  readonly children: ReactNode;
}

/** A line above content that says how the content stands. */
export function Strip({ tone, announce, children }: StripProps): ReactNode {
  return (
    <p className="strip" data-tone={tone} role={announce === 'none' ? undefined : announce}>
      {children}
    </p>
  );
}
