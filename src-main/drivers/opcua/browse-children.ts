import type { BrowseResult, NodeId, ReferenceDescription } from 'node-opcua-client';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { brokenProtocol } from './link-error.ts';
import type { OpenSession } from './open-session.ts';
import { statusText } from './status-text.ts';

/** Reference types of namespace 0 (OPC 10000-5). */
const REFERENCES = 31;
const HIERARCHICAL = 33;
const HAS_CHILD = 34;
const ORGANIZES = 35;
const HAS_PROPERTY = 46;
/** Node classes: object, variable, method. */
const INSTANCES = 1 | 2 | 4;
const EVERY_CLASS = 0;
const PER_ANSWER = 500;
/** All of name, class and type. */
const ALL_FIELDS = 63;
const BAD = 2;

/** A page of what is below a node, in the order of the server. */
export interface ChildPage {
  readonly references: readonly ReferenceDescription[];
  /** Where the server goes on; undefined behind the last page. */
  readonly next: Buffer | undefined;
}

/** The first page. Rejects as `UaLink.request`; NX_DRIVER_REJECTED where the server does not let the node be browsed. */
export async function browsePage(
  session: OpenSession,
  nodeId: NodeId,
  isWide: boolean,
  timeoutMs: number,
): Promise<ChildPage> {
  const { BrowseRequest, BrowseResponse } = session.library.client;
  const request = new BrowseRequest({ requestedMaxReferencesPerNode: PER_ANSWER });
  request.nodesToBrowse = [description(session, nodeId, isWide ? REFERENCES : HIERARCHICAL, EVERY_CLASS)];
  const { results } = await session.link.request(request, BrowseResponse, timeoutMs);
  return pageOf(single(session, results));
}

/** The page behind another one, over the same session. Rejects as `browsePage`. */
export async function browseOn(session: OpenSession, next: Buffer, timeoutMs: number): Promise<ChildPage> {
  const { BrowseNextRequest, BrowseNextResponse } = session.library.client;
  const request = new BrowseNextRequest({ continuationPoints: [next] });
  const { results } = await session.link.request(request, BrowseNextResponse, timeoutMs);
  return pageOf(single(session, results));
}

/** Lets the server forget its place: it has few of them. Rejects as `UaLink.request`. */
export async function browseNoMore(session: OpenSession, next: Buffer, timeoutMs: number): Promise<void> {
  const { BrowseNextRequest, BrowseNextResponse } = session.library.client;
  const request = new BrowseNextRequest({ releaseContinuationPoints: true, continuationPoints: [next] });
  await session.link.request(request, BrowseNextResponse, timeoutMs);
}

/** What is below each of several nodes, whole; a text where the server does not let one be browsed. Rejects as `UaLink.request`. */
export async function browseMany(
  session: OpenSession,
  nodeIds: readonly NodeId[],
  timeoutMs: number,
): Promise<readonly (readonly ReferenceDescription[] | string)[]> {
  const { link, library, readBatch } = session;
  const { BrowseRequest, BrowseResponse } = library.client;
  const found: (readonly ReferenceDescription[] | string)[] = [];
  for (let start = 0; start < nodeIds.length; start += readBatch) {
    const part = nodeIds.slice(start, start + readBatch);
    const request = new BrowseRequest({ requestedMaxReferencesPerNode: 0 });
    request.nodesToBrowse = part.map((nodeId) => description(session, nodeId, HIERARCHICAL, INSTANCES));
    const { results } = await link.request(request, BrowseResponse, timeoutMs);
    for (let at = 0; at < part.length; at++) {
      const result = results?.[at];
      if (!result) throw wrongAnswer(session, results?.length ?? 0, part.length);
      if (result.statusCode.value >>> 30 >= BAD) {
        found.push(statusText(result.statusCode.name));
        continue;
      }
      let page = pageOf(result);
      const references = [...page.references];
      while (page.next) {
        page = await browseOn(session, page.next, timeoutMs);
        references.push(...page.references);
      }
      found.push(references);
    }
  }
  return found;
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
      description(session, nodeId, HAS_CHILD, INSTANCES),
      description(session, nodeId, ORGANIZES, INSTANCES),
    ]);
    const { results } = await link.request(request, BrowseResponse, timeoutMs);
    part.forEach((_node, i) => {
      const both = [results?.[2 * i], results?.[2 * i + 1]];
      found.push(both.some((result) => result?.references?.some((reference) => !isProperty(reference))));
    });
  }
  return found;
}

/** Everything that refers to a node or that it refers to: one page, and whether there is more. Rejects as `browsePage`. */
export async function browseReferences(
  session: OpenSession,
  nodeId: NodeId,
  timeoutMs: number,
): Promise<{ readonly references: readonly ReferenceDescription[]; readonly isCut: boolean }> {
  const { BrowseRequest, BrowseResponse } = session.library.client;
  const request = new BrowseRequest({ requestedMaxReferencesPerNode: PER_ANSWER });
  request.nodesToBrowse = [description(session, nodeId, REFERENCES, EVERY_CLASS, BOTH)];
  const { results } = await session.link.request(request, BrowseResponse, timeoutMs);
  const { references, continuationPoint } = single(session, results);
  const isCut = Boolean(continuationPoint?.length);
  if (isCut) await browseNoMore(session, continuationPoint!, timeoutMs);
  return { references: references ?? [], isCut };
}

/** It says something of the node itself. */
export const isProperty = ({ referenceTypeId }: ReferenceDescription): boolean =>
  referenceTypeId.namespace === 0 && referenceTypeId.value === HAS_PROPERTY;

const FORWARD = 0;
const BOTH = 2;

function description(
  { library }: OpenSession,
  nodeId: NodeId,
  referenceType: number,
  nodeClassMask: number,
  browseDirection = FORWARD,
) {
  const { BrowseDescription, NodeId: Made } = library.client;
  return new BrowseDescription({
    nodeId,
    referenceTypeId: new Made(Made.NodeIdType.NUMERIC, referenceType, 0),
    browseDirection,
    includeSubtypes: true,
    nodeClassMask,
    resultMask: ALL_FIELDS,
  });
}

const pageOf = ({ references, continuationPoint }: BrowseResult): ChildPage => ({
  references: references ?? [],
  next: continuationPoint?.length ? continuationPoint : undefined,
});

function single(session: OpenSession, results: readonly BrowseResult[] | null | undefined): BrowseResult {
  const [result] = results ?? [];
  if (results?.length !== 1 || !result) throw wrongAnswer(session, results?.length ?? 0, 1);
  const { statusCode } = result;
  if (statusCode.value >>> 30 < BAD) return result;
  const text = statusText(statusCode.name);
  throw new NexusError('NX_DRIVER_REJECTED', text, { ...session.link.peer, status: statusCode.name });
}

function wrongAnswer({ link }: OpenSession, answers: number, asked: number): NexusError {
  const error = brokenProtocol(link.peer, `${answers} answers for ${asked}`);
  link.fail(error);
  return error;
}
