import type { NexusHandlers } from '../../../src-shared/contract/contract.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { Call } from '../../rpc/call.ts';
import type { EngineParts } from '../engine-parts.ts';
import { identityView } from '../tags/identity-view.ts';

/** Sinks as they do, and the one thing that can be done to a removed one. */
export function sinkHandlers({ storage, logger }: EngineParts): NexusHandlers<Call>['sinks'] {
  return {
    list: () => [...storage.sinks.views],
    drop: async ({ sink, reason }, call) => {
      if (storage.balance().sinks.some((one) => one.sink === sink)) {
        const text = `“${sink}” is in the configuration and still takes its points. Remove it there and restart first.`;
        throw new NexusError('NX_REQUEST_INVALID', text, { sink });
      }
      const dropped = await storage.drop(sink, { actor: identityView(call).name, via: call.via, reason });
      logger.warn('the backlog of a removed sink was given up', { ...dropped });
      return dropped;
    },
    dropped: () => [...storage.droppedBacklogs()],
  };
}
