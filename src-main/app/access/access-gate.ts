import { mayDo, type Permission } from '../../../src-shared/domain/access.ts';
import { forbidden } from '../../../src-shared/domain/forbidden.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { CallGate } from '../../rpc/call-gate.ts';
import type { EngineParts } from '../engine-parts.ts';
import { ScopeGuard } from './scope-guard.ts';
import { WriteRates } from './write-rates.ts';

/** What a locked session may still do: look, unlock, sign out. */
const OPEN_WHILE_LOCKED: readonly Permission[] = ['read', 'own'];

/** The gate of all calls: whoever calls must be allowed by the table of `domain/access.ts` what the call names. */
export function accessGate({ access, plant, clock }: Pick<EngineParts, 'access' | 'plant' | 'clock'>): CallGate {
  const scopes = new ScopeGuard(plant.directory);
  const rates = new WriteRates(clock);
  return {
    admit: ({ call, permission, changes }) => {
      const { identity, session } = call;
      if (!mayDo(identity, permission)) throw forbidden(permission);
      if (identity.kind === 'key' && permission === 'write' && changes)
        rates.take(session, access.keys.rateOf(session));
      if (identity.kind !== 'user') return;
      const isLocked = access.isLocked(session);
      if (isLocked && (!OPEN_WHILE_LOCKED.includes(permission) || (changes && permission !== 'own')))
        throw new NexusError('NX_ACCESS_LOCKED');
      if (changes || call.via === 'rest') access.sessions.touch(session);
    },
    confine: (facts, input) => scopes.confine(facts, input),
    shown: (facts, output) => scopes.shown(facts, output),
    tells: (facts, payload) => scopes.tells(facts, payload),
    ended: () => {},
  };
}
