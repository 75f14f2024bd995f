import type { BrowsedNode } from '../../../src-shared/contract/browse.ts';

/** What is below one node, as far as it was read. */
export interface Branch {
  readonly status: 'reading' | 'ready' | 'stopped' | 'failed';
  readonly nodes: readonly BrowsedNode[];
  /** There is more than can be read. */
  readonly isCut: boolean;
  /** Why it could not be read. */
  readonly reason: string;
}

/** An address space as far as it was looked at. */
export interface BrowseTree {
  /** The address where it begins. */
  readonly root: string;
  /** By address. */
  readonly branches: ReadonlyMap<string, Branch>;
  /** Keys of lines: a node may stand in several places, and open in one of them. */
  readonly open: ReadonlySet<string>;
}

/** One line of it. A note stands below a branch and says how that is. */
export type TreeRow =
  | {
      readonly kind: 'node';
      readonly key: string;
      readonly node: BrowsedNode;
      /** Names of what is above it. */
      readonly path: readonly string[];
      readonly level: number;
      readonly place: number;
      readonly of: number;
      readonly isOpen: boolean;
    }
  | {
      readonly kind: 'note';
      readonly key: string;
      readonly text: string;
      readonly level: number;
      /** The address of the branch. */
      readonly branch: string;
      readonly tone: 'quiet' | 'error';
    };

export type NodeRow = Extract<TreeRow, { readonly kind: 'node' }>;

/** Deeper is a circle. */
const DEEPEST = 32;

/** A value that can become a tag. */
export const isChoosable = (node: BrowsedNode): boolean =>
  node.kind === 'value' && node.dataType !== null && node.isReadable;

/** The lines that are in sight, in their order. */
export function treeRows(tree: BrowseTree): readonly TreeRow[] {
  const rows: TreeRow[] = [];
  linesBelow(rows, tree, tree.root, '', [], 1);
  return rows;
}

function linesBelow(
  rows: TreeRow[],
  tree: BrowseTree,
  address: string,
  key: string,
  path: readonly string[],
  level: number,
): void {
  const branch = tree.branches.get(address);
  const note = (text: string, tone: 'quiet' | 'error' = 'quiet'): void =>
    void rows.push({ kind: 'note', key: `${key} ${text}`, text, level, branch: address, tone });
  for (const [i, node] of (branch?.nodes ?? []).entries()) {
    const own = `${key}/${node.address}`;
    const isOpen = tree.open.has(own) && level < DEEPEST;
    rows.push({ kind: 'node', key: own, node, path, level, place: i + 1, of: branch!.nodes.length, isOpen });
    if (isOpen) linesBelow(rows, tree, node.address, own, [...path, node.name], level + 1);
  }
  if (!branch || branch.status === 'reading') return note('Reading…');
  if (branch.status === 'failed') return note(branch.reason, 'error');
  if (branch.status === 'stopped') note('Stopped: there may be more. Enter goes on.');
  else if (branch.isCut) note('There is more than was read. Connect the device to read on.');
  else sayEmpty(branch.nodes, note);
}

/** A folder without values says so, and what there is in their place. */
function sayEmpty(nodes: readonly BrowsedNode[], note: (text: string) => void): void {
  if (nodes.length === 0) return note('This folder is empty.');
  if (nodes.some(({ kind }) => kind !== 'folder')) return;
  note(`This folder has no variables. ${nodes.length === 1 ? '1 sub-folder.' : `${nodes.length} sub-folders.`}`);
}
