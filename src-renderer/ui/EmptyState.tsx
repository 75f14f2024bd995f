import type { ReactNode } from 'react';
import './empty-state.css';

/** One sentence on what would be here, and what to do: the likely thing first, then another way. */
export function EmptyState({ text, children }: { readonly text: string; readonly children?: ReactNode }): ReactNode {
  return (
    <div className="empty-state">
      <p>{text}</p>
      {children ? <div className="empty-state-actions">{children}</div> : null}
    </div>
  );
}
