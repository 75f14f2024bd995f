import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { TreeRow } from './browse-tree.ts';
import type { Browsing, NodeRow } from './use-browse-tree.ts';

interface NodeTreeProps {
  readonly rows: readonly TreeRow[];
  readonly browsing: Browsing;
  /** Addresses that are tags already, with their names. */
  readonly known: ReadonlyMap<string, string>;
  /** A node has the focus. */
  readonly onCurrent: (node: NodeRow['node']) => void;
}

/** A value that can become a tag. */
const isChoosable = ({ node }: NodeRow): boolean => node.kind === 'value' && node.dataType !== null && node.isReadable;

/** The lines of an address space as a tree: arrows move and open, Space ticks. */
export function NodeTree({ rows, browsing, known, onCurrent }: NodeTreeProps): ReactNode {
  const [focused, setFocused] = useState('');
  const tree = useRef<HTMLDivElement>(null);
  const nodes = rows.filter((row): row is NodeRow => row.kind === 'node');
  const current = nodes.find(({ key }) => key === focused) ?? nodes[0];
  useEffect(() => {
    if (focused !== '') tree.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  }, [focused]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!current || !onKey(event.key, current, nodes, browsing, setFocused)) return;
    event.preventDefault();
  };
  return (
    <div ref={tree} className="node-tree" role="tree" aria-label="Nodes" aria-multiselectable onKeyDown={onKeyDown}>
      {rows.map((row) =>
        row.kind === 'note' ? (
          <p key={row.key} className="node-note quiet" data-level={Math.min(row.level, DEEPEST)} role="none">
            {row.text}
          </p>
        ) : (
          <NodeLine
            key={row.key}
            row={row}
            isCurrent={row === current}
            isChecked={browsing.tree.checked.has(row.node.address)}
            tag={known.get(row.node.address)}
            onFocus={() => {
              setFocused(row.key);
              onCurrent(row.node);
            }}
            browsing={browsing}
          />
        ),
      )}
    </div>
  );
}

/** Indents are classes: styles of single elements are not allowed. */
const DEEPEST = 12;

/** @returns whether the key meant something. */
function onKey(
  key: string,
  row: NodeRow,
  nodes: readonly NodeRow[],
  { opened, toggled }: Browsing,
  focus: (key: string) => void,
): boolean {
  const at = nodes.indexOf(row);
  const go = (to: number): void => {
    const target = nodes[Math.max(0, Math.min(nodes.length - 1, to))];
    if (target) focus(target.key);
  };
  switch (key) {
    case 'ArrowDown':
      return go(at + 1), true;
    case 'ArrowUp':
      return go(at - 1), true;
    case 'Home':
      return go(0), true;
    case 'End':
      return go(nodes.length - 1), true;
    case 'ArrowRight':
      if (row.isOpen) go(at + 1);
      else if (row.node.hasChildren) opened(row, true);
      return true;
    case 'ArrowLeft':
      if (row.isOpen) opened(row, false);
      else go(nodes.findLastIndex(({ level }, index) => index < at && level < row.level));
      return true;
    case ' ':
    case 'Enter':
      if (isChoosable(row)) toggled(row);
      else if (row.node.hasChildren) opened(row, !row.isOpen);
      return true;
    default:
      return false;
  }
}

interface NodeLineProps {
  readonly row: NodeRow;
  readonly isCurrent: boolean;
  readonly isChecked: boolean;
  /** The tag that it is already. */
  readonly tag: string | undefined;
  readonly onFocus: () => void;
  readonly browsing: Browsing;
}

function NodeLine({ row, isCurrent, isChecked, tag, onFocus, browsing }: NodeLineProps): ReactNode {
  const { node, level, isOpen } = row;
  const choosable = isChoosable(row);
  return (
    <div
      className="node-line"
      role="treeitem"
      aria-level={level}
      aria-expanded={node.hasChildren ? isOpen : undefined}
      aria-checked={choosable ? isChecked : undefined}
      aria-selected={isCurrent}
      tabIndex={isCurrent ? 0 : -1}
      data-level={Math.min(level, DEEPEST)}
      title={node.address}
      onFocus={onFocus}
      onClick={() => (choosable ? browsing.toggled(row) : node.hasChildren && browsing.opened(row, !isOpen))}
    >
      <span
        className="node-arrow"
        aria-hidden
        onClick={(event) => {
          event.stopPropagation();
          if (node.hasChildren) browsing.opened(row, !isOpen);
        }}
      >
        {node.hasChildren ? (isOpen ? '▾' : '▸') : ''}
      </span>
      <span className="node-box" aria-hidden>
        {choosable ? (isChecked ? '☑' : '☐') : ''}
      </span>
      <span className="node-name">{node.kind === 'method' ? `${node.name}()` : node.name}</span>
      <span className="node-value mono">
        {node.value} {node.unit}
      </span>
      <span className="node-type quiet">{node.typeName}</span>
      <span className="node-access quiet">{node.kind === 'value' ? (node.isWritable ? 'RW' : 'R') : ''}</span>
      <span className="node-tag quiet">{tag === undefined ? '' : `already tag ${tag}`}</span>
    </div>
  );
}
