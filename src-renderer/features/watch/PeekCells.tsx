import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { WatchFormat } from '../../../src-shared/contract/watches.ts';
import { type AdHocAddress, adHocText } from '../../../src-shared/domain/ad-hoc-address.ts';
import { describeStatus } from '../../../src-shared/domain/quality.ts';
import { gatewayNowUs } from '../../state/gateway-clock.ts';
import { isLost } from '../../state/link.ts';
import { liveLoop } from '../../state/live-loop.ts';
import { type Peeked, peekedValues } from '../../state/peeked-values.ts';
import { Glyph } from '../../ui/Glyph.tsx';
import { formatAge, formatTime } from '../../ui/time-format.ts';
import { type ValueState, valueState, valueText } from '../../ui/value-view.ts';
import { peekedText } from './peeked-text.ts';

interface PeekCell {
  readonly place: AdHocAddress;
}

/** How often the gateway reads it, ms. */
const EVERY_MS = 1_000;
function stateOf(place: AdHocAddress): ValueState {
  const peeked = peekedValues.get(adHocText(place));
  if (!peeked) return 'waiting';
  const { status, readUs, fault } = peeked.value;
  const ageMs = readUs === 0 ? 0 : (gatewayNowUs() - readUs) / 1_000;
  const state = valueState({ seen: true, status, ageMs, intervalMs: EVERY_MS, link: isLost() ? 'lost' : 'open' });
  return fault && state !== 'stale' ? 'bad' : state;
}

const GLYPHS = {
  uncertain: ['half', 'Uncertain'],
  bad: ['bad', 'Bad'],
  stale: ['stale', 'Stale'],
} as const;

/** What stands at an address, read for as long as this cell is shown. */
export function PeekValue({ place, format }: PeekCell & { readonly format: WatchFormat | undefined }): ReactNode {
  const text = useRef<HTMLSpanElement>(null);
  const [state, setState] = useState<ValueState>('waiting');
  useEffect(() => {
    const release = peekedValues.hold(place);
    const remove = liveLoop.add(() => {
      const now = stateOf(place);
      setState(now);
      const peeked = peekedValues.get(adHocText(place));
      return write(text.current, valueText(now, peeked && peekedText(peeked, format)));
    });
    return () => {
      remove();
      release();
    };
  }, [place, format]);
  const glyph = state in GLYPHS ? GLYPHS[state as keyof typeof GLYPHS] : undefined;
  return (
    <span className="live-value" data-state={state}>
      <span ref={text} className="live-value-number" />
      <span className="live-value-glyphs">{glyph ? <Glyph name={glyph[0]} title={glyph[1]} /> : null}</span>
    </span>
  );
}

/** A text of an address that the live loop writes. */
interface PeekTextProps extends PeekCell {
  readonly text: (peeked: Peeked | undefined) => string;
  readonly look?: 'live-age';
}

function PeekText({ place, text, look }: PeekTextProps): ReactNode {
  const cell = useRef<HTMLSpanElement>(null);
  const latest = useRef(text);
  useEffect(() => {
    latest.current = text;
  });
  useEffect(() => liveLoop.add(() => write(cell.current, latest.current(peekedValues.get(adHocText(place))))), [place]);
  return <span ref={cell} className={look === undefined ? 'text' : `${look} text`} />;
}

export const PeekQuality = ({ place }: PeekCell): ReactNode => (
  <PeekText
    place={place}
    text={(peeked) => {
      if (peeked) return peeked.value.fault?.text ?? describeStatus(peeked.value.status);
      return peekedValues.refusal(place.device) ?? 'Waiting for the first reading';
    }}
  />
);

export const PeekTime = ({ place, of }: PeekCell & { readonly of: 'timeUs' | 'readUs' }): ReactNode => (
  <PeekText
    place={place}
    look="live-age"
    text={(peeked) => (peeked && peeked.value[of] > 0 ? formatTime(peeked.value[of] / 1_000) : '—')}
  />
);

export const PeekAge = ({ place }: PeekCell): ReactNode => (
  <PeekText
    place={place}
    look="live-age"
    text={(peeked) => {
      const readUs = peeked?.value.readUs ?? 0;
      return readUs === 0 ? '—' : formatAge(Math.max(0, (gatewayNowUs() - readUs) / 1_000_000));
    }}
  />
);

/** What an address holds as the device has it, where something else of its row is shown beside it. */
export function PeekRaw({ place }: PeekCell): ReactNode {
  useEffect(() => peekedValues.hold(place), [place]);
  return (
    <PeekText
      place={place}
      text={(peeked) => {
        if (!peeked) return '…';
        return peekedText(peeked, undefined) ?? '—';
      }}
    />
  );
}

function write(node: HTMLElement | null, text: string): number {
  if (!node || node.textContent === text) return 0;
  node.textContent = text;
  node.title = text;
  return 1;
}
