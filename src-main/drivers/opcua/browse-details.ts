import type { DataValue, NodeId } from 'node-opcua-client';
import { shortNumber } from '../../../src-shared/domain/short-number.ts';
import { cleanText } from '../../kernel/clean-text.ts';
import { decodeValue } from './decode-value.ts';
import type { OpenSession } from './open-session.ts';

/** What a variable says of itself. */
export interface VariableDetails {
  readonly description: string;
  /** Of the value that was read; 0 where there was none. */
  readonly uaType: number;
  /** Elements of an array; null for a single value. */
  readonly length: number | null;
  readonly isReadable: boolean;
  readonly isWritable: boolean;
  readonly value: string;
  readonly unit: string;
  readonly euLow: number | null;
  readonly euHigh: number | null;
  /** What its numbers mean, from 0. */
  readonly states: readonly string[];
}

const TEXT_MAX = 80;
const HAS_PROPERTY = 46;
const CAN_READ = 1;
const CAN_WRITE = 2;
/** Attributes of each variable: description, access of this user, value. */
const ATTRIBUTES = 3;
/** Properties of each: unit, range, the texts of an enumeration. */
const PROPERTIES = ['EngineeringUnits', 'EURange', 'EnumStrings'] as const;
const MOST_STATES = 256;

/** Asks for all variables at once, in batches of what the server takes. Rejects as `UaLink.request`. */
export async function variableDetails(
  session: OpenSession,
  nodeIds: readonly NodeId[],
  timeoutMs: number,
): Promise<readonly VariableDetails[]> {
  const { AttributeIds } = session.library.client;
  const { Description, UserAccessLevel, Value } = AttributeIds;
  const own = await readAll(
    session,
    nodeIds.flatMap((nodeId) => [Description, UserAccessLevel, Value].map((attributeId) => ({ nodeId, attributeId }))),
    timeoutMs,
  );
  const properties = await findProperties(session, nodeIds, timeoutMs);
  const wanted = properties.flatMap((nodeId) => (nodeId ? [{ nodeId, attributeId: Value }] : []));
  const read = await readAll(session, wanted, timeoutMs);
  let at = 0;
  const valueOf = properties.map((nodeId) => (nodeId ? read[at++] : undefined));
  return nodeIds.map((_node, i) => {
    const [description, access, value] = own.slice(i * ATTRIBUTES, i * ATTRIBUTES + ATTRIBUTES);
    const [unit, range, states] = valueOf.slice(i * PROPERTIES.length, (i + 1) * PROPERTIES.length);
    return detailsOf({ description, access, value, unit, range, states });
  });
}

function detailsOf(
  read: Readonly<Record<'description' | 'access' | 'value' | 'unit' | 'range' | 'states', DataValue | undefined>>,
): VariableDetails {
  const level = Number(good(read.access) ?? CAN_READ);
  const units = good(read.unit) as { readonly displayName?: { readonly text?: unknown } } | undefined;
  const range = good(read.range) as { readonly low?: unknown; readonly high?: unknown } | undefined;
  const states = good(read.states);
  const variant = read.value?.value;
  const list = variant && variant.arrayType !== 0 ? (variant.value as ArrayLike<unknown> | null) : undefined;
  return {
    description: textOf(good(read.description)),
    uaType: variant?.dataType ?? 0,
    length: list === undefined ? null : (list?.length ?? 0),
    isReadable: (level & CAN_READ) !== 0,
    isWritable: (level & CAN_WRITE) !== 0,
    value: read.value ? valueText(read.value) : '',
    unit: clean(units?.displayName?.text),
    euLow: finite(range?.low),
    euHigh: finite(range?.high),
    states: Array.isArray(states) ? states.slice(0, MOST_STATES).map(textOf) : [],
  };
}

/** What was read; undefined where it is not good. */
export const good = (data: DataValue | undefined): unknown =>
  data && data.statusCode.value >>> 30 === 0 ? (data.value?.value as unknown) : undefined;
const clean = (text: unknown): string => (typeof text === 'string' ? cleanText(text, TEXT_MAX) : '');
const textOf = (localized: unknown): string => clean((localized as { readonly text?: unknown } | undefined)?.text);
const finite = (number: unknown): number | null =>
  typeof number === 'number' && Number.isFinite(number) ? number : null;

/** A value in short; empty where it is not good. */
export function valueText(data: DataValue): string {
  const into = { value: new Float64Array(1), status: new Uint32Array(1), cells: [] as { value: unknown }[] };
  if (decodeValue(data, 0, undefined, into as never) !== undefined) return '';
  const [cell] = into.cells;
  if (!cell) return String(shortNumber(into.value[0]!, 'float32'));
  return cell.value instanceof Uint8Array ? `${cell.value.length} bytes` : cleanText(String(cell.value), TEXT_MAX);
}

interface Wanted {
  readonly nodeId: NodeId;
  readonly attributeId: number;
}

/** Attributes in batches of what the server takes. Rejects as `UaLink.request`. @param times of values, left out unless given. */
export async function readAll(
  session: OpenSession,
  wanted: readonly Wanted[],
  timeoutMs: number,
  times?: 'both',
): Promise<readonly DataValue[]> {
  const { link, library, readBatch } = session;
  const { ReadRequest, ReadResponse, ReadValueId, TimestampsToReturn } = library.client;
  const values: DataValue[] = [];
  for (let start = 0; start < wanted.length; start += readBatch) {
    const request = new ReadRequest(times && { timestampsToReturn: TimestampsToReturn.Both });
    request.nodesToRead = wanted.slice(start, start + readBatch).map((one) => new ReadValueId({ ...one }));
    const { results } = await link.request(request, ReadResponse, timeoutMs);
    values.push(...(results ?? []));
  }
  return values;
}

/** The nodes of unit and range of each variable, one behind the other; undefined where it has none. */
async function findProperties(
  session: OpenSession,
  nodeIds: readonly NodeId[],
  timeoutMs: number,
): Promise<readonly (NodeId | undefined)[]> {
  const { link, library, readBatch } = session;
  const {
    TranslateBrowsePathsToNodeIdsRequest,
    TranslateBrowsePathsToNodeIdsResponse,
    BrowsePath,
    NodeId: Made,
  } = library.client;
  const referenceTypeId = new Made(Made.NodeIdType.NUMERIC, HAS_PROPERTY, 0);
  const paths = nodeIds.flatMap((startingNode) =>
    PROPERTIES.map((name) => ({
      startingNode,
      relativePath: { elements: [{ referenceTypeId, includeSubtypes: true, targetName: { namespaceIndex: 0, name } }] },
    })),
  );
  const found: (NodeId | undefined)[] = [];
  for (let start = 0; start < paths.length; start += readBatch) {
    const part = paths.slice(start, start + readBatch);
    const request = new TranslateBrowsePathsToNodeIdsRequest();
    request.browsePaths = part.map((path) => new BrowsePath(path));
    const { results } = await link.request(request, TranslateBrowsePathsToNodeIdsResponse, timeoutMs);
    part.forEach((_path, i) => found.push(results?.[i]?.targets?.[0]?.targetId as NodeId | undefined));
  }
  return found;
}
