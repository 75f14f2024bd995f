import type { HistoryData, NodeId, TimestampsToReturn } from 'node-opcua-client';
import { NexusError, toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { NodeHistory } from '../browsed-node.ts';
import { brokenProtocol } from './link-error.ts';
import { nodeValue } from './node-values.ts';
import type { OpenSession } from './open-session.ts';
import { statusText } from './status-text.ts';
import { timeUs } from './value-time.ts';

interface Span {
  readonly fromUs: number;
  readonly toUs: number;
  readonly most: number;
}

/** What the server stored of a node, as it stored it. Rejects as `UaLink.request`; NX_DRIVER_REJECTED where it does not give it. */
export async function readNodeHistory(
  session: OpenSession,
  nodeId: NodeId,
  span: Span,
  timeoutMs: number,
): Promise<NodeHistory> {
  const { Source, Server } = session.library.client.TimestampsToReturn;
  try {
    return await readWith(session, nodeId, span, Source, timeoutMs);
  } catch (error) {
    // Some servers store the time of the source, and some only their own.
    if (toNexusError(error).context['status'] !== 'BadTimestampNotSupported') throw error;
    return await readWith(session, nodeId, span, Server, timeoutMs);
  }
}

async function readWith(
  session: OpenSession,
  nodeId: NodeId,
  { fromUs, toUs, most }: Span,
  timestampsToReturn: TimestampsToReturn,
  timeoutMs: number,
): Promise<NodeHistory> {
  const { link, library } = session;
  const { HistoryReadRequest, HistoryReadResponse, ReadRawModifiedDetails } = library.client;
  const samples: NodeHistory['samples'][number][] = [];
  let continuationPoint: Buffer | undefined;
  do {
    const request = new HistoryReadRequest({
      historyReadDetails: new ReadRawModifiedDetails({
        isReadModified: false,
        startTime: new Date(fromUs / 1_000),
        endTime: new Date(toUs / 1_000),
        numValuesPerNode: most,
        returnBounds: false,
      }),
      timestampsToReturn,
      releaseContinuationPoints: samples.length >= most,
      nodesToRead: [{ nodeId, ...(continuationPoint && { continuationPoint }) }],
    });
    const { results } = await link.request(request, HistoryReadResponse, timeoutMs);
    const [result] = results ?? [];
    if (!result) {
      const error = brokenProtocol(link.peer, 'no answer for 1 node');
      link.fail(error);
      throw error;
    }
    const { statusCode } = result;
    if (statusCode.value >>> 30 >= 2)
      throw new NexusError('NX_DRIVER_REJECTED', statusText(statusCode.name), {
        ...link.peer,
        status: statusCode.name,
      });
    if (samples.length >= most) return { samples, isCut: true };
    const data = result.historyData as HistoryData | null;
    for (const value of data?.dataValues ?? []) {
      const at = timeUs(value.sourceTimestamp ?? value.serverTimestamp, value.sourcePicoseconds);
      if (at === undefined) continue;
      const held: unknown = value.value?.value;
      const number = typeof held === 'boolean' ? Number(held) : held;
      samples.push({ ...nodeValue(value), timeUs: at, number: typeof number === 'number' ? number : null });
    }
    continuationPoint = result.continuationPoint?.length ? result.continuationPoint : undefined;
  } while (continuationPoint);
  return { samples: samples.slice(0, most), isCut: samples.length > most };
}
