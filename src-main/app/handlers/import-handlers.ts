import type { NexusHandlers } from '../../../src-shared/contract/contract.ts';
import type { Call } from '../../rpc/call.ts';
import type { EngineParts } from '../engine-parts.ts';
import { identityView } from '../tags/identity-view.ts';

export function importHandlers({ imports }: EngineParts): NexusHandlers<Call>['imports'] {
  return {
    preview: ({ upload }) => imports.preview(upload),
    start: ({ upload, ...choice }, call) => imports.start(upload, choice, identityView(call).name),
  };
}
