import type { UaLink } from './ua-link.ts';

/** Nodes of BuildInfo in namespace 0 (OPC 10000-6, NodeIds.csv). */
const PARTS: readonly (readonly [title: string, node: number])[] = [
  ['Manufacturer', 2_263],
  ['Product', 2_261],
  ['Version', 2_264],
];

/** What a server says of its make; parts that it does not say are left out. Rejects as `UaLink.request`. */
export async function readBuildInfo(
  link: UaLink,
  timeoutMs: number,
): Promise<readonly { readonly title: string; readonly text: string }[]> {
  const { ReadRequest, ReadResponse, NodeId, AttributeIds } = link.library.client;
  const request = new ReadRequest({
    nodesToRead: PARTS.map(([, node]) => ({
      nodeId: new NodeId(NodeId.NodeIdType.NUMERIC, node, 0),
      attributeId: AttributeIds.Value,
    })),
  });
  const { results } = await link.request(request, ReadResponse, timeoutMs);
  return PARTS.flatMap(([title], i) => {
    const text: unknown = results?.[i]?.value?.value;
    return typeof text === 'string' && text !== '' ? [{ title, text }] : [];
  });
}
