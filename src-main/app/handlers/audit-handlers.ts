import type { NexusHandlers } from '../../../src-shared/contract/contract.ts';
import { mayDo } from '../../../src-shared/domain/access.ts';
import type { Call } from '../../rpc/call.ts';
import type { EngineParts } from '../engine-parts.ts';

/** The audit trail for windows and scripts. Who may not read it reads what he did himself. */
export function auditHandlers({ audit }: Pick<EngineParts, 'audit'>): NexusHandlers<Call>['audit'] {
  return {
    entries: (asked, { identity }) => audit.entries(asked, mayDo(identity, 'audit') ? undefined : identity.id),
    state: () => audit.state,
    verify: ({ checkpoint }) => audit.verify(checkpoint),
    checkpoint: () => audit.trail.checkpoint(),
    export: async (asked) => {
      const { name, entries, zip } = await audit.export(asked);
      return { name, entries, base64: Buffer.from(zip).toString('base64') };
    },
  };
}
