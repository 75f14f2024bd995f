import type { NexusHandlers } from '../../../src-shared/contract/contract.ts';
import type { Call } from '../../rpc/call.ts';
import type { EngineParts } from '../engine-parts.ts';
import { documentHandlers, listedDocument } from './document-handlers.ts';

/** Templates of tags as windows and scripts read and change them. */
export const templateHandlers = ({ tagTemplates }: EngineParts): NexusHandlers<Call>['templates'] => ({
  ...documentHandlers(tagTemplates, (file) => ({ ...listedDocument(file), tags: file.document?.tags.length ?? 0 })),
  save: async ({ base, ...document }) => ({ version: await tagTemplates.save(document, base) }),
});
