import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useRowPx } from '../../../state/preferences.ts';
import { areaChosen, areaOf, memoryOf, windowChanged } from '../memory-store.ts';
import { readOnce } from '../read-cells.ts';
import { BlockLine } from './BlockLine.tsx';
import type { BlockNode } from './block-values.ts';
import { blocksChanged, blocksOf, toggled, useBlocksOf } from './blocks-store.ts';
import { addressChosen } from './make-tags.ts';
import { rowAfterKey, type TreeRow, treeRows } from './tree-rows.ts';
import { ValueLine } from './ValueLine.tsx';

/** Bytes of a block that are shown at once. */
const SHOWN = 2_000;

/** Blocks and their values as a tree: arrows move and open, Space ticks, Enter looks at the bytes. */
export function BlockTree({
  device,
  nodes,
}: {
  readonly device: string;
  readonly nodes: readonly BlockNode[];
}): ReactNode {
  const { open, ticked } = useBlocksOf(device);
  const rows = treeRows(nodes, open);
  const [focus, setFocus] = useState(0);
  const at = Math.min(focus, rows.length - 1);
  const scroller = useRef<HTMLDivElement>(null);
  const rowPx = useRowPx();
  const id = useId();
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 8,
  });
  useEffect(() => virtualizer.measure(), [virtualizer, rowPx]);
  const go = (to: number): void => {
    setFocus(to);
    virtualizer.scrollToIndex(to);
    shown(device, rows[to]);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const row = rows[at];
    if (!row || event.altKey || event.ctrlKey || event.metaKey) return;
    const to = rowAfterKey(rows, at, event.key, Math.floor((scroller.current?.clientHeight ?? 0) / rowPx));
    if (to !== undefined) go(to);
    else if (event.key === ' ' || event.key === 'Enter') taken(device, row, event.key);
    else if (event.key === 'ArrowRight' && row.kind === 'block' && !row.isOpen) opened(device, row);
    else if (event.key === 'ArrowLeft' && row.kind === 'block' && row.isOpen) opened(device, row);
    else if (event.key === 'ArrowLeft') go(rows.findLastIndex(({ kind }, index) => kind === 'block' && index < at));
    else return;
    event.preventDefault();
  };
  return (
    <div
      ref={scroller}
      className="block-tree"
      role="tree"
      aria-label="Blocks"
      aria-multiselectable
      aria-activedescendant={rows.length > 0 ? `${id}-${at}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div className="block-tree-body" role="none" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          const row = rows[item.index]!;
          return (
            <div
              key={row.key}
              id={`${id}-${item.index}`}
              className="block-row"
              role="treeitem"
              aria-level={row.kind === 'block' ? 1 : 2}
              aria-expanded={row.kind === 'block' && row.node.file ? row.isOpen : undefined}
              aria-selected={item.index === at}
              aria-checked={row.kind === 'value' && row.value.place ? ticked.has(row.key) : undefined}
              data-focus={item.index === at || undefined}
              style={{ height: item.size, transform: `translateY(${item.start}px)` }}
              onClick={() => {
                go(item.index);
                if (row.kind === 'block') opened(device, row);
              }}
            >
              {row.kind === 'block' ? (
                <BlockLine row={row} />
              ) : (
                <ValueLine
                  device={device}
                  row={row}
                  isTicked={ticked.has(row.key)}
                  onTick={() => blocksChanged(device, { ticked: toggled(blocksOf(device).ticked, row.key) })}
                />
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function opened(device: string, { key, node }: TreeRow): void {
  if (node.file) blocksChanged(device, { open: toggled(blocksOf(device).open, key) });
}

function taken(device: string, row: TreeRow, key: string): void {
  if (row.kind === 'block') return opened(device, row);
  if (key === 'Enter') return shown(device, row);
  if (row.value.place) blocksChanged(device, { ticked: toggled(blocksOf(device).ticked, row.key) });
}

/** Shows the bytes of what has the focus, and its address. */
function shown(device: string, row: TreeRow | undefined): void {
  if (!row) return;
  const memory = memoryOf(device);
  const area = memory.map?.areas.find(({ id }) => id === row.node.area);
  if (area && areaOf(memory)?.id !== area.id) {
    areaChosen(device, area);
    const count = Math.min(area.isLastKnown ? area.last + 1 : 64, SHOWN);
    windowChanged(device, { count, format: 'hex', notation: 'offset' });
    if (memory.reading === 'idle' && area.fault === null) void readOnce(device);
  }
  if (row.kind !== 'value' || !row.value.place) return;
  const { start, count, canonical } = row.value.place;
  const { window } = memoryOf(device);
  const isIn = start + count <= window.from + window.count;
  windowChanged(device, {
    ...(area && !isIn && { count: Math.min(area.last + 1, start + count) - window.from }),
    run: { anchor: start, focus: start + count - 1 },
  });
  addressChosen(device, canonical);
}
