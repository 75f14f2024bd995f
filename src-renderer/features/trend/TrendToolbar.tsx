import {
  ArrowRightToLine,
  Crosshair,
  Database,
  Download,
  Flag,
  History,
  ListChecks,
  Pause,
  Plus,
  Ruler,
  Save,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { TREND_EVENTS, type TrendEventKind } from '../../../src-shared/domain/trend-event.ts';
import { TREND_LAYOUTS, type TrendLayout } from '../../../src-shared/domain/trend-layout.ts';
import type { TimeView } from '../../charts/time-view.ts';
import type { MenuItem } from '../../ui/Menu.tsx';
import { EVENT_WORDS } from './event-words.ts';
import { MenuButton } from './MenuButton.tsx';
import { SPANS } from './spans.ts';

interface TrendToolbarProps {
  readonly view: TimeView;
  readonly hasPens: boolean;
  readonly layout: TrendLayout;
  readonly onLayout: (layout: TrendLayout) => void;
  /** The lanes that are shown. */
  readonly events: readonly TrendEventKind[];
  readonly onEvents: (kind: TrendEventKind) => void;
  readonly isMeasuring: boolean;
  readonly isComparing: boolean;
  readonly onSpan: (spanMs: number) => void;
  readonly onAsk: () => void;
  /** `new`: the project does not have it yet. */
  readonly kept: 'new' | 'edited' | 'same';
  readonly actions: {
    readonly addPen: () => void;
    readonly pause: () => void;
    readonly live: () => void;
    readonly measure: () => void;
    readonly note: () => void;
    readonly compare: () => void;
    readonly capture: () => void;
    readonly keep: () => void;
    readonly save: () => void;
  };
}

const LAYOUT_WORDS: Readonly<Record<TrendLayout, string>> = {
  unit: 'by unit',
  shared: 'shared axis',
  lanes: 'lanes',
  percent: '0–100 %',
};

/** What one does to a trend. */
export function TrendToolbar(props: TrendToolbarProps): ReactNode {
  const { view, hasPens, actions } = props;
  const spanMs = (view.mode === 'follow' ? view.spanUs : view.toUs - view.fromUs) / 1_000;
  const events = TREND_EVENTS.map((kind): MenuItem => {
    const isShown = props.events.includes(kind);
    const label = `${isShown ? 'Hide' : 'Show'} ${EVENT_WORDS[kind].toLowerCase()}`;
    return { label, keys: '', state: 'enabled', onChoose: () => props.onEvents(kind) };
  });
  const isListed = SPANS.some((span) => span.ms === Math.round(spanMs));
  return (
    <div className="toolbar">
      <button type="button" className="button" onClick={actions.addPen}>
        <Plus size={16} strokeWidth={1.5} aria-hidden />
        Pen
      </button>
      <label className="trend-span">
        <span className="quiet">Span</span>
        <select
          className="select"
          value={isListed ? String(Math.round(spanMs)) : 'other'}
          onChange={(event) => props.onSpan(Number(event.target.value))}
        >
          {isListed ? null : (
            <option value="other" disabled>
              zoomed
            </option>
          )}
          {SPANS.map((span) => (
            <option key={span.ms} value={span.ms}>
              {span.label}
            </option>
          ))}
        </select>
      </label>
      <label className="trend-span">
        <span className="quiet">Layout</span>
        <select
          className="select"
          value={props.layout}
          onChange={({ target }) => props.onLayout(TREND_LAYOUTS.find((one) => one === target.value) ?? 'unit')}
        >
          {TREND_LAYOUTS.map((layout) => (
            <option key={layout} value={layout}>
              {LAYOUT_WORDS[layout]}
            </option>
          ))}
        </select>
      </label>
      <button type="button" className="button" disabled={view.mode === 'held'} title="Space" onClick={actions.pause}>
        <Pause size={16} strokeWidth={1.5} aria-hidden />
        Pause
      </button>
      <button type="button" className="button" disabled={view.mode === 'follow'} title="End" onClick={actions.live}>
        <ArrowRightToLine size={16} strokeWidth={1.5} aria-hidden />
        Live
      </button>
      <button
        type="button"
        className="button"
        disabled={!hasPens}
        aria-pressed={props.isMeasuring}
        title="Statistics of the range in sight, or between the cursors A and B (S)"
        onClick={actions.measure}
      >
        <Ruler size={16} strokeWidth={1.5} aria-hidden />
        Measure
      </button>
      <button
        type="button"
        className="button"
        disabled={!hasPens}
        aria-pressed={props.isComparing}
        title="Draw another time behind the pens (O)"
        onClick={actions.compare}
      >
        <History size={16} strokeWidth={1.5} aria-hidden />
        Compare…
      </button>
      <button
        type="button"
        className="button"
        disabled={!hasPens}
        title="Keep what is before and after a moment (K)"
        onClick={actions.capture}
      >
        <Crosshair size={16} strokeWidth={1.5} aria-hidden />
        Capture…
      </button>
      <MenuButton label="Events" icon={ListChecks} items={events} isDisabled={!hasPens} />
      <button
        type="button"
        className="button"
        disabled={!hasPens}
        title="Write a note to a time (N)"
        onClick={actions.note}
      >
        <Flag size={16} strokeWidth={1.5} aria-hidden />
        Note
      </button>
      <span className="spacer" />
      <button type="button" className="button" disabled={props.kept === 'same'} onClick={actions.keep}>
        <Save size={16} strokeWidth={1.5} aria-hidden />
        {props.kept === 'new' ? 'Save…' : 'Save'}
      </button>
      <button type="button" className="button" disabled={!hasPens} onClick={props.onAsk}>
        <Database size={16} strokeWidth={1.5} aria-hidden />
        Historian
      </button>
      <button type="button" className="button" disabled={!hasPens} onClick={actions.save}>
        <Download size={16} strokeWidth={1.5} aria-hidden />
        Export…
      </button>
    </div>
  );
}
