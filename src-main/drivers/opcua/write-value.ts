import { NexusError, toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { DriverTag, WriteValue } from '../driver.ts';
import { typeFault } from '../value-fault.ts';
import { formatAddress, type NodeAddress, parseAddress } from './address.ts';
import { valueOf } from './compiled-plan.ts';
import { ARRAY_OF, UA_TYPE_OF, uaTypeName } from './data-types.ts';
import { encodeValue } from './encode-value.ts';
import { cancelled, type UaPeer } from './link-error.ts';
import { makeNodeId, noNamespaceText } from './node-id.ts';
import { readDataType } from './node-type.ts';
import type { OpenSession } from './open-session.ts';
import { wrongCount } from './read-values.ts';
import { statusText } from './status-text.ts';

export interface WriteOrder {
  readonly tag: DriverTag;
  readonly value: WriteValue;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** What is known of the types of nodes, by address in our notation. */
  readonly types: Map<string, number>;
  /** Ends the link for this device. */
  readonly end: (error: NexusError) => void;
}

/** The server has to be asked for the type. */
const ASK = 0;
/** Codes of a result with which a server does not say that nothing was written. */
const LEAVES_OPEN: ReadonlySet<string> = new Set(['BadTimeout', 'BadRequestTimeout', 'BadCommunicationError']);

/**
 * Writes one value, once, in the type of the node: as read before, as the tag says, or as the server says when asked.
 * Resolves when the server confirmed it; rejects as `Driver.write`.
 */
export async function writeValue(session: OpenSession, order: WriteOrder): Promise<void> {
  const { tag, value, types, signal, timeoutMs } = order;
  const { link, library, facts } = session;
  const address = parseAddress(tag.address);
  const name = formatAddress(address);
  // What a tag says is enough to refuse by; a text may be of several types.
  const said = tag.dataType === undefined || tag.dataType === 'string' ? undefined : UA_TYPE_OF[tag.dataType];
  const nodeId = makeNodeId(library, address, facts.namespaces);
  if (!nodeId) throw new NexusError('NX_DRIVER_REJECTED', noNamespaceText(address), { ...link.peer });
  if (signal.aborted) throw cancelled(link.peer, signal.reason);
  if (tag.dataType === 'string' && typeof value !== 'string') throw typeFault(value, 'a text');
  refuseWholeArray(address, types.get(name));
  if (said !== undefined) encodeValue(value, said, false);
  const known = types.get(name) ?? said ?? ASK;
  const type = known === ASK ? await readDataType(session, nodeId, timeoutMs) : known;
  types.set(name, type);
  refuseWholeArray(address, type);
  const isElement = address.element !== undefined;
  const variant = encodeValue(value, type & ~ARRAY_OF, isElement);
  if (signal.aborted) throw cancelled(link.peer, signal.reason);
  // From here to `request` nothing else can run, so that what has no obstacle now is sent.
  const { lost } = link;
  if (lost) throw notSent(lost, link.peer);
  const { WriteRequest, WriteResponse, WriteValue: Node, DataValue, AttributeIds } = library.client;
  const request = new WriteRequest();
  const node = new Node({ nodeId, attributeId: AttributeIds.Value, value: new DataValue({ value: variant }) });
  node.indexRange = valueOf(library, nodeId, address.element).indexRange;
  // Servers refuse times that they cannot set; a value alone every server takes.
  request.nodesToWrite = [node];
  const onAbort = (): void => order.end(cancelled(link.peer, signal.reason));
  signal.addEventListener('abort', onAbort);
  let status: { readonly name: string; readonly value: number };
  try {
    const { results } = await link.request(request, WriteResponse, timeoutMs);
    if (results?.length !== 1) throw wrongCount(session, results?.length ?? 0, 1);
    status = results[0]!;
  } catch (cause) {
    const error = toNexusError(cause);
    if (error.code === 'NX_DRIVER_REJECTED') throw error;
    throw unknownOutcome(address, link.peer, error.text, error);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
  if (status.value >>> 30 < 2) return;
  // The tag says another type, or the node was changed: the server is asked next time.
  if (status.name === 'BadTypeMismatch') types.set(name, ASK);
  if (LEAVES_OPEN.has(status.name)) throw unknownOutcome(address, link.peer, statusText(status.name));
  throw refusal(address, link.peer, status.name);
}

function refusal(address: NodeAddress, peer: UaPeer, status: string): NexusError {
  const message = `${formatAddress(address)} was not written. ${statusText(status)}`;
  return new NexusError('NX_DRIVER_REJECTED', message, { ...peer, status });
}

function refuseWholeArray(address: NodeAddress, type = ASK): void {
  if ((type & ARRAY_OF) === 0 || address.element !== undefined) return;
  const one = formatAddress({ ...address, element: 0 });
  const message = `The node holds an array of ${uaTypeName(type & ~ARRAY_OF)}, which is read whole and written one by one. Write to one of them, such as ${one}.`;
  throw new NexusError('NX_ADDRESS_READ_ONLY', message, { field: 'address' });
}

function unknownOutcome(address: NodeAddress, peer: UaPeer, fact: string, cause?: unknown): NexusError {
  return new NexusError(
    'NX_DRIVER_UNKNOWN_OUTCOME',
    `The write to ${formatAddress(address)} was sent, and whether it took effect is not known. Read the value before writing again. ${fact}`,
    { ...peer },
    { cause },
  );
}

/** Whatever ended the link before, for a write it means one thing: it is gone, and nothing was sent. */
export function notSent(lost: NexusError, peer: UaPeer): NexusError {
  return new NexusError(
    'NX_DRIVER_DISCONNECTED',
    `Nothing was written: there is no connection to ${peer.host}:${peer.port}. ${lost.text}`,
    { ...peer },
    { cause: lost },
  );
}
