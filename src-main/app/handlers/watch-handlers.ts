import type { NexusHandlers } from '../../../src-shared/contract/contract.ts';
import type { WatchEntry, WatchTable } from '../../../src-shared/contract/watches.ts';
import { eventStream } from '../../kernel/event-stream.ts';
import type { DocumentChange, DocumentFile } from '../../project/documents/document-folder.ts';
import type { Call } from '../../rpc/call.ts';
import type { EngineParts } from '../engine-parts.ts';

/** Changes that a slow reader may be behind. */
const KEPT_EVENTS = 1_000;

/** Watch tables as windows and scripts read and change them. */
export function watchHandlers({ watchTables }: EngineParts): NexusHandlers<Call>['watches'] {
  return {
    list: async () => (await watchTables.list()).map(entryOf),
    get: async ({ id }) => {
      const { document, version } = await watchTables.get(id);
      return { ...document, version };
    },
    save: async ({ base, ...table }) => ({ version: await watchTables.save(table, base) }),
    remove: async ({ id }) => ({ removed: await watchTables.remove(id) }),
    changed: (_call, signal) =>
      eventStream<DocumentChange>((listener) => watchTables.changed.on(listener), signal, undefined, KEPT_EVENTS),
  };
}

/** A file with a fault stands in the list under its id. */
function entryOf({ id, document, fault }: DocumentFile<WatchTable>): WatchEntry {
  return { id, name: document?.name ?? id, rows: document?.rows.length ?? 0, fault: fault ?? null };
}
