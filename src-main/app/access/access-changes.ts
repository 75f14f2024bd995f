import type { AccessDesk } from '../../access/access-desk.ts';
import { type Disposable, Lifetime } from '../../kernel/lifetime.ts';

export interface AccessChange {
  readonly what: 'users' | 'keys' | 'sessions';
}

/** Tells when users, keys or sessions changed, until it is disposed of. */
export function accessChanges({ users, keys, sessions }: AccessDesk, tell: (change: AccessChange) => void): Disposable {
  const lifetime = new Lifetime('access changes');
  lifetime.add(users.changed.on(() => tell({ what: 'users' })));
  lifetime.add(keys.changed.on(() => tell({ what: 'keys' })));
  const moved = (): void => tell({ what: 'sessions' });
  lifetime.add(sessions.opened.on(moved));
  lifetime.add(sessions.ended.on(moved));
  lifetime.add(sessions.lockChanged.on(moved));
  return lifetime;
}
