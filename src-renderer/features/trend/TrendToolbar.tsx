import { ArrowRightToLine, Database, Download, Flag, ImageDown, Pause, Plus, Ruler, Save } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { TREND_LAYOUTS, type TrendLayout } from '../../../src-shared/domain/trend-layout.ts';
import type { PictureSize } from '../../charts/chart-picture.ts';
import type { TimeView } from '../../charts/time-view.ts';
import { Menu, type MenuItem } from '../../ui/Menu.tsx';
import { PICTURE_SIZES } from './save-picture.ts';
import { SPANS } from './spans.ts';

interface TrendToolbarProps {
  readonly view: TimeView;
  readonly hasPens: boolean;
  readonly onAddPen: () => void;
  readonly layout: TrendLayout;
  readonly onLayout: (layout: TrendLayout) => void;
  readonly isMeasuring: boolean;
  readonly onMeasure: () => void;
  readonly onSpan: (spanMs: number) => void;
  readonly onPause: () => void;
  readonly onLive: () => void;
  readonly onAsk: () => void;
  readonly onExport: () => void;
  readonly onPicture: (size: PictureSize) => void;
  /** `new`: the project does not have it yet. */
  readonly kept: 'new' | 'edited' | 'same';
  readonly onSave: () => void;
  readonly onNote: () => void;
}

const LAYOUT_WORDS: Readonly<Record<TrendLayout, string>> = {
  unit: 'by unit',
  shared: 'shared axis',
  lanes: 'lanes',
  percent: '0–100 %',
};

/** What one does to a trend. */
export function TrendToolbar(props: TrendToolbarProps): ReactNode {
  const { view, hasPens } = props;
  const spanMs = (view.mode === 'follow' ? view.spanUs : view.toUs - view.fromUs) / 1_000;
  const [menuAt, setMenuAt] = useState<{ readonly x: number; readonly y: number } | null>(null);
  const pictures = PICTURE_SIZES.map((size): MenuItem => {
    const label = `PNG, ${size.width} × ${size.height} px`;
    return { label, keys: '', state: 'enabled', onChoose: () => props.onPicture(size) };
  });
  const isListed = SPANS.some((span) => span.ms === Math.round(spanMs));
  return (
    <div className="toolbar">
      <button type="button" className="button" onClick={props.onAddPen}>
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
      <button type="button" className="button" disabled={view.mode === 'held'} title="Space" onClick={props.onPause}>
        <Pause size={16} strokeWidth={1.5} aria-hidden />
        Pause
      </button>
      <button type="button" className="button" disabled={view.mode === 'follow'} title="End" onClick={props.onLive}>
        <ArrowRightToLine size={16} strokeWidth={1.5} aria-hidden />
        Live
      </button>
      <button
        type="button"
        className="button"
        disabled={!hasPens}
        aria-pressed={props.isMeasuring}
        title="Statistics of the range in sight, or between the cursors A and B (S)"
        onClick={props.onMeasure}
      >
        <Ruler size={16} strokeWidth={1.5} aria-hidden />
        Measure
      </button>
      <button
        type="button"
        className="button"
        disabled={!hasPens}
        title="Write a note to a time (N)"
        onClick={props.onNote}
      >
        <Flag size={16} strokeWidth={1.5} aria-hidden />
        Note
      </button>
      <span className="spacer" />
      <button type="button" className="button" disabled={props.kept === 'same'} onClick={props.onSave}>
        <Save size={16} strokeWidth={1.5} aria-hidden />
        {props.kept === 'new' ? 'Save…' : 'Save'}
      </button>
      <button type="button" className="button" disabled={!hasPens} onClick={props.onAsk}>
        <Database size={16} strokeWidth={1.5} aria-hidden />
        Historian
      </button>
      <button type="button" className="button" disabled={!hasPens} onClick={props.onExport}>
        <Download size={16} strokeWidth={1.5} aria-hidden />
        Export CSV
      </button>
      <button
        type="button"
        className="button"
        disabled={!hasPens}
        aria-haspopup="menu"
        aria-expanded={menuAt !== null}
        onClick={({ currentTarget }) => {
          const { left, bottom } = currentTarget.getBoundingClientRect();
          setMenuAt({ x: left, y: bottom });
        }}
      >
        <ImageDown size={16} strokeWidth={1.5} aria-hidden />
        Picture
      </button>
      {menuAt ? <Menu label="Picture" at={menuAt} items={pictures} onClose={() => setMenuAt(null)} /> : null}
    </div>
  );
}
