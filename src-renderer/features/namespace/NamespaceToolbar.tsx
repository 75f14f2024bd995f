import { Eraser, Pause, Play, Send } from 'lucide-react';
import { type ReactNode, type Ref, useEffect, useRef } from 'react';
import type { NamespaceState } from '../../../src-shared/contract/namespace.ts';
import { liveLoop } from '../../state/live-loop.ts';
import { useMay } from '../../state/roles.ts';
import { FilterBox } from '../../ui/FilterBox.tsx';
import { Glyph, type GlyphName } from '../../ui/Glyph.tsx';
import { formatInteger } from '../../ui/number-format.ts';
import {
  namespaceNow,
  namespacePaused,
  type Only,
  onlyChosen,
  orderChosen,
  textChanged,
  useNamespace,
} from './namespace-store.ts';
import { SubscribeBox } from './SubscribeBox.tsx';
import { rateText } from './TopicLineView.tsx';
import type { LineOrder } from './topic-lines.ts';

interface NamespaceToolbarProps {
  readonly state: NamespaceState;
  readonly filterBox: Ref<HTMLInputElement>;
  /** Topics in the list that the broker keeps a message for. */
  readonly kept: readonly string[];
  readonly onPublish: () => void;
  readonly onClear: (topics: readonly string[]) => void;
}

/** How the listener stands, what it listens to, and which topics are listed. */
export function NamespaceToolbar({ state, filterBox, kept, onPublish, onClear }: NamespaceToolbarProps): ReactNode {
  const { text, only, order, isPaused } = useNamespace();
  const isEngineer = useMay('configure');
  return (
    <>
      <div className="toolbar namespace-toolbar">
        <LinkWord state={state} />
        <Figures />
        <span className="spacer" />
        <SubscribeBox key={state.filters.join(' ')} filters={state.filters} refused={state.refused} />
        <button type="button" className="button" aria-pressed={isPaused} onClick={() => namespacePaused(!isPaused)}>
          {isPaused ? (
            <Play size={16} strokeWidth={1.5} aria-hidden />
          ) : (
            <Pause size={16} strokeWidth={1.5} aria-hidden />
          )}
          {isPaused ? 'Go on' : 'Pause'}
        </button>
      </div>
      <div className="toolbar namespace-toolbar">
        <FilterBox
          ref={filterBox}
          label="Filter topics: boiler flow, or acme/+/flow"
          value={text}
          onChange={textChanged}
        />
        <label className="namespace-choice">
          Show{' '}
          <select
            className="select"
            value={only}
            onChange={({ target }) => onlyChosen(ONLY[target.selectedIndex]?.[0] ?? 'all')}
          >
            {ONLY.map(([name, title]) => (
              <option key={name} value={name}>
                {title}
                {countOf(name, state)}
              </option>
            ))}
          </select>
        </label>
        <label className="namespace-choice">
          Sort by{' '}
          <select
            className="select"
            value={order}
            onChange={({ target }) => orderChosen(ORDERS[target.selectedIndex]?.[0] ?? 'name')}
          >
            {ORDERS.map(([name, title]) => (
              <option key={name} value={name}>
                {title}
              </option>
            ))}
          </select>
        </label>
        {kept.length > 0 ? (
          <button type="button" className="button" disabled={!isEngineer} onClick={() => onClear(kept)}>
            <Eraser size={16} strokeWidth={1.5} aria-hidden />
            Clear {formatInteger(kept.length)} retained…
          </button>
        ) : null}
        <button type="button" className="button" disabled={!isEngineer} onClick={onPublish}>
          <Send size={16} strokeWidth={1.5} aria-hidden />
          Publish…
        </button>
      </div>
    </>
  );
}

const ONLY: readonly (readonly [Only, string])[] = [
  ['all', 'All topics'],
  ['orphan', 'Of no tag'],
  ['missing', 'Never seen'],
  ['retained', 'Retained'],
  ['odd', 'Names to check'],
];

const ORDERS: readonly (readonly [LineOrder, string])[] = [
  ['name', 'Name'],
  ['rate', 'Rate'],
  ['time', 'Last message'],
];

function countOf(only: Only, { knowsTags, orphans, missing }: NamespaceState): string {
  if (only !== 'orphan' && only !== 'missing') return '';
  return knowsTags ? ` (${formatInteger(only === 'orphan' ? orphans : missing)})` : ' (not known with this payload)';
}

const LINKS: Readonly<Record<NamespaceState['link'], { readonly glyph: GlyphName; readonly word: string }>> = {
  connected: { glyph: 'ok', word: 'Connected' },
  connecting: { glyph: 'connecting', word: 'Connecting' },
  offline: { glyph: 'bad', word: 'Offline' },
  off: { glyph: 'off', word: 'Off' },
};

function LinkWord({ state: { link, broker } }: { readonly state: NamespaceState }): ReactNode {
  const { glyph, word } = LINKS[link];
  return (
    <span className="namespace-link" data-link={link}>
      <Glyph name={glyph} />
      {word}
      <span className="mono quiet">{broker}</span>
    </span>
  );
}

/** Messages a second and topics, written outside React; while paused how many came meanwhile. */
function Figures(): ReactNode {
  const text = useRef<HTMLSpanElement>(null);
  useEffect(
    () =>
      liveLoop.add(() => {
        const next = figures();
        if (!text.current || text.current.textContent === next) return 0;
        text.current.textContent = next;
        return 1;
      }),
    [],
  );
  return <span ref={text} className="namespace-figures" />;
}

function figures(): string {
  const { state, pausedAt } = namespaceNow;
  if (!state) return '';
  if (useNamespace.getState().isPaused)
    return `Paused, ${formatInteger(Math.max(0, state.messages - pausedAt))} messages received since`;
  const { rate, topics } = state;
  return `${rateText(rate) || '0/s'}, ${topics === 1 ? '1 topic' : `${formatInteger(topics)} topics`}`;
}
