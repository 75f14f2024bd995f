import { rpc } from '../../rpc/connect.ts';
import { topicAsked } from '../../state/topic-requests.ts';
import type { PaletteRow } from './palette-row.ts';

/**
 * Topics on the broker that are not among those of tags. Only what the gateway listens to already is searched: a look
 * into the palette starts nothing. @param known topics that are listed anyway.
 */
export async function brokerTopicRows(
  text: string,
  known: ReadonlySet<string>,
  limit: number,
): Promise<readonly PaletteRow[]> {
  // Without the broker the topics of tags are still found.
  const found = await rpc()
    .namespace.search({ text, only: 'all', limit })
    .catch(() => undefined);
  return (found?.topics ?? [])
    .filter(({ topic }) => !known.has(topic))
    .map(({ topic, value }) => ({
      key: `topic:${topic}`,
      kind: 'topic',
      title: topic,
      detail: value === '' ? 'on the broker' : `on the broker: ${value}`,
      use: () => topicAsked(topic),
    }));
}
