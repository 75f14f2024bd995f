import type { NodeId, ReferenceDescription } from 'node-opcua-client';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { cleanText } from '../../kernel/clean-text.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { BrowsedNode, BrowsedNodes } from '../browsed-node.ts';
import { formatAddress, parseAddress } from './address.ts';
import { browseChildren, haveChildren } from './browse-children.ts';
import { good, readAll, type VariableDetails, variableDetails } from './browse-details.ts';
import { type OpcUaConnection, timingsOf } from './connection.ts';
import { tagTypeOf, uaTypeName } from './data-types.ts';
import { addressOf } from './node-address.ts';
import { makeNodeId, noNamespaceText } from './node-id.ts';
import { type OpenSession, openSession } from './open-session.ts';
import { secureClient } from './security/secure-client.ts';

/** Where looking begins: Objects. */
const ROOT = 'i=85';
const TEXT_MAX = 256;
const OBJECT = 1;
const VARIABLE = 2;
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
};

/**
 * What is below a node of a server, over a session of its own. Values, units and ranges are read along.
 * Rejects as `openSession`, and with NX_DRIVER_REJECTED where the server does not let the node be browsed.
 */
export async function browseOpcUa(
  connection: OpcUaConnection,
  address: string,
  { clock, folder }: { readonly clock: Clock; readonly folder?: string | undefined },
  signal: AbortSignal,
): Promise<BrowsedNodes> {
  parseAddress(address === '' ? ROOT : address);
  const { requestMs } = timingsOf(connection);
  const session = await openSession({ connection, clock, folder, security: secureClient }, () => {}, signal);
  const onAbort = (): void => void session.link.close();
  signal.addEventListener('abort', onAbort);
  try {
    return await browseSession(session, address, requestMs);
  } finally {
    signal.removeEventListener('abort', onAbort);
    await session.link.close();
  }
}

/** The same over a session that stands. Rejects as `UaLink.request`, and with NX_ADDRESS_SYNTAX or NX_DRIVER_REJECTED. */
export async function browseSession(session: OpenSession, address: string, requestMs: number): Promise<BrowsedNodes> {
  const parsed = parseAddress(address === '' ? ROOT : address);
  const { namespaces } = session.facts;
  const nodeId = makeNodeId(session.library, parsed, namespaces);
  if (!nodeId) throw new NexusError('NX_DRIVER_REJECTED', noNamespaceText(parsed));
  const { references, isCut } = await browseChildren(session, nodeId, requestMs);
  const variables = references.filter(({ nodeClass }) => nodeClass === VARIABLE).map(({ nodeId: id }) => id);
  const details = await variableDetails(session, variables, requestMs);
  const parents = await haveChildren(session, variables, requestMs);
  let at = -1;
  const nodes = references.flatMap((reference): BrowsedNode[] => {
    const isVariable = reference.nodeClass === VARIABLE;
    if (isVariable) at++;
    const own = addressOf(reference.nodeId, namespaces);
    if (own === undefined) return [];
    return [browsed(reference, own, isVariable ? details[at]! : NO_DETAILS, isVariable ? parents[at]! : undefined)];
  });
  const self = address === '' ? undefined : await describeNode(session, nodeId, formatAddress(parsed), requestMs);
  return { nodes, isCut, self: self && { ...self, hasChildren: nodes.length > 0 } };
}

/** Undefined for a node that does not say what it is. */
async function describeNode(
  session: OpenSession,
  nodeId: NodeId,
  address: string,
  requestMs: number,
): Promise<BrowsedNode | undefined> {
  const { NodeClass, DisplayName, BrowseName } = session.library.client.AttributeIds;
  const attributes = [NodeClass, DisplayName, BrowseName].map((attributeId) => ({ nodeId, attributeId }));
  const [nodeClass, displayName, browseName] = (await readAll(session, attributes, requestMs)).map(good);
  if (typeof nodeClass !== 'number') return undefined;
  const [details] = nodeClass === VARIABLE ? await variableDetails(session, [nodeId], requestMs) : [];
  const named = { nodeClass, displayName: displayName ?? {}, browseName: browseName ?? {} } as Named;
  return browsed(named, address, details ?? NO_DETAILS, undefined);
}

type Named = Pick<ReferenceDescription, 'displayName' | 'browseName' | 'nodeClass'>;

/** @param hasChildren of a variable; an object is always worth a look. */
function browsed(
  { displayName, browseName, nodeClass }: Named,
  address: string,
  { uaType, length, ...details }: VariableDetails,
  hasChildren: boolean | undefined,
): BrowsedNode {
  const name = cleanText(displayName.text || browseName.name || address, TEXT_MAX);
  const typeName = uaType === 0 ? '' : uaTypeName(uaType);
  return {
    address,
    name,
    kind: nodeClass === VARIABLE ? 'value' : nodeClass === OBJECT ? 'folder' : 'method',
    hasChildren: hasChildren ?? nodeClass === OBJECT,
    typeName: length === null ? typeName : `${typeName}[${length}]`,
    dataType: tagTypeOf(uaType, length !== null),
    ...details,
  };
}
