import type { ReactNode } from 'react';
import { formatInteger } from './number-format.ts';
import './apply-bar.css';

interface ApplyBarProps {
  /** `7 edited · 2 new · 1 deleted` */
  readonly summary: string;
  readonly errors: number;
  readonly isApplying: boolean;
  /** Why Apply has to wait besides the errors; undefined: it need not. */
  readonly whyNot?: string | undefined;
  readonly onReview: () => void;
  readonly onDiscard: () => void;
  readonly onApply: () => void;
  /** Shows the next error. */
  readonly onError: () => void;
}

/** At the bottom of a tab with edits that are not applied yet (ux 3.0). */
export function ApplyBar(props: ApplyBarProps): ReactNode {
  const { summary, errors, isApplying, whyNot } = props;
  return (
    <section className="apply-bar" aria-label="Edits that are not applied">
      <p role="status">
        {summary}
        {isApplying ? ' · applying…' : ''}
      </p>
      {errors === 0 ? null : (
        <button type="button" className="link-button apply-bar-errors" title="F3" onClick={props.onError}>
          {formatInteger(errors)} {errors === 1 ? 'error' : 'errors'}
        </button>
      )}
      <span className="spacer" />
      <button type="button" className="button" onClick={props.onReview}>
        Review
      </button>
      <button
        type="button"
        className="button"
        title="Ctrl+Z brings them back"
        disabled={isApplying}
        onClick={props.onDiscard}
      >
        Discard
      </button>
      <button
        type="button"
        className="button primary"
        title={whyNot}
        disabled={errors > 0 || isApplying || whyNot !== undefined}
        onClick={props.onApply}
      >
        Apply <kbd>Ctrl+S</kbd>
      </button>
    </section>
  );
}
