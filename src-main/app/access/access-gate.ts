import { mayDo } from '../../../src-shared/domain/access.ts';
import type { CallGate } from '../../rpc/call-gate.ts';
import { forbidden } from './forbidden.ts';

/** The gate of all calls: whoever calls must be allowed by the table of `domain/access.ts` what the call names. */
export function accessGate(): CallGate {
  return {
    admit: ({ call, permission }) => {
      if (!mayDo(call.identity, permission)) throw forbidden(permission);
    },
    confine: () => {},
    ended: () => {},
  };
}
