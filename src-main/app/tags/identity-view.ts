import type { SystemInfo } from '../../../src-shared/contract/system.ts';
import type { Call } from '../../rpc/call.ts';

/** Who calls, as a screen shows it and as journals name him. */
export function identityView({ identity }: Pick<Call, 'identity'>): SystemInfo['you'] {
  return { name: identity.name, roles: [...identity.roles] };
}
