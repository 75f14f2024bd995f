import type { NexusHandlers } from '../../../src-shared/contract/contract.ts';
import type { Call } from '../../rpc/call.ts';
import type { EngineParts } from '../engine-parts.ts';
import { documentHandlers, listedDocument } from './document-handlers.ts';

/** Watch tables as windows and scripts read and change them. */
export const watchHandlers = ({ watchTables }: EngineParts): NexusHandlers<Call>['watches'] => ({
  ...documentHandlers(watchTables, (file) => ({ ...listedDocument(file), rows: file.document?.rows.length ?? 0 })),
  save: async ({ base, ...document }) => ({ version: await watchTables.save(document, base) }),
});
