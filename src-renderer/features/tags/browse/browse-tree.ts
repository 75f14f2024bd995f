import type { BrowsedNode } from '../../../../src-shared/contract/drivers.ts';

/** What is below a node, as far as it was asked for. */
export interface Branch {
  readonly status: 'reading' | 'ready' | 'failed';
  readonly nodes: readonly BrowsedNode[];
  /** There is more than was read. */
  readonly isCut: boolean;
  /** Why it failed. */
  readonly reason: string;
}

/** The part of an address space that was looked at. The root has the empty address. */
export interface BrowseTree {
  readonly branches: ReadonlyMap<string, Branch>;
  readonly open: ReadonlySet<string>;
  /** Values that become tags, by address. */
  readonly checked: ReadonlyMap<string, CheckedNode>;
}

export interface CheckedNode {
  readonly node: BrowsedNode;
  /** What is above it is called; empty below the root. */
  readonly parent: string;
}

/** A line of the tree, or what is to be said in its place. */
export type TreeRow =
  | {
      readonly kind: 'node';
      /** Tells a node that is in two places from itself. */
      readonly key: string;
      readonly node: BrowsedNode;
      readonly parent: string;
      readonly level: number;
      readonly isOpen: boolean;
    }
  | { readonly kind: 'note'; readonly key: string; readonly text: string; readonly level: number };

export const EMPTY_TREE: BrowseTree = { branches: new Map(), open: new Set(['']), checked: new Map() };

/** Deeper is a circle. */
const DEEPEST = 32;

/** The lines that are in sight, in their order. */
export function treeRows(tree: BrowseTree): readonly TreeRow[] {
  return linesBelow(tree, '', '', '', 1);
}

function linesBelow(tree: BrowseTree, address: string, path: string, parent: string, level: number): TreeRow[] {
  const branch = tree.branches.get(address);
  const note = (text: string): TreeRow => ({ kind: 'note', key: `${path} ${text}`, text, level });
  if (!branch || branch.status === 'reading') return [note('Reading…')];
  if (branch.status === 'failed') return [note(branch.reason)];
  const rows = branch.nodes.flatMap((node): TreeRow[] => {
    const key = `${path}/${node.address}`;
    const isOpen = tree.open.has(key) && level < DEEPEST;
    const below = isOpen ? linesBelow(tree, node.address, key, node.name, level + 1) : [];
    return [{ kind: 'node', key, node, parent, level, isOpen }, ...below];
  });
  if (branch.nodes.length === 0) rows.push(note('Nothing is below it.'));
  if (branch.isCut) rows.push(note('There is more here than was read. Write the address of a tag by hand.'));
  return rows;
}

/** Of a tree that was searched: what was found, and what leads there, each node once; below it what somebody opened. */
export function foundRows(tree: BrowseTree, isFound: (node: BrowsedNode) => boolean): readonly TreeRow[] {
  const seen = new Set<string>();
  const walk = (address: string, path: string, parent: string, level: number): TreeRow[] =>
    (tree.branches.get(address)?.nodes ?? []).flatMap((node): TreeRow[] => {
      if (seen.has(node.address)) return [];
      seen.add(node.address);
      const key = `${path}/${node.address}`;
      const found = level < DEEPEST ? walk(node.address, key, node.name, level + 1) : [];
      if (found.length === 0 && !isFound(node)) return [];
      const isWhole = found.length === 0 && tree.open.has(key) && level < DEEPEST;
      const below = isWhole ? linesBelow(tree, node.address, key, node.name, level + 1) : found;
      return [{ kind: 'node', key, node, parent, level, isOpen: below.length > 0 }, ...below];
    });
  return walk('', '', '', 1);
}

/** The fields of a tag for each value; names that are taken get the name of what is above in front, then a number. */
export function tagForms(
  checked: Iterable<CheckedNode>,
  takenNames: Iterable<string>,
  knowsUnit: (unit: string) => boolean,
): readonly Readonly<Record<string, unknown>>[] {
  const taken = new Set(Array.from(takenNames, (name) => name.toLowerCase()));
  return Array.from(checked, ({ node, parent }) => {
    const { address, dataType, unit, euLow, euHigh, description } = node;
    const name = freeName(node.name, parent, taken);
    taken.add(name.toLowerCase());
    const hasRange = euLow !== null && euHigh !== null && euLow < euHigh;
    return {
      name,
      address,
      ...(dataType !== null && { data_type: dataType }),
      ...(unit !== '' && knowsUnit(unit) && { unit }),
      ...(hasRange && { eu_low: euLow, eu_high: euHigh }),
      ...(description !== '' && description !== node.name && { description }),
    };
  });
}

function freeName(name: string, parent: string, taken: ReadonlySet<string>): string {
  const isFree = (text: string): boolean => !taken.has(text.toLowerCase());
  if (isFree(name)) return name;
  const longer = parent === '' ? name : `${parent} ${name}`;
  if (isFree(longer)) return longer;
  let number = 2;
  while (!isFree(`${longer} ${number}`)) number++;
  return `${longer} ${number}`;
}
