import type { ReactNode } from 'react';
import { Strip } from './Strip.tsx';
import './kept.css';

interface ErrorStripProps {
  /** What could not be done, as one sentence. */
  readonly title: string;
  readonly cause: string;
  readonly onRetry: () => void;
}

/** Above content that is older than it should be, because it could not be read anew. */
export function ErrorStrip({ title, cause, onRetry }: ErrorStripProps): ReactNode {
  return (
    <Strip tone="error" announce="alert">
      <span>
        {title} {cause} Below is what was read before.
      </span>
      <button type="button" className="button" onClick={onRetry}>
        Try again
      </button>
    </Strip>
  );
}

/** Dims content while it is kept from before an error. */
export function Kept({ isOld, children }: { readonly isOld: boolean; readonly children: ReactNode }): ReactNode {
  return (
    <div className="kept" data-old={isOld || undefined}>
      {children}
    </div>
  );
}
