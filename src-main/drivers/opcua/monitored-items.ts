import type { MonitoredItemCreateRequest, MonitoredItemCreateResult } from 'node-opcua-client';
import { parseDurationMs } from '../../../src-shared/domain/duration.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { BoundPlan, CompiledPlan } from './compiled-plan.ts';
import type { OpcUaConnection } from './connection.ts';
import type { OpenSession } from './open-session.ts';
import { wrongCount } from './read-values.ts';

/** How servers say that they have no deadband, or none for this node. */
const NO_FILTER: ReadonlySet<string> = new Set([
  'BadFilterNotAllowed',
  'BadMonitoredItemFilterUnsupported',
  'BadMonitoredItemFilterInvalid',
  'BadDeadbandFilterInvalid',
]);
const MOST_PER_CALL = 1_000;
const REPORTING = 2;
const STATUS_OR_VALUE = 1;
const ABSOLUTE = 1;
const PERCENT = 2;

export interface MonitorOrder {
  readonly session: OpenSession;
  readonly plan: CompiledPlan;
  readonly bound: BoundPlan;
  readonly connection: OpcUaConnection;
  readonly subscriptionId: number;
  readonly timeoutMs: number;
  /** Nodes, by address in our notation, that take no deadband on this server. */
  readonly plain: Set<string>;
}

/** A node that the server does not watch, and the name of the code with which it said so. */
export interface RefusedItem {
  readonly row: number;
  readonly status: number;
  readonly name: string;
}

/**
 * Lets the server watch nodes, so many with each request as it takes.
 *
 * @param indexes of the bound plan
 * @returns what it does not watch. Rejects as `UaLink.request`.
 */
export async function monitorItems(order: MonitorOrder, indexes: readonly number[]): Promise<RefusedItem[]> {
  const refused: RefusedItem[] = [];
  let size = Math.min(order.session.facts.maxItemsPerCall, MOST_PER_CALL);
  let queue = [...indexes];
  while (queue.length > 0) {
    const group = queue.slice(0, size);
    const results = await create(order, group);
    if (!results) {
      size = Math.ceil(group.length / 2);
      continue;
    }
    queue = queue.slice(size);
    for (let i = 0; i < group.length; i++) {
      const { statusCode } = results[i]!;
      if (statusCode.value >>> 30 < 2) continue;
      const row = order.bound.rows[group[i]!]!;
      const { name } = order.plan.tags[row]!;
      if (NO_FILTER.has(statusCode.name) && !order.plain.has(name)) {
        order.plain.add(name);
        queue.push(group[i]!);
      } else refused.push({ row, status: statusCode.value >>> 0, name: statusCode.name });
    }
  }
  return refused;
}

/** @returns undefined where the server takes fewer in one request. */
async function create(
  order: MonitorOrder,
  group: readonly number[],
): Promise<readonly MonitoredItemCreateResult[] | undefined> {
  const { session, subscriptionId, timeoutMs } = order;
  const { CreateMonitoredItemsRequest, CreateMonitoredItemsResponse, TimestampsToReturn } = session.library.client;
  const request = new CreateMonitoredItemsRequest({ subscriptionId, timestampsToReturn: TimestampsToReturn.Source });
  request.itemsToCreate = group.map((index) => itemOf(order, index));
  try {
    const { results } = await session.link.request(request, CreateMonitoredItemsResponse, timeoutMs);
    if (results?.length !== group.length) throw wrongCount(session, results?.length ?? 0, group.length);
    return results;
  } catch (cause) {
    const isTooMany = cause instanceof NexusError && cause.context['status'] === 'BadTooManyOperations';
    if (!isTooMany || group.length === 1) throw cause;
    return undefined;
  }
}

function itemOf({ session, plan, bound, connection, plain }: MonitorOrder, index: number): MonitoredItemCreateRequest {
  const row = bound.rows[index]!;
  const { tag, name } = plan.tags[row]!;
  const { MonitoredItemCreateRequest: Item } = session.library.client;
  const item = new Item({
    monitoringMode: REPORTING,
    requestedParameters: {
      clientHandle: row,
      samplingInterval: tag.intervalMs ?? parseDurationMs(connection.sampling_interval)!,
      queueSize: connection.queue_size,
      discardOldest: true,
      filter: plain.has(name) ? null : filterOf(session, connection, tag.deadband),
    },
  });
  item.itemToMonitor = bound.nodes[index]!;
  return item;
}

type Filter = InstanceType<OpenSession['library']['client']['DataChangeFilter']>;

/** The deadband of a tag is one of values; that of the device may be one of their range. */
function filterOf(session: OpenSession, connection: OpcUaConnection, ofTag: number | undefined): Filter | null {
  const { deadband, deadband_value } = connection;
  const isPercent = ofTag === undefined && deadband === 'percent';
  const size = ofTag ?? (deadband === 'none' ? 0 : deadband_value);
  if (size <= 0) return null;
  return new session.library.client.DataChangeFilter({
    trigger: STATUS_OR_VALUE,
    deadbandType: isPercent ? PERCENT : ABSOLUTE,
    deadbandValue: size,
  });
}
