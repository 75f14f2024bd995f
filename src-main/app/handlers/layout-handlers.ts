import type { NexusHandlers } from '../../../src-shared/contract/contract.ts';
import type { Call } from '../../rpc/call.ts';
import type { EngineParts } from '../engine-parts.ts';
import { documentHandlers, listedDocument } from './document-handlers.ts';

/** Layouts of memory as windows and scripts read and change them. */
export const layoutHandlers = ({ memoryLayouts }: EngineParts): NexusHandlers<Call>['layouts'] => ({
  ...documentHandlers(memoryLayouts, (file) => ({ ...listedDocument(file), device: file.document?.device ?? '' })),
  save: async ({ base, ...document }) => ({ version: await memoryLayouts.save(document, base) }),
});
