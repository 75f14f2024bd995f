import type { NexusHandlers } from '../../../src-shared/contract/contract.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { eventStream } from '../../kernel/event-stream.ts';
import type { Call } from '../../rpc/call.ts';
import { drillReport } from '../drill/drill-report.ts';
import type { EngineParts } from '../engine-parts.ts';
import { identityView } from '../tags/identity-view.ts';

export function drillHandlers({ drills, resources }: EngineParts): NexusHandlers<Call>['drill'] {
  return {
    targets: () => drills.targets(),
    start: async (request, call) => {
      // A sink carries points of the whole plant.
      if (request.sinks.length > 0 && call.identity.scope !== undefined)
        throw new NexusError(
          'NX_ACCESS_FORBIDDEN',
          'This account is kept to places of the plant; a sink is cut for all of it. Choose devices.',
        );
      return await drills.start(request, { name: identityView(call).name, session: call.session });
    },
    end: ({ id }) => drills.end(id),
    running: (_call, signal) =>
      eventStream((listener) => drills.changed.on((view) => listener(view ?? null)), signal, drills.running ?? null),
    list: () => drills.store.list(),
    get: ({ id }) => drills.store.get(id),
    report: async ({ id, format }) => await drillReport(await drills.store.get(id), format, resources),
  };
}
