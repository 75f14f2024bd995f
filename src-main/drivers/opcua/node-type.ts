import type { DataValue, NodeId } from 'node-opcua-client';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { cleanText } from '../../kernel/clean-text.ts';
import { ARRAY_OF, UA_TYPE } from './data-types.ts';
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
/** What all structures are made from. */
const STRUCTURE = 22;
/** Ranks from here on are those of arrays (OPC 10000-3, 5.6.2). */
const ARRAYS = 0;

/**
 * Asks the server for the built-in type of a node, with ARRAY_OF where it is an array. Rejects as `UaLink.request`;
 * NX_DRIVER_REJECTED where the node has none or cannot be asked, NX_ADDRESS_READ_ONLY for a structure.
 */
export async function readDataType(session: OpenSession, nodeId: NodeId, timeoutMs: number): Promise<number> {
  const { link, library } = session;
  const { AttributeIds } = library.client;
  const [data, rank] = await readAttributes(
    session,
    nodeId,
    [AttributeIds.DataType, AttributeIds.ValueRank],
    timeoutMs,
  );
  const status = data!.statusCode;
  if (status.value >>> 30 >= 2)
    throw new NexusError('NX_DRIVER_REJECTED', statusText(status.name), { ...link.peer, status: status.name });
  const own = data!.value.value as NodeId | null;
  const isArray = rank!.statusCode.value >>> 30 === 0 && Number(rank!.value.value) >= ARRAYS;
  const builtIn = own ? await builtInTypeOf(session, own, timeoutMs) : undefined;
  if (builtIn === 'structure') throw await notWritten(session, own!, timeoutMs);
  if (builtIn !== undefined) return isArray ? builtIn | ARRAY_OF : builtIn;
  const text = 'The server does not say of which data type the node is. Set data_type of the tag.';
  throw new NexusError('NX_DRIVER_REJECTED', text, { ...link.peer });
}

/** The built-in type that values of a data type are sent as; undefined where the server does not say. Rejects as `UaLink.request`. */
export async function builtInTypeOf(
  session: OpenSession,
  dataType: NodeId,
  timeoutMs: number,
): Promise<number | 'structure' | undefined> {
  let type: NodeId | null = dataType;
  for (let step = 0; type && step < MAX_STEPS; step++) {
    const builtIn = builtInType(type);
    if (builtIn !== undefined) return builtIn;
    if (type.namespace === 0 && type.value === STRUCTURE) return 'structure';
    type = await supertypeOf(session, type, timeoutMs);
  }
  return undefined;
}

/** @returns one result for each attribute. */
async function readAttributes(
  session: OpenSession,
  nodeId: NodeId,
  attributeIds: readonly number[],
  timeoutMs: number,
): Promise<readonly DataValue[]> {
  const { ReadRequest, ReadResponse, ReadValueId } = session.library.client;
  const request = new ReadRequest();
  request.nodesToRead = attributeIds.map((attributeId) => new ReadValueId({ nodeId, attributeId }));
  const { results } = await session.link.request(request, ReadResponse, timeoutMs);
  if (results?.length !== attributeIds.length) throw wrongCount(session, results?.length ?? 0, attributeIds.length);
  return results;
}

/** Names the structure, by what the server calls it. */
async function notWritten(session: OpenSession, type: NodeId, timeoutMs: number): Promise<NexusError> {
  const { BrowseName } = session.library.client.AttributeIds;
  const [data] = await readAttributes(session, type, [BrowseName], timeoutMs);
  const told = data!.statusCode.value >>> 30 === 0 ? (data!.value.value as { readonly name?: unknown } | null) : null;
  const name = typeof told?.name === 'string' ? cleanText(told.name, 80) : type.toString();
  const text = `The node is a structure, ${name}, which is not written. Write to a variable below it, or with the tool of the server.`;
  return new NexusError('NX_ADDRESS_READ_ONLY', text, { field: 'address' });
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
