import { treeStep } from '../../ui/tree-step.ts';
import type { TreeRow } from './browse-tree.ts';

/** What a key does among nodes: as in any tree, and `*` opens what is beside the line. */
export function nodeStep(
  key: string,
  rows: readonly TreeRow[],
  at: number,
  pageRows: number,
): ReturnType<typeof treeStep> | 'open-siblings' {
  const row = rows[at];
  if (!row) return undefined;
  if (key === '*') return 'open-siblings';
  const isBranch = row.kind === 'node' && row.node.hasChildren;
  const isOpen = row.kind === 'node' && row.isOpen;
  return treeStep(key, { at, count: rows.length, pageRows, isBranch, isOpen, parent: () => parentOf(rows, at) });
}

function parentOf(rows: readonly TreeRow[], at: number): number | undefined {
  const { level } = rows[at]!;
  for (let above = at - 1; above >= 0; above--) if (rows[above]!.level < level) return above;
  return undefined;
}

/** The next line whose name begins with what was typed; the one with the focus counts while more is typed. */
export function jumpTo(typed: string, rows: readonly TreeRow[], at: number): number | undefined {
  const wanted = typed.toLowerCase();
  const first = typed.length > 1 ? 0 : 1;
  for (let step = first; step < rows.length + first; step++) {
    const index = (at + step) % rows.length;
    const row = rows[index];
    if (row?.kind === 'node' && row.node.name.toLowerCase().startsWith(wanted)) return index;
  }
  return undefined;
}

/** Nodes beside a line that can be opened and are closed. */
export function closedSiblings(rows: readonly TreeRow[], at: number): readonly Extract<TreeRow, { kind: 'node' }>[] {
  const own = rows[at];
  if (own?.kind !== 'node') return [];
  const parent = own.key.slice(0, own.key.length - own.node.address.length - 1);
  return rows.filter(
    (row): row is Extract<TreeRow, { kind: 'node' }> =>
      row.kind === 'node' &&
      row.level === own.level &&
      row.node.hasChildren &&
      !row.isOpen &&
      row.key === `${parent}/${row.node.address}`,
  );
}
