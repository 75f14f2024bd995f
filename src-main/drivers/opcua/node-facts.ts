import type { DataValue, NodeId, ReferenceDescription } from 'node-opcua-client';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { cleanText } from '../../kernel/clean-text.ts';
import type { BrowsedNode, MethodArgument, NamedText, NodeFacts, NodeReference } from '../browsed-node.ts';
import { attributeText } from './attribute-text.ts';
import { browseReferences, isProperty } from './browse-children.ts';
import { good, readAll } from './browse-details.ts';
import { uaTypeName } from './data-types.ts';
import { addressOf } from './node-address.ts';
import { kindOf, nameOf } from './node-names.ts';
import { nodeValue } from './node-values.ts';
import type { OpenSession } from './open-session.ts';
import { statusText } from './status-text.ts';
import { timeUs } from './value-time.ts';

/** Attributes in the order of people's interest, by their numbers (OPC 10000-6, A.1); that of the value stands apart. */
const ATTRIBUTES: Readonly<Record<string, number>> = {
  NodeId: 1,
  NodeClass: 2,
  BrowseName: 3,
  DisplayName: 4,
  Description: 5,
  DataType: 14,
  ValueRank: 15,
  ArrayDimensions: 16,
  AccessLevel: 17,
  UserAccessLevel: 18,
  MinimumSamplingInterval: 19,
  Historizing: 20,
  Executable: 21,
  UserExecutable: 22,
  EventNotifier: 12,
  IsAbstract: 8,
  Symmetric: 9,
  InverseName: 10,
  ContainsNoLoops: 11,
  WriteMask: 6,
  UserWriteMask: 7,
};
const VALUE = 13;
const VARIABLE = 2;
const METHOD = 4;
const CAN_READ_HISTORY = 4;
const HAS_COMPONENT = 47;
const TEXT_MAX = 256;

type Describe = (
  session: OpenSession,
  nodeIds: readonly NodeId[],
  addresses: readonly string[],
  timeoutMs: number,
) => Promise<readonly (BrowsedNode | null)[]>;

/** Everything that a node says of itself. Rejects as `UaLink.request`; NX_DRIVER_REJECTED where it says nothing. */
export async function readNodeFacts(
  session: OpenSession,
  nodeId: NodeId,
  address: string,
  timeoutMs: number,
  describe: Describe,
): Promise<NodeFacts> {
  const names = Object.keys(ATTRIBUTES);
  const ids = [...names.map((name) => ATTRIBUTES[name]!), VALUE];
  const read = await readAll(
    session,
    ids.map((attributeId) => ({ nodeId, attributeId })),
    timeoutMs,
    'both',
  );
  const of = (name: string): unknown => good(read[names.indexOf(name)]);
  const nodeClass = of('NodeClass');
  if (typeof nodeClass !== 'number') throw unknownNode(session, read[names.indexOf('NodeClass')]);
  const { references, isCut } = await browseReferences(session, nodeId, timeoutMs);
  const types = await referenceNames(session, references, timeoutMs);
  const properties = references.filter((reference) => reference.isForward && isProperty(reference));
  const held = await readAll(
    session,
    properties.map(({ nodeId: id }) => ({ nodeId: id, attributeId: VALUE })),
    timeoutMs,
  );
  const argumentsOf = (name: string): readonly MethodArgument[] =>
    methodArguments(held[properties.findIndex(({ browseName }) => browseName.name === name)]);
  const own = addressOf(nodeId, session.facts.namespaces) ?? address;
  const [node] = nodeClass === VARIABLE ? await describe(session, [nodeId], [own], timeoutMs) : [];
  const value = read.at(-1)!;
  return {
    address: own,
    name: node?.name ?? cleanText(attributeText('DisplayName', of('DisplayName')) || own, TEXT_MAX),
    kind: kindOf(nodeClass),
    node: node ?? null,
    attributes: attributesOf(names, read),
    properties: properties.map(({ browseName }, i) => textOf(browseName.name ?? '', held[i])),
    references: references.flatMap((reference): NodeReference[] => {
      const target = addressOf(reference.nodeId, session.facts.namespaces);
      const type = types.get(reference.referenceTypeId.toString()) ?? reference.referenceTypeId.toString();
      if (target === undefined) return [];
      const { isForward } = reference;
      return [{ type, isForward, address: target, name: nameOf(reference, target), kind: kindOf(reference.nodeClass) }];
    }),
    isCut,
    value:
      nodeClass === VARIABLE
        ? { ...nodeValue(value), sourceUs: timeOf(value, 'source'), serverUs: timeOf(value, 'server') }
        : null,
    hasHistory: (Number(of('UserAccessLevel') ?? 0) & CAN_READ_HISTORY) !== 0,
    method:
      nodeClass === METHOD
        ? {
            owner: ownerOf(session, references),
            inputs: argumentsOf('InputArguments'),
            outputs: argumentsOf('OutputArguments'),
          }
        : null,
  };
}

