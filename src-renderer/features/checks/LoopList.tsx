import { type KeyboardEvent, type ReactNode, type Ref, useEffect, useId, useRef } from 'react';
import type { CheckLoopView } from '../../../src-shared/contract/check-loops.ts';
import { loopKey } from '../../../src-shared/domain/check-sheet.ts';
import { Glyph } from '../../ui/Glyph.tsx';
import { formatClock } from './clock-text.ts';
import { STATE_WORDS, TEMPLATE_MARKS } from './loop-words.ts';

interface LoopListProps {
  readonly ref: Ref<HTMLUListElement>;
  readonly label: string;
  readonly loops: readonly CheckLoopView[];
  readonly selected: string | undefined;
  readonly onSelect: (key: string) => void;
}

const PAGE = 10;

/** The loops of a sheet: one tab stop, arrows inside. */
export function LoopList({ ref, label, loops, selected, onSelect }: LoopListProps): ReactNode {
  const id = useId();
  const at = loops.findIndex((loop) => loopKey(loop) === selected);
  const shown = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (selected !== undefined) shown.current?.scrollIntoView({ block: 'nearest' });
  }, [selected]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = target(event.key, at, loops.length);
    if (to === undefined) return;
    event.preventDefault();
    const loop = loops[to];
    if (loop) onSelect(loopKey(loop));
  };
  return (
    <ul
      ref={ref}
      className="loop-list"
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a list that one of is chosen from
      role="listbox"
      aria-label={label}
      tabIndex={0}
      aria-activedescendant={at < 0 ? undefined : `${id}-${at}`}
      onKeyDown={onKeyDown}
    >
      {loops.map((loop, index) => {
        const key = loopKey(loop);
        const [glyph, word] = STATE_WORDS[loop.state];
        return (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the list takes the keys
          <li
            key={key}
            id={`${id}-${index}`}
            ref={index === at ? shown : undefined}
            className="loop-row"
            role="option"
            aria-selected={index === at}
            data-state={loop.state}
            onClick={() => onSelect(key)}
          >
            <Glyph name={glyph} />
            <span className="loop-row-name text">{loop.name}</span>
            <span className="loop-row-kind quiet">{TEMPLATE_MARKS[loop.template]}</span>
            <span className="loop-row-state">{word}</span>
            <span className="loop-row-who quiet">
              {loop.signature ? `${loop.signature.name} ${formatClock(loop.signature.at)}` : loop.assigned}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function target(key: string, at: number, count: number): number | undefined {
  const last = count - 1;
  if (key === 'ArrowDown') return Math.min(last, at + 1);
  if (key === 'ArrowUp') return Math.max(0, at - 1);
  if (key === 'PageDown') return Math.min(last, at + PAGE);
  if (key === 'PageUp') return Math.max(0, at - PAGE);
  if (key === 'Home') return 0;
  return key === 'End' ? last : undefined;
}
