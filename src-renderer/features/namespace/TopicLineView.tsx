import { ChevronDown, ChevronRight } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { liveLoop } from '../../state/live-loop.ts';
import { Glyph, type GlyphName } from '../../ui/Glyph.tsx';
import { formatInteger, withDecimalSign } from '../../ui/number-format.ts';
import { useNamespace } from './namespace-store.ts';
import type { PlacedLine, TopicLine } from './topic-lines.ts';

interface TopicLineViewProps {
  readonly id: string;
  readonly placed: PlacedLine;
  readonly topPx: number;
  readonly isOpen: boolean;
  readonly isFocused: boolean;
  readonly isSelected: boolean;
}

/** One line of the tree. Its value, rate and bar are written outside React; what stands in words is drawn. */
export function TopicLineView({ id, placed, topPx, isOpen, isFocused, isSelected }: TopicLineViewProps): ReactNode {
  const { line, level, place, of } = placed;
  const isBranch = line.children > 0;
  const word = useWord(line);
  return (
    <div
      id={id}
      className="topic-line"
      role="treeitem"
      aria-level={level}
      aria-posinset={place}
      aria-setsize={of}
      aria-expanded={isBranch ? isOpen : undefined}
      aria-selected={isSelected}
      data-topic={line.topic}
      data-focused={isFocused || undefined}
      style={{ top: topPx, paddingLeft: 4 + (level - 1) * 16 }}
    >
      <span className="topic-chevron" data-chevron={isBranch || undefined}>
        {isBranch ? isOpen ? <ChevronDown size={16} aria-hidden /> : <ChevronRight size={16} aria-hidden /> : null}
      </span>
      {line.above === '' ? null : (
        <>
          <span className="visually-hidden">{line.topic}</span>
          <span className="topic-above" aria-hidden>
            {line.above}
          </span>
        </>
      )}
      <span className="topic-name" title={line.topic} aria-hidden={line.above !== '' || undefined}>
        {line.label === '' ? <i>(empty level)</i> : line.label}
      </span>
      {word ? (
        <span className="topic-word" data-word={word.name}>
          <Glyph name={word.glyph} />
          {word.text}
        </span>
      ) : null}
      <LiveFigures line={line} />
    </div>
  );
}

interface Word {
  readonly name: string;
  readonly glyph: GlyphName;
  readonly text: string;
}

/** What is to be said of a topic, the gravest first. */
function wordOf({ facts }: TopicLine): Word | undefined {
  if (facts.mark === 'missing') return { name: 'missing', glyph: 'never', text: 'Never seen' };
  if (facts.quality === 'bad') return { name: 'bad', glyph: 'bad', text: 'Bad' };
  if (facts.quality === 'uncertain') return { name: 'uncertain', glyph: 'half', text: 'Uncertain' };
  if (facts.mark === 'orphan') return { name: 'orphan', glyph: 'unknown', text: 'No tag' };
  return facts.retained ? { name: 'retained', glyph: 'kept', text: 'Retained' } : undefined;
}

function useWord(line: TopicLine): Word | undefined {
  const [word, setWord] = useState(() => wordOf(line));
  useEffect(() => {
    let shown: string | undefined;
    return liveLoop.add(() => {
      const next = wordOf(line);
      if (next?.name === shown) return 0;
      shown = next?.name;
      setWord(next);
      return 1;
    });
  }, [line]);
  return word;
}

/** Value and rate of a line, and its activity as a bar. */
function LiveFigures({ line }: { readonly line: TopicLine }): ReactNode {
  const value = useRef<HTMLSpanElement>(null);
  const rate = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    let shown: TopicLine['facts'] | undefined;
    return liveLoop.add(() => {
      const { facts } = line;
      if (facts === shown || !value.current || !rate.current) return 0;
      if (shown && useNamespace.getState().isPaused) return 0;
      shown = facts;
      value.current.textContent = facts.timeMs === null ? topicsText(line) : facts.value;
      value.current.dataset['kind'] = facts.timeMs === null ? 'count' : 'value';
      rate.current.textContent = rateText(facts.rate);
      // A decade of the rate is a quarter of the bar: 10,000 a second fill it.
      rate.current.style.setProperty('--activity', `${Math.min(100, 25 * Math.log10(1 + facts.rate))}%`);
      return 1;
    });
  }, [line]);
  return (
    <>
      <span ref={value} className="topic-value" />
      <span ref={rate} className="topic-rate" />
    </>
  );
}

function topicsText({ topics, facts }: TopicLine): string {
  if (facts.mark === 'missing') return '';
  return topics === 1 ? '1 topic' : `${formatInteger(topics)} topics`;
}

/** `2/s`, `0.2/s`; nothing where nothing comes. */
export const rateText = (rate: number): string =>
  rate === 0 ? '' : `${rate < 10 ? withDecimalSign(String(rate)) : formatInteger(rate)}/s`;
