import type { ReferenceDescription } from 'node-opcua-client';
import { cleanText } from '../../kernel/clean-text.ts';
import type { NodeKind } from '../browsed-node.ts';

const TEXT_MAX = 256;
/** Node classes (OPC 10000-3, 8.29). */
const KINDS: ReadonlyMap<number, NodeKind> = new Map([
  [1, 'folder'],
  [2, 'value'],
  [4, 'method'],
  [128, 'view'],
]);

export const kindOf = (nodeClass: number): NodeKind => KINDS.get(nodeClass) ?? 'type';

/** What a node is shown as: by its own name, or by its address where it has none. */
export function nameOf(
  { displayName, browseName }: Pick<ReferenceDescription, 'displayName' | 'browseName'>,
  address: string,
): string {
  return cleanText(displayName.text || browseName.name || address, TEXT_MAX);
}
