import { type ReactNode, useEffect, useState } from 'react';
import './waiting.css';

const NOTHING_FOR_MS = 150;
const SAY_AFTER_MS = 2_000;

/** Holds the place of rows that are on their way: nothing at first, then their outline, then what is waited for. */
export function Waiting({ text }: { readonly text: string }): ReactNode {
  const [stage, setStage] = useState<'nothing' | 'outline' | 'words'>('nothing');
  useEffect(() => {
    const outline = setTimeout(() => setStage('outline'), NOTHING_FOR_MS);
    const words = setTimeout(() => setStage('words'), SAY_AFTER_MS);
    return () => {
      clearTimeout(outline);
      clearTimeout(words);
    };
  }, []);
  if (stage === 'nothing') return null;
  return (
    <div className="waiting" role="status">
      {stage === 'words' ? <p>{text}</p> : <span className="visually-hidden">{text}</span>}
      <div className="waiting-row" />
      <div className="waiting-row" />
      <div className="waiting-row" />
    </div>
  );
}
