import { type ReactNode, useEffect, useState } from 'react';
import './waiting.css';

const NOTHING_FOR_MS = 150;
const SAY_AFTER_MS = 2_000;

interface WaitingProps {
  /** What is waited for, as one sentence. */
  readonly text: string;
  /** Asks once more. */
  readonly onRetry?: () => void;
  /** The outline of what will stand here, such as a GridSkeleton; left out: three bars. */
  readonly children?: ReactNode;
}

/** Holds the place of what is on its way: nothing at first, then its outline, then what is waited for. */
export function Waiting({ text, onRetry, children }: WaitingProps): ReactNode {
  const stage = useStage();
  if (stage === 'nothing') return null;
  return (
    <div className="waiting" role="status" data-state="loading">
      <div className="waiting-outline" aria-hidden>
        {children ?? <Bars />}
      </div>
      {stage === 'outline' ? <span className="visually-hidden">{text}</span> : null}
      {stage === 'words' ? (
        <div className="waiting-words">
          <p>{text}</p>
          {onRetry ? (
            <button type="button" className="button" onClick={onRetry}>
              Try again
            </button>
          ) : null}
        </div>
      ) : null}
    </div>
  );
}

function useStage(): 'nothing' | 'outline' | 'words' {
  const [stage, setStage] = useState<'nothing' | 'outline' | 'words'>('nothing');
  useEffect(() => {
    const outline = setTimeout(() => setStage('outline'), NOTHING_FOR_MS);
    const words = setTimeout(() => setStage('words'), SAY_AFTER_MS);
    return () => {
      clearTimeout(outline);
      clearTimeout(words);
    };
  }, []);
  return stage;
}

const Bars = (): ReactNode => (
  <>
    <div className="waiting-row" />
    <div className="waiting-row" />
    <div className="waiting-row" />
  </>
);
