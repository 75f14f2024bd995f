import { type ReactNode, useMemo } from 'react';
import { formatInteger } from '../number-format.ts';
import { lineDiff, type TextLine } from './line-diff.ts';
import './changes.css';

/** More lines than a person reads; the rest is counted. */
const SHOWN = 2_000;
const SIGNS = { same: ' ', added: '+', removed: '−' } as const;

interface LineDiffProps {
  readonly label: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** Two texts laid over each other, line by line. */
export function LineDiff({ label, before, after }: LineDiffProps): ReactNode {
  const lines = useMemo(() => lineDiff(before, after), [before, after]);
  if (lines.length === 0) return <p className="quiet">Nothing differs.</p>;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it is scrolled by keys */}
      <pre className="line-diff" tabIndex={0} aria-label={label} role="region">
        {lines.slice(0, SHOWN).map((line, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their place
          <Line key={at} line={line} />
        ))}
      </pre>
      {lines.length > SHOWN ? <p className="quiet">{formatInteger(lines.length - SHOWN)} more lines.</p> : null}
    </>
  );
}

function Line({ line: { kind, text, skipped } }: { readonly line: TextLine }): ReactNode {
  if (skipped !== undefined) return <span className="yaml-line quiet">… {formatInteger(skipped)} lines as before</span>;
  return (
    <span className="yaml-line" data-kind={kind}>
      {SIGNS[kind]} {text}
    </span>
  );
}
