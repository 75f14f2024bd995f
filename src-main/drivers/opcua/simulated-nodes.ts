import type * as NodeOpcUa from 'node-opcua';
import type { INamespace, OPCUAServer, UAVariable } from 'node-opcua';
import type { DataType } from '../../../src-shared/domain/data-type.ts';
import { integerRange } from '../../../src-shared/domain/integer-range.ts';
import type { DriverTag, SimulatorOptions } from '../driver.ts';
import { formatAddress, type NodeAddress, parseAddress } from './address.ts';
import type { OpcUaConnection } from './connection.ts';
import { DATA_TYPES_OF_UA, UA_TYPE, UA_TYPE_OF } from './data-types.ts';
import { encodeValue } from './encode-value.ts';

type Server = typeof NodeOpcUa;

/** One node of the twin: a value, or an array of which tags name the elements. */
interface TwinNode {
  readonly address: NodeAddress;
  readonly tag: DriverTag;
  /** Index of the tag for each element; of the whole at 0 where there are none. */
  readonly rows: (number | undefined)[];
  readonly isArray: boolean;
}

/** The nodes that the tags name; elements of one array are one node. */
function nodesOf(tags: readonly DriverTag[]): TwinNode[] {
  const nodes = new Map<string, TwinNode>();
  tags.forEach((tag, row) => {
    const { element, ...rest } = parseAddress(tag.address);
    const address: NodeAddress = { ...rest, element: undefined };
    const key = formatAddress(address);
    const node = nodes.get(key) ?? { address, tag, rows: [], isArray: element !== undefined };
    nodes.set(key, node);
    node.rows[element ?? 0] = row;
  });
  return [...nodes.values()];
}

/** What namespaces the addresses want: those named by index at their index, those by URI behind them. */
function registerNamespaces(
  server: OPCUAServer,
  nodes: readonly TwinNode[],
): (address: NodeAddress) => INamespace | undefined {
  const space = server.engine.addressSpace!;
  const indexes = nodes.map(({ address: { namespace } }) => ('index' in namespace ? namespace.index : 0));
  const highest = Math.max(1, ...indexes);
  while (space.getNamespaceArray().length <= highest)
    space.registerNamespace(`urn:twin:${space.getNamespaceArray().length}`);
  return ({ namespace }) => {
    if ('uri' in namespace) return space.registerNamespace(namespace.uri);
    // Namespace 0 is that of the server itself, and is there.
    return namespace.index === 0 ? undefined : space.getNamespace(namespace.index);
  };
}

/**
 * Gives the server the nodes that the tags name, with the values of now. A node that was written keeps what was
 * written; the others follow `value`.
 */
export function addNodes(ua: Server, server: OPCUAServer, options: SimulatorOptions<OpcUaConnection>): void {
  const nodes = nodesOf(options.tags);
  const namespaceOf = registerNamespaces(server, nodes);
  for (const node of nodes) {
    const namespace = namespaceOf(node.address);
    if (namespace) addNode(ua, server, namespace, node, options);
  }
}

function addNode(
  ua: Server,
  server: OPCUAServer,
  namespace: INamespace,
  node: TwinNode,
  { value, clock }: SimulatorOptions<OpcUaConnection>,
): UAVariable {
  const type = typeOf(
    node.tag,
    node.rows.map((row) => (row === undefined ? 0 : value(row, clock.monoMs()))),
  );
  const { identifier } = node.address;
  const id = identifier.kind === 'g' ? identifier.value.toUpperCase() : identifier.value;
  let written: InstanceType<Server['Variant']> | undefined;
  const present = (): InstanceType<Server['Variant']> => {
    if (written) return written;
    const content = node.rows.map((row) => contentOf(row === undefined ? 0 : value(row, clock.monoMs()), type));
    return new ua.Variant({
      dataType: type,
      arrayType: node.isArray ? ua.VariantArrayType.Array : ua.VariantArrayType.Scalar,
      value: node.isArray ? Array.from(content, (each) => each ?? contentOf(0, type)) : content[0],
    });
  };
  return namespace.addVariable({
    organizedBy: server.engine.addressSpace!.rootFolder.objects,
    nodeId: `${identifier.kind}=${id}`,
    browseName: identifier.kind === 's' ? identifier.value : formatAddress(node.address),
    dataType: type,
    ...(node.isArray && { valueRank: 1, arrayDimensions: [node.rows.length] }),
    minimumSamplingInterval: 100,
    value: {
      timestamped_get: () => {
        const nowUs = clock.wallUs();
        return new ua.DataValue({
          value: present(),
          sourceTimestamp: new Date(nowUs / 1_000),
          sourcePicoseconds: (nowUs % 1_000) * 1e6,
        });
      },
      timestamped_set: (data: InstanceType<Server['DataValue']>) => {
        written = data.value;
        return Promise.resolve(ua.StatusCodes.Good);
      },
    },
  });
}

/** The type that the tag says, or that its values have. */
function typeOf({ dataType }: DriverTag, values: readonly (number | string | bigint)[]): number {
  if (dataType !== undefined) return UA_TYPE_OF[dataType] ?? UA_TYPE.Double;
  const [first] = values;
  if (typeof first === 'string') return UA_TYPE.String;
  return typeof first === 'bigint' ? UA_TYPE.Int64 : UA_TYPE.Double;
}

function dataTypeOf(type: number): DataType {
  return DATA_TYPES_OF_UA.find((each) => UA_TYPE_OF[each] === type)!;
}

/** A value as the library holds it; one that the type has not is held at its limits. */
function contentOf(value: number | string | bigint, type: number): unknown {
  if (type === UA_TYPE.String) return String(value);
  const number = typeof value === 'string' ? Number(value) : value;
  if (type === UA_TYPE.Boolean) return Number(number) !== 0;
  if (type === UA_TYPE.Double || type === UA_TYPE.Float) return Number(number);
  const { min, max } = integerRange(dataTypeOf(type))!;
  const whole = typeof number === 'number' ? BigInt(Math.round(number)) : number;
  return encodeValue(whole < min ? min : whole > max ? max : whole, type, false).value;
}
