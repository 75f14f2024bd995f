import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type MouseEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useRowPx } from '../../state/preferences.ts';
import { Menu, type MenuItem } from '../../ui/Menu.tsx';
import { treeStep } from '../../ui/tree-step.ts';
import { branchSet, topicSelected } from './namespace-store.ts';
import { TopicLineView } from './TopicLineView.tsx';
import type { PlacedLine } from './topic-lines.ts';

interface TopicTreeProps {
  readonly label: string;
  readonly lines: readonly PlacedLine[];
  readonly open: ReadonlySet<string>;
  readonly selected: string | undefined;
  readonly menuOf: (topic: string) => readonly MenuItem[];
  /** A letter was typed: it belongs to the filter. */
  readonly onType: () => void;
  readonly onCopy: (topic: string) => void;
}

/** The tree of topics, of any length: one tab stop, arrows inside, only the lines in sight are in the document. */
export function TopicTree({ label, lines, open, selected, menuOf, onType, onCopy }: TopicTreeProps): ReactNode {
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const heightPx = useRowPx();
  const [menu, setMenu] = useState<{ readonly topic: string; readonly x: number; readonly y: number }>();
  const at = Math.max(
    0,
    lines.findIndex(({ line }) => line.topic === selected),
  );
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => heightPx,
    getItemKey: (index) => lines[index]!.line.topic,
    overscan: 8,
  });
  useEffect(() => virtualizer.measure(), [virtualizer, heightPx]);
  const isThere = lines[at]?.line.topic === selected;
  useEffect(() => {
    // Asked for from elsewhere: it is shown as soon as its line is there.
    if (isThere && at > 0) virtualizer.scrollToIndex(at);
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- lines that move by themselves do not take the view along
  }, [selected, isThere]);
  const items = virtualizer.getVirtualItems();
  const isInSight = items.some(({ index }) => index === at);
  const onKeyDown = (event: KeyboardEvent): void => {
    const current = lines[at];
    if (!current || event.altKey) return;
    if (event.ctrlKey || event.metaKey) {
      if (event.key.toLowerCase() !== 'c') return;
      onCopy(current.line.topic);
      return event.preventDefault();
    }
    const pageRows = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / heightPx) - 1);
    const { line, parent } = current;
    const isOpen = open.has(line.topic);
    if (event.key === 'Enter' && line.children > 0) {
      branchSet(line.topic, isOpen ? 'closed' : 'open');
      return event.preventDefault();
    }
    const above = (): number | undefined =>
      parent === null ? undefined : lines.findIndex((other) => other.line.topic === parent);
    const place = { at, count: lines.length, pageRows, isBranch: line.children > 0, isOpen, parent: above };
    const step = event.key === 'Enter' ? at : treeStep(event.key, place);
    if (step === 'open' || step === 'close') branchSet(line.topic, step === 'open' ? 'open' : 'closed');
    else if (step !== undefined) goTo(isThere ? step : 0);
    else {
      if (event.key.length === 1 && event.key !== ' ') onType();
      return;
    }
    event.preventDefault();
  };
  const goTo = (index: number): void => {
    topicSelected(lines[index]!.line.topic);
    virtualizer.scrollToIndex(index);
  };
  const onClick = (event: MouseEvent): void => {
    const line = lineUnder(event);
    const topic = line?.dataset['topic'];
    if (topic === undefined) return;
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest('[data-chevron]')) branchSet(topic, open.has(topic) ? 'closed' : 'open');
    topicSelected(topic);
  };
  const onDoubleClick = (event: MouseEvent): void => {
    const topic = lineUnder(event)?.dataset['topic'];
    const isChevron = event.target instanceof Element && event.target.closest('[data-chevron]');
    if (topic !== undefined && !isChevron) branchSet(topic, open.has(topic) ? 'closed' : 'open');
  };
  const onContextMenu = (event: MouseEvent<HTMLElement>): void => {
    const line = lineUnder(event) ?? event.currentTarget.querySelector<HTMLElement>('.topic-line[data-focused]');
    const topic = line?.dataset['topic'];
    if (!line || topic === undefined) return;
    event.preventDefault();
    topicSelected(topic);
    const { left, bottom } = line.getBoundingClientRect();
    setMenu(event.button === 2 ? { topic, x: event.clientX, y: event.clientY } : { topic, x: left + 24, y: bottom });
  };
  return (
    <>
      <div
        ref={scroller}
        className="topic-tree"
        role="tree"
        aria-label={label}
        tabIndex={0}
        data-region-focus
        aria-activedescendant={isInSight ? `${id}-${at}` : undefined}
        onKeyDown={onKeyDown}
        onClick={onClick}
        onDoubleClick={onDoubleClick}
        onContextMenu={onContextMenu}
      >
        <div className="topic-tree-body" role="presentation" style={{ height: virtualizer.getTotalSize() }}>
          {items.map(({ index, key, start }) => (
            <TopicLineView
              key={key}
              id={`${id}-${index}`}
              placed={lines[index]!}
              topPx={start}
              isOpen={open.has(lines[index]!.line.topic)}
              isFocused={index === at}
              isSelected={lines[index]!.line.topic === selected}
            />
          ))}
        </div>
      </div>
      {menu ? <Menu label="Topic" items={menuOf(menu.topic)} at={menu} onClose={() => setMenu(undefined)} /> : null}
    </>
  );
}

const lineUnder = (event: MouseEvent): HTMLElement | null =>
  event.target instanceof Element ? event.target.closest<HTMLElement>('.topic-line') : null;
