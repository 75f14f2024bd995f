import { type ReactNode, useEffect, useMemo, useRef } from 'react';
import { STATUS } from '../../../../src-shared/domain/quality.ts';
import type { FormValue } from '../../../forms/form-field.ts';
import { liveLoop } from '../../../state/live-loop.ts';
import { liveValues } from '../../../state/live-values.ts';
import { watches } from '../../../state/watches.ts';
import type { TagRow } from '../edit/tag-rows.ts';
import { scaleOf } from './processing-form.ts';
import { type Clamp, nowLine, rangeLine, scaleCurve } from './scale-preview.ts';

/** Of the curve, px. */
const WIDTH = 160;
const HEIGHT = 96;
const EDGE = 6;

const across = (share: number): number => EDGE + share * (WIDTH - 2 * EDGE);
const up = (share: number): number => HEIGHT - EDGE - share * (HEIGHT - 2 * EDGE);

function clampOf(form: FormValue): Clamp {
  const limit = (key: string, none: number): number => {
    const value = form[key];
    return typeof value === 'number' && Number.isFinite(value) ? value : none;
  };
  return { low: limit('clamp_low', Number.NEGATIVE_INFINITY), high: limit('clamp_high', Number.POSITIVE_INFINITY) };
}

/**
 * What a draft makes of the raw range, as a line and as a curve, and of what stands on the device now. That is the
 * value of now taken back by the scale that is applied; where a clamp holds it, nobody knows what stands there.
 */
export function ScalePreview({ row, draft }: { readonly row: TagRow; readonly draft: FormValue }): ReactNode {
  const { view, base } = row;
  const text = useRef<HTMLSpanElement>(null);
  const dot = useRef<SVGCircleElement>(null);
  const made = useMemo(() => {
    const clamp = clampOf(draft);
    const scale = scaleOf(draft);
    return { scale, clamp, line: rangeLine(scale, clamp), curve: scaleCurve(scale, clamp) };
  }, [draft]);
  const applied = useMemo(() => scaleOf(base ?? {}), [base]);
  useEffect(() => {
    if (!view) return undefined;
    const release = watches.hold([view.index]);
    const remove = liveLoop.add(() => {
      const value = liveValues.value[view.index] ?? Number.NaN;
      const isHeld = liveValues.status[view.index] === STATUS.GoodClamped;
      const isKnown = liveValues.seen(view.index) && Number.isFinite(value) && !isHeld;
      const now = isKnown ? nowLine(applied, made.scale, made.clamp, value) : undefined;
      const words = now ? `Now ${now.text}` : isHeld ? 'Now held at its clamp.' : 'No value now.';
      const [x, y] = now && made.curve ? made.curve.place(now.raw) : [Number.NaN, Number.NaN];
      dot.current?.setAttribute('visibility', Number.isNaN(x) ? 'hidden' : 'visible');
      if (!Number.isNaN(x)) {
        dot.current?.setAttribute('cx', across(x).toFixed(1));
        dot.current?.setAttribute('cy', up(y).toFixed(1));
      }
      if (!text.current || text.current.textContent === words) return 0;
      text.current.textContent = words;
      return 1;
    });
    return () => {
      remove();
      release();
    };
  }, [view, applied, made]);
  return (
    <div className="processing-preview" role="group" aria-label="Preview of the scale">
      <p className="processing-line">{made.line ?? 'Without a raw range the reading is taken as it is.'}</p>
      {view ? (
        <p className="processing-line">
          <span ref={text} />
        </p>
      ) : null}
      {made.curve ? (
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label="Value over the raw range">
          <path className="processing-axis" d={`M${EDGE} ${EDGE}V${HEIGHT - EDGE}H${WIDTH - EDGE}`} />
          <path
            className="processing-curve"
            d={made.curve.points
              .map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${across(x).toFixed(1)} ${up(y).toFixed(1)}`)
              .join('')}
          />
          <circle ref={dot} className="processing-dot" r="4" visibility="hidden" />
        </svg>
      ) : null}
    </div>
  );
}
