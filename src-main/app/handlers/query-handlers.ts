import type { NexusHandlers } from '../../../src-shared/contract/contract.ts';
import type { Call } from '../../rpc/call.ts';
import type { EngineParts } from '../engine-parts.ts';
import { documentHandlers, listedDocument } from './document-handlers.ts';

/** Saved questions to the historian as windows and scripts read and change them. */
export const queryHandlers = ({ savedQueries }: EngineParts): NexusHandlers<Call>['queries'] => ({
  ...documentHandlers(savedQueries, (file) => ({
    ...listedDocument(file),
    tags: file.document?.question.tags.length ?? 0,
  })),
  save: async ({ base, ...document }) => ({ version: await savedQueries.save(document, base) }),
});
