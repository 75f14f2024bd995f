import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, memo, type ReactNode, useLayoutEffect, useRef } from 'react';
import type { LogLine } from '../../state/log.ts';
import { Glyph } from '../../ui/Glyph.tsx';
import { placeOf, timeOf } from './log-rows.ts';

interface LogLinesProps {
  readonly rows: readonly LogLine[];
  /** The newest line stays in sight. */
  readonly isFollowing: boolean;
  readonly onFollowing: (isFollowing: boolean) => void;
  readonly onCopy: () => void;
}

const LINE_PX = 22;
/** Fractions of a pixel are no distance from the end. */
const NEAR_PX = 3;

/** The lines in sight, newest below. A screen reader is not told of each: it would never end. */
export function LogLines({ rows, isFollowing, onFollowing, onCopy }: LogLinesProps): ReactNode {
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_PX,
    getItemKey: (index) => rows[index]!.seq,
    overscan: 10,
  });
  const newest = rows.at(-1)?.seq;
  useLayoutEffect(() => {
    const box = scroller.current;
    if (isFollowing && box) box.scrollTop = box.scrollHeight;
  }, [isFollowing, newest, rows.length]);
  const isAtEnd = (): boolean => {
    const { scrollHeight, scrollTop, clientHeight } = scroller.current!;
    return scrollHeight - scrollTop - clientHeight < NEAR_PX;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'End') onFollowing(true);
    const wantsCopy = event.key.toLowerCase() === 'c' && event.ctrlKey && !event.altKey && !event.shiftKey;
    // What is marked with the mouse is copied by the browser.
    if (!wantsCopy || getSelection()?.isCollapsed === false) return;
    event.preventDefault();
    onCopy();
  };
  return (
    <div
      ref={scroller}
      className="log-lines mono"
      role="log"
      aria-live="off"
      aria-label="Log of the gateway"
      tabIndex={0}
      onKeyDown={onKeyDown}
      onWheel={({ deltaY }) => deltaY < 0 && onFollowing(false)}
      onScroll={() => onFollowing(isAtEnd())}
    >
      <div className="log-lines-body" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => (
          <Line key={item.key} line={rows[item.index]!} topPx={item.start} />
        ))}
      </div>
    </div>
  );
}

const WORDS: Readonly<Record<LogLine['level'], string>> = {
  debug: 'debug',
  info: 'info',
  warn: 'warn',
  error: 'error',
};

const Line = memo(function Line({ line, topPx }: { readonly line: LogLine; readonly topPx: number }): ReactNode {
  return (
    <div className="log-line" data-level={line.level} style={{ transform: `translateY(${topPx}px)` }}>
      <span className="log-time">{timeOf(line)}</span>
      <span className="log-level">
        {line.level === 'error' ? <Glyph name="bad" /> : line.level === 'warn' ? <Glyph name="half" /> : null}
        {WORDS[line.level]}
      </span>
      <span className="log-place">{placeOf(line)}</span>
      <span className="log-text" title={`${line.text}\n${line.detail}`.trim()}>
        {line.text}
        {line.detail === '' ? null : <span className="log-detail">{line.detail}</span>}
      </span>
    </div>
  );
});
