import type { DataValue } from 'node-opcua-client';
import { STATUS } from '../../../src-shared/domain/quality.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { ReadingColumns } from '../driver.ts';
import type { BoundPlan, CompiledPlan } from './compiled-plan.ts';
import { ARRAY_OF } from './data-types.ts';
import { decodeValue } from './decode-value.ts';
import { brokenProtocol } from './link-error.ts';
import { noNamespaceText } from './node-id.ts';
import type { OpenSession } from './open-session.ts';
import { timeUs } from './value-time.ts';

/** How servers say that a request or its answer is larger than they take. */
const TOO_MANY: ReadonlySet<string> = new Set([
  'BadTooManyOperations',
  'BadRequestTooLarge',
  'BadResponseTooLarge',
  'BadEncodingLimitsExceeded',
  'BadTcpMessageTooLarge',
]);

export interface ReadOrder {
  readonly session: OpenSession;
  readonly plan: CompiledPlan;
  readonly into: ReadingColumns;
  readonly clock: Clock;
  readonly timeoutMs: number;
  /** Learns the built-in types of nodes, by address in our notation. */
  readonly types: Map<string, number>;
}

/** Reads every tag of a plan, batch after batch. Rejects as `Driver.read`. */
export async function readValues(order: ReadOrder): Promise<void> {
  const { session, plan, into, clock } = order;
  const bound = plan.bind(session);
  plan.faults.clear();
  for (const { row, address } of bound.homeless) {
    into.value[row] = Number.NaN;
    into.status[row] = STATUS.BadConfigurationError;
    into.timeUs[row] = clock.wallUs();
    plan.faults.set(row, noNamespaceText(address));
  }
  for (let start = 0; start < bound.rows.length; ) start += await readBatch(order, bound, start);
  if (into.cells.length > 1) into.cells.sort((a, b) => a.row - b.row);
}

/** @returns how many rows were read; 0 where the server takes fewer than were asked for. */
async function readBatch(order: ReadOrder, bound: BoundPlan, start: number): Promise<number> {
  const { session, timeoutMs } = order;
  const { ReadRequest, ReadResponse, TimestampsToReturn } = session.library.client;
  const nodes = bound.nodes.slice(start, start + session.readBatch);
  const request = new ReadRequest({ timestampsToReturn: TimestampsToReturn.Server });
  request.nodesToRead = nodes;
  try {
    const { results } = await session.link.request(request, ReadResponse, timeoutMs);
    if (results?.length !== nodes.length) throw wrongCount(session, results?.length ?? 0, nodes.length);
    take(order, bound, start, results);
    return nodes.length;
  } catch (cause) {
    const isTooMany = cause instanceof NexusError && TOO_MANY.has(String(cause.context['status']));
    if (!isTooMany || nodes.length === 1) throw cause;
    session.readBatch = Math.ceil(nodes.length / 2);
    return 0;
  }
}

/** Ends the link: whose values they are is not known. */
export function wrongCount({ link }: OpenSession, seen: number, asked: number): NexusError {
  const error = brokenProtocol(link.peer, `${seen} results for ${asked}`);
  link.fail(error);
  return error;
}

function take(order: ReadOrder, bound: BoundPlan, start: number, results: readonly DataValue[]): void {
  const { plan, into, clock, types } = order;
  const nowUs = clock.wallUs();
  for (let i = 0; i < results.length; i++) {
    const row = bound.rows[start + i]!;
    const data = results[i]!;
    const fault = decodeValue(data, row, bound.elements[row], into);
    into.timeUs[row] = timeUs(data.serverTimestamp, data.serverPicoseconds) ?? nowUs;
    if (fault !== undefined) plan.faults.set(row, fault);
    else learnType(plan, row, data.value, types);
  }
}

/** Remembers of which built-in type a node is, and whether it is an array as a whole, for writing it. */
export function learnType(plan: CompiledPlan, row: number, seen: DataValue['value'], types: Map<string, number>): void {
  const isWhole = seen.arrayType !== 0 && plan.tags[row]!.address.element === undefined;
  const type = isWhole ? seen.dataType | ARRAY_OF : seen.dataType;
  if (plan.types[row] === type) return;
  plan.types[row] = type;
  types.set(plan.tags[row]!.name, type);
}
