import type { ReadRequest as ReadRequestType } from 'node-opcua-client';
import { brokenProtocol } from './link-error.ts';
import type { UaLink } from './ua-link.ts';

/** What a server says of itself, asked once a session. */
export interface ServerFacts {
  readonly namespaces: readonly string[];
  readonly maxNodesPerRead: number;
  readonly maxNodesPerWrite: number;
  readonly maxItemsPerCall: number;
  /** `open62541 OPC UA Server`, `KEPServerEX`; empty where it does not say. */
  readonly product: string;
}

/** Nodes of namespace 0 (OPC 10000-6, NodeIds.csv). */
const NODES = {
  namespaceArray: 2_255,
  productUri: 2_262,
  manufacturer: 2_263,
  productName: 2_261,
  maxNodesPerRead: 11_705,
  maxNodesPerWrite: 11_707,
  maxItemsPerCall: 11_714,
} as const;

/** What servers take that say no limit of their own, or whose word is not enough (field guide E2). */
const PROFILES: readonly { readonly name: RegExp; readonly batch: number }[] = [
  { name: /S7-?1200/i, batch: 100 },
  { name: /S7-?1500|SIMATIC/i, batch: 500 },
  { name: /kepware|KEPServer/i, batch: 1_000 },
  { name: /prosys/i, batch: 800 },
  { name: /open62541/i, batch: 1_000 },
  { name: /node-?opcua/i, batch: 1_000 },
  { name: /ignition|inductive/i, batch: 1_000 },
];
const UNKNOWN_BATCH = 50;
const MOST = 1_000;

/** @param told the server's own limit; 0 and undefined: it tells none. @param known of servers like this one */
function limit(told: number | undefined, known: number | undefined): number {
  if (told === undefined || told <= 0) return known ?? UNKNOWN_BATCH;
  return Math.min(told, known ?? MOST);
}

/** Asks the server for its namespaces and limits. Rejects as `UaLink.request`. */
export async function readServerFacts(link: UaLink, timeoutMs: number): Promise<ServerFacts> {
  const { ReadRequest, ReadResponse, NodeId, AttributeIds } = link.library.client;
  const names = Object.keys(NODES) as (keyof typeof NODES)[];
  const request: ReadRequestType = new ReadRequest({
    nodesToRead: names.map((name) => ({
      nodeId: new NodeId(NodeId.NodeIdType.NUMERIC, NODES[name], 0),
      attributeId: AttributeIds.Value,
    })),
  });
  const { results } = await link.request(request, ReadResponse, timeoutMs);
  if (results?.length !== names.length) {
    const error = brokenProtocol(link.peer, `${results?.length ?? 0} values for ${names.length}`);
    link.fail(error);
    throw error;
  }
  const valueOf = (name: keyof typeof NODES): unknown => {
    const data = results[names.indexOf(name)]!;
    return data.statusCode.value >>> 30 === 0 ? (data.value?.value as unknown) : undefined;
  };
  const number = (name: keyof typeof NODES): number | undefined => {
    const value = valueOf(name);
    return typeof value === 'number' ? value : undefined;
  };
  const said = [valueOf('productName'), valueOf('productUri'), valueOf('manufacturer')].filter(
    (text): text is string => typeof text === 'string',
  );
  const known = PROFILES.find(({ name }) => said.some((text) => name.test(text)))?.batch;
  const namespaces = valueOf('namespaceArray');
  return {
    namespaces: Array.isArray(namespaces) ? namespaces.map((uri) => String(uri)) : [],
    maxNodesPerRead: limit(number('maxNodesPerRead'), known),
    maxNodesPerWrite: limit(number('maxNodesPerWrite'), known),
    maxItemsPerCall: limit(number('maxItemsPerCall'), known),
    product: said[0] ?? '',
  };
}
