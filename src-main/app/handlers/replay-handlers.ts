import type { NexusHandlers } from '../../../src-shared/contract/contract.ts';
import type { Call } from '../../rpc/call.ts';
import type { EngineParts } from '../engine-parts.ts';
import { identityView } from '../tags/identity-view.ts';

export function replayHandlers({ replays }: EngineParts): NexusHandlers<Call>['replay'] {
  return {
    start: async (request, call) => await replays.start(request, identityView(call).name),
    result: ({ id }) => replays.result(id),
  };
}
