import { eventStream } from '../../kernel/event-stream.ts';
import type {
  DocumentChange,
  DocumentFile,
  DocumentFolder,
  Identified,
} from '../../project/documents/document-folder.ts';

/** Changes that a slow reader may be behind. */
const KEPT_EVENTS = 1_000;

/** What every document has in a list; under its id where its file has a fault. */
export const listedDocument = ({ id, document, fault }: DocumentFile<Identified & { readonly name: string }>) => ({
  ...{ id, name: document?.name ?? id, fault: fault ?? null },
});

/** Documents of the project as windows and scripts read and change them, whatever their kind. */
export function documentHandlers<T extends Identified, Entry>(
  folder: DocumentFolder<T>,
  entryOf: (file: DocumentFile<T>) => Entry,
) {
  return {
    list: async (): Promise<Entry[]> => (await folder.list()).map(entryOf),
    get: async ({ id }: Identified): Promise<T & { version: string }> => {
      const { document, version } = await folder.get(id);
      return { ...document, version };
    },
    remove: async ({ id }: Identified) => ({ removed: await folder.remove(id) }),
    changed: (_call: unknown, signal: AbortSignal) =>
      eventStream<DocumentChange>((listener) => folder.changed.on(listener), signal, undefined, KEPT_EVENTS),
  };
}
