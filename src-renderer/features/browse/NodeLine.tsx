import { ChevronDown, ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { isChoosable, type TreeRow } from './browse-tree.ts';
import { KINDS, shownName, withUnit } from './node-words.ts';

interface NodeLineProps {
  readonly id: string;
  readonly row: TreeRow;
  readonly topPx: number;
  readonly isFocused: boolean;
  readonly isSelected: boolean;
  readonly isTicked: boolean;
  readonly showsType: boolean;
  /** The tag that it is already. */
  readonly tag: string | undefined;
}

/** One line of the tree. Its value is written outside React while the device is connected. */
export function NodeLine(props: NodeLineProps): ReactNode {
  const { id, row, topPx, isFocused, isSelected } = props;
  const place = { top: topPx, paddingLeft: 4 + (row.level - 1) * 16 };
  if (row.kind === 'note')
    return (
      <div
        id={id}
        className="node-line node-note"
        role="treeitem"
        aria-level={row.level}
        aria-selected={isSelected}
        data-key={row.key}
        data-tone={row.tone}
        data-focused={isFocused || undefined}
        style={place}
      >
        <span className="node-name" title={row.text}>
          {row.text}
        </span>
      </div>
    );
  return (
    <div
      id={id}
      className="node-line"
      role="treeitem"
      aria-level={row.level}
      aria-posinset={row.place}
      aria-setsize={row.of}
      aria-expanded={row.node.hasChildren ? row.isOpen : undefined}
      aria-checked={isChoosable(row.node) ? props.isTicked : undefined}
      aria-selected={isSelected}
      data-key={row.key}
      data-focused={isFocused || undefined}
      draggable
      style={place}
    >
      <NodeContent {...props} row={row} />
    </div>
  );
}

function NodeContent({
  row: { node, isOpen, path },
  isTicked,
  showsType,
  tag,
}: NodeLineProps & { readonly row: Extract<TreeRow, { readonly kind: 'node' }> }): ReactNode {
  const { letter, word } = KINDS[node.kind];
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  return (
    <>
      <span className="node-chevron" data-chevron={node.hasChildren || undefined}>
        {node.hasChildren ? <Chevron size={16} aria-hidden /> : null}
      </span>
      {isChoosable(node) ? (
        <span className="node-box" data-box aria-hidden>
          {isTicked ? '☑' : '☐'}
        </span>
      ) : null}
      <span className="node-kind" data-kind={node.kind} title={word}>
        <span aria-hidden>{letter}</span>
        <span className="visually-hidden">{word}</span>
      </span>
      <span className="node-name" title={[...path, node.name, node.address].join(' › ')}>
        {shownName(node)}
      </span>
      {node.kind === 'value' ? (
        <span key={node.address} className="node-value mono" data-address={node.address} data-unit={node.unit}>
          {withUnit(node.value, node.unit)}
        </span>
      ) : null}
      {showsType && node.typeName !== '' ? <span className="node-type">{node.typeName}</span> : null}
      {node.isWritable ? <span className="node-access">RW</span> : null}
      {tag === undefined ? null : <span className="node-tag">already tag {tag}</span>}
    </>
  );
}