function attributesOf(names: readonly string[], read: readonly DataValue[]): readonly NamedText[] {
  return names.flatMap((name, i): NamedText[] => {
    const value = good(read[i]);
    return value === undefined || value === null ? [] : [{ name, text: attributeText(name, value) }];
  });
}

const textOf = (name: string, data: DataValue | undefined): NamedText => ({
  name: cleanText(name, TEXT_MAX),
  text: data && data.statusCode.value >>> 30 === 0 ? attributeText(name, good(data)) : (data?.statusCode.name ?? ''),
});

/** The object that a method belongs to. */
function ownerOf({ facts }: OpenSession, references: readonly ReferenceDescription[]): string | null {
  const up = references.find(
    ({ isForward, referenceTypeId: { namespace, value } }) => !isForward && namespace === 0 && value === HAS_COMPONENT,
  );
  return up ? (addressOf(up.nodeId, facts.namespaces) ?? null) : null;
}

/** What types of references are called: asked of the server, whose own ones only it knows. */
async function referenceNames(
  session: OpenSession,
  references: readonly ReferenceDescription[],
  timeoutMs: number,
): Promise<ReadonlyMap<string, string>> {
  const { BrowseName } = session.library.client.AttributeIds;
  const types = new Map(references.map(({ referenceTypeId }) => [referenceTypeId.toString(), referenceTypeId]));
  const nodeIds = [...types.values()];
  const read = await readAll(
    session,
    nodeIds.map((nodeId) => ({ nodeId, attributeId: BrowseName })),
    timeoutMs,
  );
  return new Map(nodeIds.map((id, i) => [id.toString(), attributeText('BrowseName', good(read[i]))]));
}

interface UaArgument {
  readonly name?: string | null;
  readonly dataType?: NodeId;
  readonly valueRank?: number;
  readonly description?: { readonly text?: string | null };
}

function methodArguments(data: DataValue | undefined): readonly MethodArgument[] {
  const list = good(data);
  return Array.isArray(list) ? (list as UaArgument[]).map(argumentView) : [];
}

function argumentView({ name, dataType, valueRank, description }: UaArgument): MethodArgument {
  const isBuiltIn = dataType?.namespace === 0 && typeof dataType.value === 'number';
  const type = isBuiltIn ? uaTypeName(dataType.value as number) : (dataType?.toString() ?? '');
  return {
    name: cleanText(name ?? '', TEXT_MAX),
    typeName: (valueRank ?? -1) >= 0 ? `${type}[]` : type,
    description: cleanText(description?.text ?? '', TEXT_MAX),
  };
}

function timeOf(
  { sourceTimestamp, sourcePicoseconds, serverTimestamp, serverPicoseconds }: DataValue,
  whose: 'source' | 'server',
) {
  const time = whose === 'source' ? sourceTimestamp : serverTimestamp;
  return time ? (timeUs(time, whose === 'source' ? sourcePicoseconds : serverPicoseconds) ?? null) : null;
}

function unknownNode({ link }: OpenSession, data: DataValue | undefined): NexusError {
  const status = data?.statusCode.name ?? 'BadNodeIdUnknown';
  return new NexusError('NX_DRIVER_REJECTED', statusText(status), { ...link.peer, status });
}
