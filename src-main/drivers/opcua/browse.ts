import type { NodeId, ReferenceDescription } from 'node-opcua-client';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { Clock } from '../../kernel/clock.ts';
import type {
  BrowseAnswer,
  BrowseAnswers,
  BrowsedNode,
  BrowsedNodes,
  BrowseQuestion,
  NamedBranch,
} from '../browsed-node.ts';
import { parseAddress } from './address.ts';
import {
  browseMany,
  browseNoMore,
  browseOn,
  browsePage,
  type ChildPage,
  haveChildren,
  isProperty,
} from './browse-children.ts';
import { good, readAll, type VariableDetails, variableDetails } from './browse-details.ts';
import { type OpcUaConnection, timingsOf } from './connection.ts';
import { tagTypeOf, uaTypeName } from './data-types.ts';
import { addressOf } from './node-address.ts';
import { readNodeFacts } from './node-facts.ts';
import { readNodeHistory } from './node-history.ts';
import { makeNodeId, noNamespaceText } from './node-id.ts';
import { kindOf, nameOf } from './node-names.ts';
import { readNodeValues } from './node-values.ts';
import { type OpenSession, openSession } from './open-session.ts';
import { secureClient } from './security/secure-client.ts';

/** Where looking begins: Objects. */
const ROOT = 'i=85';
const VARIABLE = 2;
/** What is read at once where no session stays to be asked for the next page. */
const MOST_AT_ONCE = 10_000;
const NO_DETAILS: VariableDetails = {
  description: '',
  uaType: 0,
  length: null,
  isReadable: false,
  isWritable: false,
  value: '',
  unit: '',
  euLow: null,
  euHigh: null,
  states: [],
};

/**
 * Looks through a server over a session of its own. Values, units and ranges are read along.
 * Rejects as `openSession`, and with NX_DRIVER_REJECTED where the server does not let the node be browsed.
 */
export async function browseOpcUa<Q extends BrowseQuestion>(
  connection: OpcUaConnection,
  question: Q,
  { clock, folder }: { readonly clock: Clock; readonly folder?: string | undefined },
  signal: AbortSignal,
): Promise<BrowseAnswer<Q>> {
  if ('address' in question) parseAddress(question.address === '' ? ROOT : question.address);
  const { requestMs } = timingsOf(connection);
  const session = await openSession({ connection, clock, folder, security: secureClient }, () => {}, signal);
  const onAbort = (): void => void session.link.close();
  signal.addEventListener('abort', onAbort);
  try {
    if (question.kind !== 'below') return await browseSession(session, question, requestMs);
    return (await allBelow(session, question, requestMs)) as BrowseAnswer<Q>;
  } finally {
    signal.removeEventListener('abort', onAbort);
    await session.link.close();
  }
}

type Below = Extract<BrowseQuestion, { readonly kind: 'below' }>;

/** Every page at once: with the session goes the place in them. */
async function allBelow(session: OpenSession, question: Below, requestMs: number): Promise<BrowsedNodes> {
  const first = await below(session, question, requestMs);
  const nodes = [...first.nodes];
  let { next } = first;
  while (next !== null && nodes.length < MOST_AT_ONCE) {
    const page: BrowsedNodes = await below(session, { ...question, after: next }, requestMs);
    nodes.push(...page.nodes);
    next = page.next;
  }
  return { nodes, next: null, isCut: next !== null };
}

/** The same over a session that stands. Rejects as `UaLink.request`, and with NX_ADDRESS_SYNTAX or NX_DRIVER_REJECTED. */
export async function browseSession<Q extends BrowseQuestion>(
  session: OpenSession,
  question: Q,
  requestMs: number,
): Promise<BrowseAnswer<Q>> {
  return (await answerOf(session, question, requestMs)) as BrowseAnswer<Q>;
}

async function answerOf(
  session: OpenSession,
  question: BrowseQuestion,
  requestMs: number,
): Promise<BrowseAnswers[keyof BrowseAnswers]> {
  switch (question.kind) {
    case 'below':
      return await below(session, question, requestMs);
    case 'forget':
      await browseNoMore(session, Buffer.from(question.after, 'hex'), requestMs);
      return null;
    case 'names':
      return await names(session, question.addresses, requestMs);
    case 'nodes':
      return await describe(session, idsOf(session, question.addresses), question.addresses, requestMs);
    case 'values':
      return await readNodeValues(session, idsOf(session, question.addresses), requestMs);
    case 'facts':
      return await readNodeFacts(session, idOf(session, question.address), question.address, requestMs, describe);
    case 'history':
      return await readNodeHistory(session, idOf(session, question.address), question, requestMs);
  }
}

