import type { NexusHandlers } from '../../../src-shared/contract/contract.ts';
import type { Call } from '../../rpc/call.ts';
import type { EngineParts } from '../engine-parts.ts';
import { documentHandlers, listedDocument } from './document-handlers.ts';
import { trendEvents } from './trend-events.ts';

/** Trends of the project as windows and scripts read and change them. */
export const trendHandlers = (parts: EngineParts): NexusHandlers<Call>['trends'] => ({
  ...documentHandlers(parts.savedTrends, (file) => ({
    ...listedDocument(file),
    pens: file.document?.pens.length ?? 0,
  })),
  save: async ({ base, ...document }) => ({ version: await parts.savedTrends.save(document, base) }),
  events: (range) => trendEvents(parts, range),
});
