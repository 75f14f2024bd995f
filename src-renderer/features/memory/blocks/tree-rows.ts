import type { BlockNode, BlockValue } from './block-values.ts';

/** A line of the tree: a block, or a value of a block that is open. */
export type TreeRow =
  | { readonly kind: 'block'; readonly key: string; readonly node: BlockNode; readonly isOpen: boolean }
  | { readonly kind: 'value'; readonly key: string; readonly node: BlockNode; readonly value: BlockValue };

/** The lines of all blocks in their order. @param open keys of blocks */
export function treeRows(nodes: readonly BlockNode[], open: ReadonlySet<string>): readonly TreeRow[] {
  return nodes.flatMap((node): readonly TreeRow[] => {
    const isOpen = node.file !== undefined && open.has(node.key);
    const own: TreeRow = { kind: 'block', key: node.key, node, isOpen };
    const values = isOpen ? node.file!.values : [];
    return [own, ...values.map((value): TreeRow => ({ kind: 'value', key: value.key, node, value }))];
  });
}

/** Where a key leads in the tree; undefined where it means something else. */
export function rowAfterKey(rows: readonly TreeRow[], at: number, key: string, pageRows: number): number | undefined {
  const to = {
    ...{ ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 },
    ...{ PageDown: at + pageRows, PageUp: at - pageRows },
  }[key];
  return to === undefined ? undefined : Math.max(0, Math.min(rows.length - 1, to));
}
