import { useVirtualizer } from '@tanstack/react-virtual';
import { type DragEvent, type KeyboardEvent, type MouseEvent, type ReactNode, useEffect, useId, useRef } from 'react';
import { dragNodes } from '../../state/node-drag.ts';
import { useRowPx } from '../../state/preferences.ts';
import { tickedAdded } from './add-tags.ts';
import { changed, nodeShown, sessionOf, ticksAdded, ticksToggled, useSession } from './browse-session.ts';
import { isChoosable, type TreeRow } from './browse-tree.ts';
import { tickedBelow } from './find-nodes.ts';
import { NodeLine } from './NodeLine.tsx';
import { meantBy } from './node-words.ts';
import { opened, readBranch } from './read-branch.ts';
import { closedSiblings, jumpTo, nodeStep } from './tree-keys.ts';
import { followVisible } from './visible-values.ts';

interface NodeTreeProps {
  readonly device: string;
  readonly rows: readonly TreeRow[];
  /** Addresses that are tags already, with their names. */
  readonly known: ReadonlyMap<string, string>;
  readonly isConnected: boolean;
}

/** Letters that come later than this begin a new word. */
const TYPED_TOGETHER_MS = 500;

/** The address space as a tree of any length: one tab stop, arrows move and open, Space and Enter tick. */
export function NodeTree({ device, rows, known, isConnected }: NodeTreeProps): ReactNode {
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const typed = useRef({ text: '', atMs: 0 });
  const heightPx = useRowPx();
  const current = useSession(device, (session) => session.current);
  const anchor = useSession(device, (session) => session.anchor);
  const ticked = useSession(device, (session) => session.ticked);
  const showsTypes = useSession(device, (session) => session.showsTypes);
  const at = Math.max(
    0,
    rows.findIndex(({ key }) => key === current),
  );
  const from = rows.findIndex(({ key }) => key === anchor);
  const [low, high] = from < 0 ? [at, at] : [Math.min(from, at), Math.max(from, at)];
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => heightPx,
    getItemKey: (index) => rows[index]!.key,
    overscan: 8,
  });
  useEffect(() => virtualizer.measure(), [virtualizer, heightPx]);
  useEffect(
    () => (isConnected && scroller.current ? followVisible(device, scroller.current) : undefined),
    [device, isConnected],
  );
  const items = virtualizer.getVirtualItems();
  const goTo = (index: number, extend = false): void => {
    const row = rows[index];
    if (!row) return;
    changed(device, { current: row.key, anchor: extend ? anchor || (rows[at]?.key ?? row.key) : row.key });
    if (row.kind === 'node') nodeShown(device, row.node.address);
    virtualizer.scrollToIndex(index);
  };
  const tick = (): void => {
    const { nodes, below } = meantBy(rows.slice(low, high + 1));
    if (below.length > 0) {
      ticksAdded(device, nodes);
      void tickedBelow(device, below);
    } else ticksToggled(device, nodes);
  };
  const onEnter = (row: TreeRow, isWithControl: boolean): void => {
    if (isWithControl) {
      if (sessionOf(device).ticked.size === 0) ticksAdded(device, meantBy(rows.slice(low, high + 1)).nodes);
      void tickedAdded(device);
    } else if (row.kind === 'note') void readBranch(device, row.branch);
    else if (isChoosable(row.node)) tick();
    else if (row.node.hasChildren) opened(device, row, !row.isOpen);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const row = rows[at];
    if (!row || event.altKey) return;
    const { key } = event;
    if (key === 'Enter') {
      onEnter(row, event.ctrlKey || event.metaKey);
      return event.preventDefault();
    }
    if (event.ctrlKey || event.metaKey) return;
    const pageRows = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / heightPx) - 1);
    const step = nodeStep(key, rows, at, pageRows);
    if (typeof step === 'number') goTo(step, event.shiftKey && key !== '*');
    else if (step === 'open-siblings') for (const sibling of closedSiblings(rows, at)) opened(device, sibling, true);
    else if (step !== undefined && row.kind === 'node') opened(device, row, step === 'open');
    else if (key === ' ') tick();
    else if (key.length === 1) jump(key);
    else return;
    event.preventDefault();
  };
  const jump = (key: string): void => {
    const { text, atMs } = typed.current;
    const nowMs = performance.now();
    typed.current = { text: nowMs - atMs < TYPED_TOGETHER_MS ? text + key : key, atMs: nowMs };
    const to = jumpTo(typed.current.text, rows, at);
    if (to !== undefined) goTo(to);
  };
  const onClick = (event: MouseEvent): void => {
    const index = rowUnder(event, rows);
    const row = rows[index];
    if (!row) return;
    goTo(index, event.shiftKey);
    if (row.kind === 'note') return;
    if (isOn(event, '[data-chevron]')) opened(device, row, !row.isOpen);
    else if (isOn(event, '[data-box]')) ticksToggled(device, meantBy([row]).nodes);
  };
  const onDoubleClick = (event: MouseEvent): void => {
    const row = rows[rowUnder(event, rows)];
    if (row?.kind === 'note') void readBranch(device, row.branch);
    else if (row?.node.hasChildren && !isOn(event, '[data-chevron],[data-box]')) opened(device, row, !row.isOpen);
  };
  const onDragStart = (event: DragEvent): void => {
    const index = rowUnder(event, rows);
    const isInside = index >= low && index <= high;
    dragNodes(event, { device, ...meantBy(isInside ? rows.slice(low, high + 1) : rows.slice(index, index + 1)) });
  };
  const isInSight = items.some(({ index }) => index === at);
  return (
    <div
      ref={scroller}
      className="node-tree"
      role="tree"
      aria-label="Nodes"
      aria-multiselectable
      tabIndex={0}
      data-region-focus
      aria-activedescendant={isInSight ? `${id}-${at}` : undefined}
      onKeyDown={onKeyDown}
      onClick={onClick}
      onDoubleClick={onDoubleClick}
      onDragStart={onDragStart}
    >
      <div className="node-tree-body" role="presentation" style={{ height: virtualizer.getTotalSize() }}>
        {items.map(({ index, key, start }) => {
          const row = rows[index]!;
          const address = row.kind === 'node' ? row.node.address : '';
          return (
            <NodeLine
              key={key}
              id={`${id}-${index}`}
              row={row}
              topPx={start}
              isFocused={index === at}
              isSelected={index >= low && index <= high && current !== ''}
              isTicked={ticked.has(address)}
              showsType={showsTypes}
              tag={known.get(address)}
            />
          );
        })}
      </div>
    </div>
  );
}

function rowUnder({ target }: MouseEvent, rows: readonly TreeRow[]): number {
  const line = target instanceof Element ? target.closest<HTMLElement>('.node-line') : null;
  return line ? rows.findIndex(({ key }) => key === line.dataset['key']) : -1;
}

const isOn = ({ target }: MouseEvent, selector: string): boolean =>
  target instanceof Element && target.closest(selector) !== null;
