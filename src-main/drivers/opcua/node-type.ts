import type { NodeId } from 'node-opcua-client';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { UA_TYPE } from './data-types.ts';
import type { OpenSession } from './open-session.ts';
import { wrongCount } from './read-values.ts';
import { statusText } from './status-text.ts';

/** How far up the tree of types one is looked for: Duration → Double, an enumeration → Int32. */
const MAX_STEPS = 8;
/** OPC 10000-5: enumerations are sent as Int32. */
const ENUMERATION = 29;
const HAS_SUBTYPE = 45;
const INVERSE = 1;
const UTC_TIME = 294;

/**
 * Asks the server for the built-in type of a node. Rejects as `UaLink.request`; NX_DRIVER_REJECTED where the node has
 * none or cannot be asked.
 */
export async function readDataType(session: OpenSession, nodeId: NodeId, timeoutMs: number): Promise<number> {
  const { link, library } = session;
  const { ReadRequest, ReadResponse, ReadValueId, AttributeIds } = library.client;
  const request = new ReadRequest();
  request.nodesToRead = [new ReadValueId({ nodeId, attributeId: AttributeIds.DataType })];
  const { results } = await link.request(request, ReadResponse, timeoutMs);
  if (results?.length !== 1) throw wrongCount(session, results?.length ?? 0, 1);
  const [data] = results;
  const status = data!.statusCode;
  if (status.value >>> 30 >= 2)
    throw new NexusError('NX_DRIVER_REJECTED', statusText(status.name), { ...link.peer, status: status.name });
  let type = data!.value.value as NodeId | null;
  for (let step = 0; type && step < MAX_STEPS; step++) {
    const builtIn = builtInType(type);
    if (builtIn !== undefined) return builtIn;
    type = await supertypeOf(session, type, timeoutMs);
  }
  const text = 'The server does not say of which data type the node is. Set data_type of the tag.';
  throw new NexusError('NX_DRIVER_REJECTED', text, { ...link.peer });
}

function builtInType({ namespace, value }: NodeId): number | undefined {
  if (namespace !== 0 || typeof value !== 'number') return undefined;
  if (value === ENUMERATION) return UA_TYPE.Int32;
  if (value === UTC_TIME) return UA_TYPE.DateTime;
  return value >= UA_TYPE.Boolean && value <= UA_TYPE.LocalizedText ? value : undefined;
}

async function supertypeOf(session: OpenSession, type: NodeId, timeoutMs: number): Promise<NodeId | null> {
  const { link, library } = session;
  const { BrowseRequest, BrowseResponse, BrowseDescription, NodeId: Made } = library.client;
  const request = new BrowseRequest({ requestedMaxReferencesPerNode: 1 });
  request.nodesToBrowse = [
    new BrowseDescription({
      nodeId: type,
      referenceTypeId: new Made(Made.NodeIdType.NUMERIC, HAS_SUBTYPE, 0),
      browseDirection: INVERSE,
      includeSubtypes: true,
      resultMask: 0,
    }),
  ];
  const { results } = await link.request(request, BrowseResponse, timeoutMs);
  return results?.[0]?.references?.[0]?.nodeId ?? null;
}
