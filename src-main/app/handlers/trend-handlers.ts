import type { NexusHandlers } from '../../../src-shared/contract/contract.ts';
import type { SavedTrend, TrendEntry } from '../../../src-shared/contract/trends.ts';
import { eventStream } from '../../kernel/event-stream.ts';
import type { DocumentChange, DocumentFile } from '../../project/documents/document-folder.ts';
import type { Call } from '../../rpc/call.ts';
import type { EngineParts } from '../engine-parts.ts';

/** Changes that a slow reader may be behind. */
const KEPT_EVENTS = 1_000;

/** Trends of the project as windows and scripts read and change them. */
export function trendHandlers({ savedTrends }: EngineParts): NexusHandlers<Call>['trends'] {
  return {
    list: async () => (await savedTrends.list()).map(entryOf),
    get: async ({ id }) => {
      const { document, version } = await savedTrends.get(id);
      return { ...document, version };
    },
    save: async ({ base, ...trend }) => ({ version: await savedTrends.save(trend, base) }),
    remove: async ({ id }) => ({ removed: await savedTrends.remove(id) }),
    changed: (_call, signal) =>
      eventStream<DocumentChange>((listener) => savedTrends.changed.on(listener), signal, undefined, KEPT_EVENTS),
  };
}

/** A file with a fault stands in the list under its id. */
function entryOf({ id, document, fault }: DocumentFile<SavedTrend>): TrendEntry {
  return { id, name: document?.name ?? id, pens: document?.pens.length ?? 0, fault: fault ?? null };
}
