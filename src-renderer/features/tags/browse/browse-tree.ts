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
  const rows: TreeRow[] = [];
  const walk = (address: string, path: string, parent: string, level: number): void => {
    const branch = tree.branches.get(address);
    const note = (text: string): void => void rows.push({ kind: 'note', key: `${path} ${text}`, text, level });
    if (!branch || branch.status === 'reading') return note('Reading…');
    if (branch.status === 'failed') return note(branch.reason);
    if (branch.nodes.length === 0) note('Nothing is below it.');
    for (const node of branch.nodes) {
      const key = `${path}/${node.address}`;
      const isOpen = tree.open.has(key) && level < DEEPEST;
      rows.push({ kind: 'node', key, node, parent, level, isOpen });
      if (isOpen) walk(node.address, key, node.name, level + 1);
    }
    if (branch.isCut) note('There is more here than was read. Write the address of a tag by hand.');
  };
  walk('', '', '', 1);
  return rows;
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
