import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { TagView } from '../../../src-shared/contract/devices.ts';
import { POINT_FLAG } from '../../../src-shared/domain/point-batch.ts';
import { classicQuality, describeStatus } from '../../../src-shared/domain/quality.ts';
import { liveLoop } from '../../state/live-loop.ts';
import { liveValues } from '../../state/live-values.ts';
import { watches } from '../../state/watches.ts';
import { Glyph, type GlyphName } from '../../ui/Glyph.tsx';
import { formatAge } from '../../ui/time-format.ts';
import { type ValueState, valueText } from '../../ui/value-view.ts';
import { ageMsOf, formattedValue, hasAge, stateOf } from './live-reading.ts';
import './live-cells.css';

/*
 * Cells whose text is written outside React, straight into their text nodes, by the live loop. React draws them once, and
 * again when the state of a value is another: a glyph that is not shown would be a dozen nodes in each of hundreds of rows.
 */
type TagCell = { readonly tag: TagView };

/** Writes only what differs from what stands there; returns the number of writes. */
function write(node: Element | null, text: string): number {
  const shown = node?.firstChild as Text | null | undefined;
  if (!node || shown?.data === text) return 0;
  // A new text in the same node costs the browser less than a new node.
  if (shown) shown.data = text;
  else node.textContent = text;
  return 1;
}

function mark(node: HTMLElement, name: string, value: string): void {
  if (node.dataset[name] !== value) node.dataset[name] = value;
}

const GLYPHS: Readonly<Partial<Record<ValueState, readonly [name: GlyphName, title: string]>>> = {
  uncertain: ['half', 'Uncertain'],
  bad: ['bad', 'Bad'],
  stale: ['stale', 'Stale'],
};

interface LiveValueProps extends TagCell {
  readonly unit?: 'shown' | 'hidden';
  /** Another look of the last usable value; the same function for as long as it looks the same. */
  readonly text?: (tag: TagView) => string | undefined;
}

/** The value with what its state adds: dots for uncertain, brackets for bad, a clock for stale. Watches its tag. */
export function LiveValue({ tag, unit = 'hidden', text = formattedValue }: LiveValueProps): ReactNode {
  const root = useRef<HTMLSpanElement>(null);
  const number = useRef<HTMLSpanElement>(null);
  const [glyph, setGlyph] = useState(GLYPHS.never);
  const [isSimulated, setSimulated] = useState(false);
  useEffect(() => {
    let version = -1;
    let shown: ValueState | undefined;
    const release = watches.hold([tag.index]);
    const remove = liveLoop.add(() => {
      const state = stateOf(tag, ageMsOf(tag));
      const newest = liveValues.version[tag.index] ?? 0;
      if (!root.current || (newest === version && state === shown)) return 0;
      version = newest;
      shown = state;
      mark(root.current, 'state', state);
      setGlyph(GLYPHS[state]);
      setSimulated(((liveValues.flags[tag.index] ?? 0) & POINT_FLAG.simulated) !== 0);
      return write(number.current, valueText(state, text(tag)));
    });
    return () => {
      remove();
      release();
    };
  }, [tag, text]);
  return (
    <span ref={root} className="live-value" data-state="never" data-simulated={isSimulated || undefined}>
      {isSimulated ? <span className="live-value-sim">SIM</span> : null}
      <span ref={number} className="live-value-number">
        —
      </span>
      {unit === 'shown' && tag.unit !== '' ? <span className="live-value-unit">{tag.unit}</span> : null}
      <span className="live-value-glyphs">{glyph ? <Glyph name={glyph[0]} title={glyph[1]} /> : null}</span>
    </span>
  );
}

/** The quality in words; `full` adds the classic number for the inspector. */
export function LiveQuality({ tag, form = 'words' }: TagCell & { readonly form?: 'words' | 'full' }): ReactNode {
  const text = useRef<HTMLSpanElement>(null);
  useEffect(
    () =>
      liveLoop.add(() => {
        const status = liveValues.status[tag.index] ?? 0;
        const words = liveValues.seen(tag.index) ? describeStatus(status) : 'No value yet';
        const number = form === 'full' && liveValues.seen(tag.index) ? ` (${classicQuality(status)})` : '';
        const written = write(text.current, words + number);
        if (!text.current || written === 0) return written;
        mark(text.current, 'quality', words.split(/[: ]/, 1)[0]!.toLowerCase());
        text.current.title = words;
        return written;
      }),
    [tag, form],
  );
  return <span ref={text} className="live-quality text" />;
}

/** An age that is read faster than this is noise, and costs as much as a value. */
const AGE_EVERY_MS = 500;

/** Time since the value was last known to hold. */
export function LiveAge({ tag }: TagCell): ReactNode {
  const text = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    let writtenMs = Number.NEGATIVE_INFINITY;
    return liveLoop.add((nowMs) => {
      if (nowMs - writtenMs < AGE_EVERY_MS) return 0;
      writtenMs = nowMs;
      return write(text.current, hasAge(tag) ? formatAge(ageMsOf(tag) / 1_000) : '—');
    });
  }, [tag]);
  return <span ref={text} className="live-age" />;
}
