import type { DataValue } from 'node-opcua-client';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { BoundPlan } from './compiled-plan.ts';
import type { OpenSession } from './open-session.ts';
import type { NotificationMessage } from './publish-loop.ts';
import { wrongCount } from './read-values.ts';

/**
 * Asks the server for a message of a subscription once more, and confirms it. Undefined where it has it no longer. Rejects as
 * `UaLink.request` where the link is gone.
 */
export async function republish(
  { link, library, publishing }: OpenSession,
  subscriptionId: number,
  sequenceNumber: number,
  timeoutMs: number,
): Promise<NotificationMessage | undefined> {
  const { RepublishRequest, RepublishResponse } = library.client;
  const request = new RepublishRequest({ subscriptionId, retransmitSequenceNumber: sequenceNumber });
  try {
    const { notificationMessage } = await link.request(request, RepublishResponse, timeoutMs);
    if (notificationMessage.sequenceNumber !== sequenceNumber) return undefined;
    publishing.confirm(subscriptionId, sequenceNumber);
    return notificationMessage;
  } catch (cause) {
    // BadMessageNotAvailable, and servers that keep none.
    if (cause instanceof NexusError && cause.code === 'NX_DRIVER_REJECTED') return undefined;
    throw cause;
  }
}

/** The values of now of all nodes of a plan, in its order, with the times of their sources. Rejects as `UaLink.request`. */
export async function readNow(
  session: OpenSession,
  { nodes }: BoundPlan,
  timeoutMs: number,
): Promise<readonly DataValue[]> {
  const { ReadRequest, ReadResponse, TimestampsToReturn } = session.library.client;
  const values: DataValue[] = [];
  for (let start = 0; start < nodes.length; start += session.readBatch) {
    const part = nodes.slice(start, start + session.readBatch);
    const request = new ReadRequest({ timestampsToReturn: TimestampsToReturn.Source });
    request.nodesToRead = part;
    const { results } = await session.link.request(request, ReadResponse, timeoutMs);
    if (results?.length !== part.length) throw wrongCount(session, results?.length ?? 0, part.length);
    values.push(...results);
  }
  return values;
}
