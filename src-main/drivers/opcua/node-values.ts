import type { DataValue, NodeId } from 'node-opcua-client';
import type { NodeValue } from '../browsed-node.ts';
import { readAll, valueText } from './browse-details.ts';
import type { OpenSession } from './open-session.ts';
import { statusText } from './status-text.ts';

/** What nodes hold now, in their order. Rejects as `UaLink.request`. */
export async function readNodeValues(
  session: OpenSession,
  nodeIds: readonly NodeId[],
  timeoutMs: number,
): Promise<readonly NodeValue[]> {
  const { Value } = session.library.client.AttributeIds;
  const wanted = nodeIds.map((nodeId) => ({ nodeId, attributeId: Value }));
  return (await readAll(session, wanted, timeoutMs)).map(nodeValue);
}

const SEVERITIES = ['good', 'uncertain', 'bad', 'bad'] as const;

/** One value with its quality in words. */
export function nodeValue(data: DataValue): NodeValue {
  const severity = SEVERITIES[data.statusCode.value >>> 30]!;
  return {
    text: valueText(data),
    severity,
    status: severity === 'good' ? '' : statusText(data.statusCode.name),
  };
}
