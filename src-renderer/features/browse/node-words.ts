import type { BrowsedNode, FoundNode, NodeKind } from '../../../src-shared/contract/browse.ts';
import type { NodeDrag } from '../../state/node-drag.ts';
import { isChoosable, type TreeRow } from './browse-tree.ts';

/** Shape and letter of a class of nodes, with its word. */
export const KINDS: Readonly<Record<NodeKind, { readonly letter: string; readonly word: string }>> = {
  folder: { letter: 'o', word: 'object' },
  value: { letter: 'v', word: 'variable' },
  method: { letter: 'm', word: 'method' },
  type: { letter: 't', word: 'type' },
  view: { letter: 'w', word: 'view' },
};

/** `Reset()` */
export const shownName = ({ kind, name }: Pick<BrowsedNode, 'kind' | 'name'>): string =>
  kind === 'method' ? `${name}()` : name;

export const withUnit = (text: string, unit: string): string => (text === '' ? '' : `${text} ${unit}`.trim());

/** Lines as they are dragged or ticked: values by themselves, of objects all that is below. */
export function meantBy(rows: readonly TreeRow[]): Omit<NodeDrag, 'device'> {
  const nodes: FoundNode[] = [];
  const below: NodeDrag['below'] = [];
  for (const row of rows) {
    if (row.kind !== 'node') continue;
    const { node, path } = row;
    if (isChoosable(node)) nodes.push({ node, path: [...path] });
    else if (node.hasChildren) below.push({ address: node.address, name: node.name, path: [...path] });
  }
  return { nodes, below };
}
