import { Eye, EyeOff, SlidersHorizontal, X } from 'lucide-react';
import { memo, type ReactNode, type RefObject } from 'react';
import { penStyle } from '../../charts/pen-style.ts';
import type { Pen } from '../../state/pen-list.ts';
import { selected } from '../../state/selection.ts';
import { penRemoved } from '../../state/trends.ts';
import { LiveAge, LiveValue } from '../tags/LiveCells.tsx';
import type { HistoryPen } from './history-loader.ts';
import { OtherValue } from './OtherValue.tsx';
import type { PenLists } from './pen-lists.ts';
import type { TrendSession } from './trend-session.ts';
import type { PenEntry } from './use-pens.ts';

/** The pens of a trend: number, colour and dash, live value, and what takes one out. */
export const PenPanel = memo(function PenPanel({
  trend,
  entries,
  lists,
  pens,
  hidden,
  toggle,
  session,
  onForm,
  children,
  onDelete,
}: {
  readonly trend: string;
  readonly entries: readonly PenEntry[];
  readonly lists: PenLists['status'];
  /** Those that can be drawn. */
  readonly pens: readonly HistoryPen[];
  readonly session: RefObject<TrendSession | null>;
  /** Slots of pens that are not drawn for now. */
  readonly hidden: ReadonlySet<number>;
  readonly toggle: (slot: number) => void;
  /** Asks for look and scale of a pen. */
  readonly onForm: (slot: number) => void;
  /** Below the pens. */
  readonly children?: ReactNode;
  readonly onDelete: () => void;
}): ReactNode {
  return (
    <section className="trend-pens" aria-label="Pens">
      <h2>Pens</h2>
      <ul>
        {entries.map((entry) => (
          <PenLine
            key={entry.pen.slot}
            trend={trend}
            entry={entry}
            drawn={pens.find(({ slot }) => slot === entry.pen.slot)}
            session={session}
            missing={MISSING[lists]}
            isHidden={hidden.has(entry.pen.slot)}
            toggle={toggle}
            onForm={onForm}
          />
        ))}
      </ul>
      {children}
      <button type="button" className="button" onClick={onDelete}>
        Delete this trend
      </button>
    </section>
  );
});

/** What stands for a tag that is not there. */
const MISSING = { loading: '—', failed: 'not read', ready: 'not in this project' } as const;

interface PenLineProps {
  readonly trend: string;
  readonly entry: PenEntry;
  readonly drawn: HistoryPen | undefined;
  readonly session: RefObject<TrendSession | null>;
  readonly missing: string;
  readonly isHidden: boolean;
  readonly toggle: (slot: number) => void;
  readonly onForm: (slot: number) => void;
}

function PenLine({
  trend,
  entry: { pen, tag },
  drawn,
  session,
  missing,
  isHidden,
  toggle,
  onForm,
}: PenLineProps): ReactNode {
  const name = tag?.name ?? pen.tag;
  return (
    <li className="trend-pen" data-hidden={isHidden || undefined}>
      <PenSample pen={pen} />
      <button
        type="button"
        className="trend-pen-name"
        title={`${pen.device} · ${name}`}
        onClick={() => selected({ kind: 'tags', tags: [{ device: pen.device, tag: pen.tag }] })}
      >
        {name}
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label={`Look and scale of pen ${pen.slot}, ${name}`}
        title="Look and scale (E)"
        disabled={!drawn}
        onClick={() => onForm(pen.slot)}
      >
        <SlidersHorizontal size={14} aria-hidden />
      </button>
      <button
        type="button"
        className="icon-button"
        aria-pressed={isHidden}
        aria-label={`Hide pen ${pen.slot}, ${name}`}
        title={pen.slot <= 8 ? `Not drawn, or drawn again (${pen.slot})` : 'Not drawn, or drawn again'}
        onClick={() => toggle(pen.slot)}
      >
        {isHidden ? <EyeOff size={14} aria-hidden /> : <Eye size={14} aria-hidden />}
      </button>
      <button
        type="button"
        className="icon-button trend-pen-remove"
        aria-label={`Remove pen ${pen.slot}, ${name}`}
        onClick={() => penRemoved(trend, pen)}
      >
        <X size={14} aria-hidden />
      </button>
      <span className="trend-pen-value">
        {tag ? (
          <>
            <LiveValue key={tag.uid} tag={tag} unit="shown" />
            <LiveAge tag={tag} />
          </>
        ) : (
          <span className="quiet">{missing}</span>
        )}
      </span>
      {drawn?.other ? <OtherValue pen={drawn} session={session} /> : null}
    </li>
  );
}

/** A piece of the line as the chart draws it, with the pen's number. */
function PenSample({ pen }: { readonly pen: Pen }): ReactNode {
  const { slot } = pen;
  const { token, dash, widthPx } = penStyle(slot, pen);
  return (
    <span className="trend-pen-sample">
      <span>{slot}</span>
      <svg viewBox="0 0 24 8" width="24" height="8" aria-hidden>
        <line
          x1="0"
          y1="4"
          x2="24"
          y2="4"
          stroke={`var(${token})`}
          strokeWidth={widthPx + 0.5}
          strokeDasharray={dash.join(' ')}
        />
      </svg>
    </span>
  );
}
