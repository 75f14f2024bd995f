import type { BrowsedNode as BrowsedNodeView } from '../../../src-shared/contract/browse.ts';
import type { BrowsedNode } from '../../drivers/browsed-node.ts';

/** A node as the contract has it. */
export const nodeView = (node: BrowsedNode): BrowsedNodeView => ({
  ...node,
  dataType: node.dataType ?? null,
  states: [...node.states],
});
