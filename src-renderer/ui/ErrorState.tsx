import type { ReactNode } from 'react';
import { messageId } from '../../src-shared/errors/message-ids.ts';
import { panelShown } from '../state/layout.ts';
import { useMay } from '../state/roles.ts';
import './empty-state.css';

interface ErrorStateProps {
  /** What could not be done, as one sentence. */
  readonly title: string;
  /** Why, with the values seen and the next step. */
  readonly cause: string;
  readonly code?: string | undefined;
  readonly onRetry: () => void;
  /** The most likely fix, beside Try again; left out: a look into the log. */
  readonly children?: ReactNode;
}

/** Stands where content would be that could not be had. Where there is old content, keep that and use ErrorStrip. */
export function ErrorState({ title, cause, code, onRetry, children }: ErrorStateProps): ReactNode {
  const isEngineer = useMay('configure');
  return (
    <div className="empty-state" role="alert">
      <h2>{title}</h2>
      {cause === '' ? null : <p data-msg={code === undefined ? undefined : messageId(code)}>{cause}</p>}
      <div className="empty-state-actions">
        <button type="button" className="button primary" onClick={onRetry}>
          Try again
        </button>
        {children === undefined && isEngineer ? <ShowLog /> : children}
      </div>
    </div>
  );
}

const ShowLog = (): ReactNode => (
  <button type="button" className="button" onClick={() => panelShown('log')}>
    Show the log
  </button>
);
