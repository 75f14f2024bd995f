import type { NexusHandlers } from '../../../src-shared/contract/contract.ts';
import type { Call } from '../../rpc/call.ts';
import type { EngineParts } from '../engine-parts.ts';
import { jobOwner } from '../jobs/job-owner.ts';
import { identityView } from '../tags/identity-view.ts';

export function exportHandlers({ exports, jobs }: EngineParts): NexusHandlers<Call>['exports'] {
  return {
    estimate: (range, call) => exports.estimate(range, call.signal),
    start: (request, call) => jobs.give(exports.start(request, identityView(call).name), jobOwner(call)),
  };
}