/** @throws NexusError NX_ADDRESS_SYNTAX, NX_DRIVER_REJECTED for a namespace that the server does not have. */
export function idOf({ library, facts }: OpenSession, address: string): NodeId {
  const parsed = parseAddress(address === '' ? ROOT : address);
  const nodeId = makeNodeId(library, parsed, facts.namespaces);
  if (!nodeId) throw new NexusError('NX_DRIVER_REJECTED', noNamespaceText(parsed));
  return nodeId;
}

/** Nodes of namespaces that are not there are asked for as one that is not there either. */
function idsOf(session: OpenSession, addresses: readonly string[]): readonly NodeId[] {
  const { NodeId: Made } = session.library.client;
  return addresses.map((address) => {
    const id = makeNodeId(session.library, parseAddress(address), session.facts.namespaces);
    return id ?? new Made(Made.NodeIdType.NUMERIC, 0, 0);
  });
}

async function below(session: OpenSession, question: Below, requestMs: number): Promise<BrowsedNodes> {
  const isWide = question.isWide ?? false;
  const page: ChildPage =
    question.after === undefined
      ? await browsePage(session, idOf(session, question.address), isWide, requestMs)
      : await browseOn(session, Buffer.from(question.after, 'hex'), requestMs);
  const seen = new Set<string>();
  const references = page.references.filter((reference) => {
    // Properties say something of the node itself.
    if (!isWide && isProperty(reference)) return false;
    const id = reference.nodeId.toString();
    // A node may be there twice, as component and organised.
    return !seen.has(id) && seen.add(id);
  });
  const variables = references.filter(({ nodeClass }) => nodeClass === VARIABLE).map(({ nodeId }) => nodeId);
  const details = await variableDetails(session, variables, requestMs);
  const parents = await haveChildren(session, variables, requestMs);
  let at = -1;
  const nodes = references.flatMap((reference): BrowsedNode[] => {
    const isVariable = reference.nodeClass === VARIABLE;
    if (isVariable) at++;
    const own = addressOf(reference.nodeId, session.facts.namespaces);
    if (own === undefined) return [];
    return [browsed(reference, own, isVariable ? details[at]! : NO_DETAILS, isVariable ? parents[at]! : undefined)];
  });
  return { nodes, next: page.next?.toString('hex') ?? null, isCut: false };
}

async function names(
  session: OpenSession,
  addresses: readonly string[],
  requestMs: number,
): Promise<readonly NamedBranch[]> {
  const nodeIds = addresses.map((address) => idOf(session, address));
  const branches = await browseMany(session, nodeIds, requestMs);
  return branches.map((references): NamedBranch => {
    if (typeof references === 'string') return { nodes: [], fault: references };
    const nodes = references.flatMap((reference) => {
      const address = isProperty(reference) ? undefined : addressOf(reference.nodeId, session.facts.namespaces);
      if (address === undefined) return [];
      return [{ address, name: nameOf(reference, address), kind: kindOf(reference.nodeClass) }];
    });
    return { nodes, fault: null };
  });
}

/** What each node is; null for one that does not say it. */
async function describe(
  session: OpenSession,
  nodeIds: readonly NodeId[],
  addresses: readonly string[],
  requestMs: number,
): Promise<readonly (BrowsedNode | null)[]> {
  const { NodeClass, DisplayName, BrowseName } = session.library.client.AttributeIds;
  const wanted = nodeIds.flatMap((nodeId) =>
    [NodeClass, DisplayName, BrowseName].map((attributeId) => ({ nodeId, attributeId })),
  );
  const read = (await readAll(session, wanted, requestMs)).map(good);
  const named = nodeIds.map((_id, i) => {
    const [nodeClass, displayName, browseName] = read.slice(3 * i, 3 * i + 3);
    return { nodeClass, displayName: displayName ?? {}, browseName: browseName ?? {} } as Named;
  });
  const variables = nodeIds.filter((_id, i) => named[i]!.nodeClass === VARIABLE);
  const details = await variableDetails(session, variables, requestMs);
  let at = 0;
  return named.map((one, i) => {
    if (typeof one.nodeClass !== 'number') return null;
    return browsed(one, addresses[i]!, one.nodeClass === VARIABLE ? details[at++]! : NO_DETAILS, undefined);
  });
}

type Named = Pick<ReferenceDescription, 'displayName' | 'browseName' | 'nodeClass'>;

/** @param hasChildren of a variable; an object is always worth a look. */
function browsed(
  named: Named,
  address: string,
  { uaType, length, ...details }: VariableDetails,
  hasChildren: boolean | undefined,
): BrowsedNode {
  const kind = kindOf(named.nodeClass);
  const typeName = uaType === 0 ? '' : uaTypeName(uaType);
  return {
    address,
    name: nameOf(named, address),
    kind,
    hasChildren: hasChildren ?? (kind === 'folder' || kind === 'type' || kind === 'view'),
    typeName: length === null ? typeName : `${typeName}[${length}]`,
    dataType: tagTypeOf(uaType, length !== null),
    ...details,
  };
}
