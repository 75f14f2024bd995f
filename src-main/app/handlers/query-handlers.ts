import type { NexusHandlers } from '../../../src-shared/contract/contract.ts';
import type { QueryEntry, SavedQuery } from '../../../src-shared/contract/queries.ts';
import { eventStream } from '../../kernel/event-stream.ts';
import type { DocumentChange, DocumentFile } from '../../project/documents/document-folder.ts';
import type { Call } from '../../rpc/call.ts';
import type { EngineParts } from '../engine-parts.ts';

/** Changes that a slow reader may be behind. */
const KEPT_EVENTS = 1_000;

/** Saved questions to the historian as windows and scripts read and change them. */
export function queryHandlers({ savedQueries }: EngineParts): NexusHandlers<Call>['queries'] {
  return {
    list: async () => (await savedQueries.list()).map(entryOf),
    get: async ({ id }) => {
      const { document, version } = await savedQueries.get(id);
      return { ...document, version };
    },
    save: async ({ base, ...query }) => ({ version: await savedQueries.save(query, base) }),
    remove: async ({ id }) => ({ removed: await savedQueries.remove(id) }),
    changed: (_call, signal) =>
      eventStream<DocumentChange>((listener) => savedQueries.changed.on(listener), signal, undefined, KEPT_EVENTS),
  };
}

/** A file with a fault stands in the list under its id. */
function entryOf({ id, document, fault }: DocumentFile<SavedQuery>): QueryEntry {
  return { id, name: document?.name ?? id, tags: document?.question.tags.length ?? 0, fault: fault ?? null };
}
