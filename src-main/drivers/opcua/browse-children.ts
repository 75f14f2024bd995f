import type { BrowseResult, NodeId, ReferenceDescription } from 'node-opcua-client';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { brokenProtocol } from './link-error.ts';
import type { OpenSession } from './open-session.ts';
import { statusText } from './status-text.ts';

/** Reference types of namespace 0 (OPC 10000-5). */
const HIERARCHICAL = 33;
const HAS_CHILD = 34;
const ORGANIZES = 35;
const HAS_PROPERTY = 46;
/** Node classes: object, variable, method. */
const CLASSES = 1 | 2 | 4;
const FORWARD = 0;
const PER_ANSWER = 500;
/** More is no folder to look through. */
const MOST_CHILDREN = 2_000;
/** All of name, class and type. */
const ALL_FIELDS = 63;

/** What is below a node, in the order of the server. */
export interface Children {
  readonly references: readonly ReferenceDescription[];
  readonly isCut: boolean;
}

/** Rejects as `UaLink.request`; NX_DRIVER_REJECTED where the server does not let the node be browsed. */
export async function browseChildren(session: OpenSession, nodeId: NodeId, timeoutMs: number): Promise<Children> {
  const { link, library } = session;
  const { BrowseRequest, BrowseResponse, BrowseNextRequest, BrowseNextResponse } = library.client;
  const request = new BrowseRequest({ requestedMaxReferencesPerNode: PER_ANSWER });
  request.nodesToBrowse = [description(session, nodeId, HIERARCHICAL, CLASSES)];
  const { results } = await link.request(request, BrowseResponse, timeoutMs);
  let result = single(session, results);
  const references = [...(result.references ?? [])];
  while (result.continuationPoint?.length && references.length < MOST_CHILDREN) {
    const next = new BrowseNextRequest({ continuationPoints: [result.continuationPoint] });
    result = single(session, (await link.request(next, BrowseNextResponse, timeoutMs)).results);
    references.push(...(result.references ?? []));
  }
  const seen = new Set<string>();
  const known = references.filter(({ nodeId: id, referenceTypeId }) => {
    // Properties say something of the node itself.
    if (referenceTypeId.namespace === 0 && referenceTypeId.value === HAS_PROPERTY) return false;
    // A node may be there twice, as component and organised.
    return !seen.has(id.toString()) && seen.add(id.toString());
  });
  return { references: known.slice(0, MOST_CHILDREN), isCut: Boolean(result.continuationPoint?.length) };
}

/** Which of the nodes have something below them. Nodes that cannot be asked have nothing. */
export async function haveChildren(
  session: OpenSession,
  nodeIds: readonly NodeId[],
  timeoutMs: number,
): Promise<readonly boolean[]> {
  const { link, library, readBatch } = session;
  const { BrowseRequest, BrowseResponse } = library.client;
  const found: boolean[] = [];
  // Two questions for each: parts of it, and what it organises.
  const batch = Math.max(1, Math.floor(Math.min(readBatch, PER_ANSWER) / 2));
  for (let start = 0; start < nodeIds.length; start += batch) {
    const part = nodeIds.slice(start, start + batch);
    // As many as come: one alone would leave a continuation point behind, of which servers have few.
    const request = new BrowseRequest({ requestedMaxReferencesPerNode: 0 });
    request.nodesToBrowse = part.flatMap((nodeId) => [
      description(session, nodeId, HAS_CHILD, CLASSES),
      description(session, nodeId, ORGANIZES, CLASSES),
    ]);
    const { results } = await link.request(request, BrowseResponse, timeoutMs);
    part.forEach((_node, i) => {
      const both = [results?.[2 * i], results?.[2 * i + 1]];
      const isPart = ({ referenceTypeId }: ReferenceDescription): boolean =>
        referenceTypeId.namespace !== 0 || referenceTypeId.value !== HAS_PROPERTY;
      found.push(both.some((result) => result?.references?.some(isPart)));
    });
  }
  return found;
}

function description({ library }: OpenSession, nodeId: NodeId, referenceType: number, nodeClassMask: number) {
  const { BrowseDescription, NodeId: Made } = library.client;
  return new BrowseDescription({
    nodeId,
    referenceTypeId: new Made(Made.NodeIdType.NUMERIC, referenceType, 0),
    browseDirection: FORWARD,
    includeSubtypes: true,
    nodeClassMask,
    resultMask: ALL_FIELDS,
  });
}

function single({ link }: OpenSession, results: readonly BrowseResult[] | null | undefined): BrowseResult {
  const [result] = results ?? [];
  if (results?.length !== 1 || !result) {
    const error = brokenProtocol(link.peer, `${results?.length ?? 0} answers for 1`);
    link.fail(error);
    throw error;
  }
  const { statusCode } = result;
  if (statusCode.value >>> 30 === 0) return result;
  const text = statusText(statusCode.name);
  throw new NexusError('NX_DRIVER_REJECTED', text, { ...link.peer, status: statusCode.name });
}
